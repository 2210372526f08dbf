using System.Globalization;

namespace PanelAssist.Engine.Intents;

/// <summary>Gathers the ids of one message, however long the message is.</summary>
internal struct OrderIdCollector
{
    /// <summary>Past this the exact number no longer matters to anybody, and remembering every id would cost memory.</summary>
    private const int RememberedAtMost = 10 * OrderIds.MaxCount;

    private const int ProblemsAtMost = 10;
    private const int ProblemTextAtMost = 40;

    private List<long>? _ids;
    private HashSet<long>? _seen;
    private List<(string Text, OrderIdProblem Problem)>? _problems;
    private long _uncounted;

    public readonly bool IsEmpty => _ids is null && _problems is null && _uncounted == 0;

    public void Add(ReadOnlySpan<char> digits)
    {
        if (digits.Length > OrderIds.MaxDigits)
        {
            AddProblem(digits, OrderIdProblem.TooLong);
            return;
        }

        AddValue(long.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture));
    }

    public void AddRange(ReadOnlySpan<char> from, ReadOnlySpan<char> to, ReadOnlySpan<char> whole)
    {
        if (from.Length > OrderIds.MaxDigits || to.Length > OrderIds.MaxDigits)
        {
            AddProblem(from.Length > OrderIds.MaxDigits ? from : to, OrderIdProblem.TooLong);
            return;
        }

        var first = long.Parse(from, NumberStyles.None, CultureInfo.InvariantCulture);
        var last = long.Parse(to, NumberStyles.None, CultureInfo.InvariantCulture);
        if (last < first)
        {
            AddProblem(whole, OrderIdProblem.RangeBackwards);
        }
        else if (last - first >= OrderIds.MaxCount)
        {
            CountOnly(last - first + 1);
        }
        else
        {
            for (var id = first; id <= last; id++)
            {
                AddValue(id);
            }
        }
    }

    public void AddProblem(ReadOnlySpan<char> text, OrderIdProblem problem)
    {
        _problems ??= [];
        if (_problems.Count < ProblemsAtMost)
        {
            _problems.Add((text.Length > ProblemTextAtMost ? string.Concat(text[..ProblemTextAtMost], "…") : text.ToString(), problem));
        }
    }

    public readonly OrderIds ToOrderIds()
    {
        if (IsEmpty)
        {
            return OrderIds.None;
        }

        var asked = (int)Math.Min((_ids?.Count ?? 0) + _uncounted, int.MaxValue);
        var ids = _ids is null || asked > OrderIds.MaxCount ? [] : new string[_ids.Count];
        for (var i = 0; i < ids.Length; i++)
        {
            ids[i] = _ids![i].ToString(CultureInfo.InvariantCulture);
        }

        return new OrderIds(ids, _problems ?? (IReadOnlyList<(string, OrderIdProblem)>)[], asked);
    }

    /// <summary>As a number, so that "01001" and "1001" are the same order for duplicates and cooldowns.</summary>
    private void AddValue(long id)
    {
        _ids ??= new List<long>(4);
        if (_ids.Count >= RememberedAtMost)
        {
            CountOnly(1);
        }
        else if (_ids.Count < 8 && _seen is null)
        {
            if (!_ids.Contains(id))
            {
                _ids.Add(id);
            }
        }
        else if ((_seen ??= [.. _ids]).Add(id))
        {
            _ids.Add(id);
        }
    }

    private void CountOnly(long ids) => _uncounted = Math.Min(int.MaxValue, _uncounted + Math.Min(int.MaxValue, ids));
}
