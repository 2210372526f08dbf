using System.Text.RegularExpressions;
using PanelAssist.Sandbox.Http;
using PanelAssist.Sandbox.Panels;

namespace PanelAssist.Sandbox.Faults;

/// <summary>A standing order to misbehave: towards whom, at which calls, how, and how often.</summary>
internal sealed class Fault
{
    private static readonly TimeSpan MatchTimeout = TimeSpan.FromMilliseconds(200);

    public required int Id { get; init; }

    /// <summary><c>panel:demo</c>, <c>telegram:123456</c>, <c>panel</c>, <c>telegram</c> or <c>*</c>.</summary>
    public required string Target { get; init; }

    /// <summary>Text to be found in the call, or a pattern with <c>*</c> over the whole of it. Empty matches every call.</summary>
    public string? Match { get; init; }

    public required FaultKind Kind { get; init; }

    /// <summary>How many calls are left to spoil; below zero there is no end.</summary>
    public int Left { get; set; } = -1;

    public double Probability { get; init; } = 1;

    public int Milliseconds { get; init; }

    public int Status { get; init; } = 500;

    public string? Text { get; init; }

    /// <summary>Act first, then answer wrongly. Otherwise nothing is done.</summary>
    public bool Acts { get; init; }

    public Variances Variances { get; init; }

    public bool Fits(string counterpart, string call)
    {
        if (!CounterpartName.Covers(Target, counterpart))
        {
            return false;
        }

        if (string.IsNullOrEmpty(Match))
        {
            return true;
        }

        return Match.Contains('*', StringComparison.Ordinal)
            ? Regex.IsMatch(call, "^" + Regex.Escape(Match).Replace("\\*", ".*", StringComparison.Ordinal) + "$",
                RegexOptions.IgnoreCase | RegexOptions.Singleline, MatchTimeout)
            : call.Contains(Match, StringComparison.OrdinalIgnoreCase);
    }
}
