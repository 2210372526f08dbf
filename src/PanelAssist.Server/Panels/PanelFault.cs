namespace PanelAssist.Server.Panels;

/// <summary>Why a panel call gave no result; each names its one correct reaction.</summary>
internal enum PanelFault
{
    /// <summary>The panel understood and said no (bad key, not this customer's order, not eligible): retrying will not help.</summary>
    Refused,

    /// <summary>Never left, or did nothing (connection refused, 429, open circuit): a later try is safe.</summary>
    Unavailable,

    /// <summary>Sent, no usable answer: the panel may have acted, so a write is never repeated.</summary>
    OutcomeUnknown,

    /// <summary>Not its API: an HTML page, a truncated body. For a write this is as unknown as no answer.</summary>
    Malformed,
}

/// <summary>A value, or the fault that stands in its place.</summary>
/// <param name="Fault">Null on success.</param>
/// <param name="Detail">The panel's own words or the transport's, shortened; untrusted, without secrets.</param>
[GenerateSerializer, Immutable, Alias("panel-answer`1")]
internal readonly record struct PanelAnswer<T>(
    [property: Id(0)] T? Value,
    [property: Id(1)] PanelFault? Fault,
    [property: Id(2)] string? Detail)
{
    public bool Succeeded => Fault is null;

    public static PanelAnswer<T> Of(T value) => new(value, null, null);

    public static PanelAnswer<T> Failed(PanelFault fault, string? detail = null) => new(default, fault, detail);
}
