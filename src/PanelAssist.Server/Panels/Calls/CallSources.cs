namespace PanelAssist.Server.Panels.Calls;

/// <summary>Something with calls to make. The dispatcher asks it for the next one when there is room; all members run under the dispatcher's lock.</summary>
internal interface ICallSource
{
    bool IsWrite { get; }

    /// <summary>Whether waiting makes one call of many questions; the others go first.</summary>
    bool Coalesces { get; }

    bool HasWaiting { get; }

    /// <summary>The dispatcher's mark that the source stands in its line.</summary>
    bool InLine { get; set; }

    /// <summary>When it is worth leaving: sharing sources wait a moment for more while a call of theirs is under way.</summary>
    TimeSpan LeavesAt(TimeSpan now);

    /// <summary>The next call, or null when nobody waits for it any more.</summary>
    Departure? Take(TimeSpan now);

    /// <summary>Answers "unavailable" to everyone who waits and whose deadline is not after <paramref name="until"/>.</summary>
    void GiveUp(TimeSpan until, string detail);
}

/// <summary>One call on its way.</summary>
internal abstract class Departure(ICallSource source, TimeSpan deadline, TimeSpan askedAt, int ids)
{
    public ICallSource Source { get; } = source;

    public TimeSpan Deadline { get; } = deadline;

    public TimeSpan AskedAt { get; } = askedAt;

    public int Ids { get; } = ids;

    public CallEnd End { get; protected set; }

    public TimeSpan? RetryAfter { get; protected set; }

    /// <summary>Makes the call. Runs outside the lock and keeps its result.</summary>
    public abstract Task SendAsync(CancellationToken cancellationToken);

    /// <summary>Hands the result out, under the lock; a read may put itself back in the source.</summary>
    public abstract void Settle(TimeSpan now);

    /// <summary>Something broke that is no answer of a panel's.</summary>
    public abstract void Break(Exception exception);
}

/// <summary>Someone who waits for an answer until a deadline. All deadlines of one dispatcher are equally long, so they expire in the order asked.</summary>
internal interface IWaiter
{
    TimeSpan Deadline { get; }

    bool IsAnswered { get; }

    void Expire();
}
