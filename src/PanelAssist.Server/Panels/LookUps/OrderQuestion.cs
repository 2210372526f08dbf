using PanelAssist.Server.Panels.Calls;

namespace PanelAssist.Server.Panels.LookUps;

/// <summary>One caller's question about some orders; answered when the last of them is, or at its deadline.</summary>
internal sealed class OrderQuestion(string[] ids, TimeSpan askedAt, TimeSpan deadline) : IWaiter
{
    private readonly OrderAnswer?[] _answers = new OrderAnswer?[ids.Length];
    private readonly TaskCompletionSource<OrderAnswer[]> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _open = ids.Length;

    public Task<OrderAnswer[]> Answers => _done.Task;

    public TimeSpan AskedAt { get; } = askedAt;

    public TimeSpan Deadline { get; } = deadline;

    public bool IsAnswered => _open == 0;

    public void Answer(int index, OrderAnswer answer)
    {
        if (_answers[index] is null)
        {
            _answers[index] = answer;
            if (--_open == 0)
            {
                _done.TrySetResult(_answers!);
            }
        }
    }

    public void Expire()
    {
        for (var index = 0; _open > 0 && index < ids.Length; index++)
        {
            Answer(index, new OrderAnswer(ids[index], null, PanelFault.Unavailable));
        }
    }
}

/// <summary>One order being asked for, and everyone who waits for it.</summary>
internal sealed class OrderAsk(string id)
{
    private OrderQuestion? _first;
    private int _firstIndex;
    private List<(OrderQuestion Question, int Index)>? _others;

    public string Id { get; } = id;

    /// <summary>When the call that carries it left; null while it waits.</summary>
    public TimeSpan? SentAt { get; set; }

    public int Tries { get; set; }

    public void Join(OrderQuestion question, int index)
    {
        if (_first is null)
        {
            (_first, _firstIndex) = (question, index);
        }
        else
        {
            (_others ??= []).Add((question, index));
        }
    }

    public void Answer(OrderAnswer answer)
    {
        _first?.Answer(_firstIndex, answer);
        foreach (var (question, index) in _others ?? [])
        {
            question.Answer(index, answer);
        }
    }

    /// <summary>Answers those whose deadline is not after <paramref name="until"/>.</summary>
    public void GiveUp(TimeSpan until)
    {
        var answer = new OrderAnswer(Id, null, PanelFault.Unavailable);
        if (_first is { } first && first.Deadline <= until)
        {
            first.Answer(_firstIndex, answer);
        }

        foreach (var (question, index) in _others ?? [])
        {
            if (question.Deadline <= until)
            {
                question.Answer(index, answer);
            }
        }
    }

    /// <summary>The latest deadline of those still waiting; null when nobody does.</summary>
    public TimeSpan? Deadline
    {
        get
        {
            TimeSpan? latest = _first is { IsAnswered: false } first ? first.Deadline : null;
            foreach (var (question, _) in _others ?? [])
            {
                if (!question.IsAnswered && (latest is null || question.Deadline > latest))
                {
                    latest = question.Deadline;
                }
            }

            return latest;
        }
    }

    public TimeSpan AskedAt => _first!.AskedAt;
}
