namespace PanelAssist.Engine.Intents;

/// <summary>A number that may still become a range: <c>1001</c>, <c>1001-1005</c>, or something that is neither.</summary>
internal struct OrderIdRun
{
    private enum Shape
    {
        None,
        Single,
        Range,
        Broken,
    }

    private Shape _shape;
    private OrderIdProblem _problem;
    private int _start;
    private int _firstEnd;
    private int _lastStart;
    private int _end;

    /// <summary>A dash or "to" came after it, so that the next number belongs to it.</summary>
    public bool Connected { get; private set; }

    public readonly bool CanConnect => _shape is not Shape.None && !Connected;

    public readonly bool IsLoneNumber => _shape is Shape.Single && !Connected;

    public static OrderIdRun Single(int start, int end) => new() { _shape = Shape.Single, _start = start, _firstEnd = end, _end = end };

    public static OrderIdRun Broken(int start, int end, OrderIdProblem problem) =>
        new() { _shape = Shape.Broken, _problem = problem, _start = start, _end = end };

    public readonly bool EndsAt(int position) => IsLoneNumber && _end == position;

    public void Connect() => Connected = true;

    public void Drop() => this = default;

    /// <summary>A second dash ("2026-11-22") makes it a date or a phone number, which is never taken as ids.</summary>
    public void Extend(int start, int end)
    {
        if (_shape is Shape.Range)
        {
            _problem = OrderIdProblem.RangeBackwards;
        }

        _shape = _shape is Shape.Single ? Shape.Range : Shape.Broken;
        _lastStart = start;
        _end = end;
        Connected = false;
    }

    public readonly void AddTo(ref OrderIdCollector ids, ReadOnlySpan<char> text)
    {
        switch (_shape)
        {
            case Shape.Single:
                ids.Add(text[_start.._end]);
                break;
            case Shape.Range:
                ids.AddRange(text[_start.._firstEnd], text[_lastStart.._end], text[_start.._end]);
                break;
            case Shape.Broken:
                ids.AddProblem(text[_start.._end], _problem);
                break;
            case Shape.None:
                break;
        }
    }
}
