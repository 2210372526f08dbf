namespace PanelAssist.Server.Panels.Calls;

/// <summary>How one call ended, as the budget and the circuit see it.</summary>
internal enum CallEnd
{
    /// <summary>The panel answered, with what was asked for or with a refusal.</summary>
    Answered,

    /// <summary>The panel answered that the key is wrong: asking again with it is pointless.</summary>
    KeyRefused,

    /// <summary>Too many calls: the panel did nothing and wants a pause.</summary>
    Limited,

    /// <summary>No connection, no answer in time, or a server error: a read may try again.</summary>
    Failed,

    /// <summary>An answer that is not the API's.</summary>
    Malformed,
}

/// <summary>What one call gave.</summary>
/// <param name="Value">Set when <paramref name="Fault"/> is null.</param>
internal readonly record struct CallResult<T>(CallEnd End, T? Value, PanelFault? Fault, string? Detail, TimeSpan? RetryAfter = null)
    where T : class
{
    public static CallResult<T> Refused(string detail) => new(CallEnd.Answered, null, PanelFault.Refused, detail);
}
