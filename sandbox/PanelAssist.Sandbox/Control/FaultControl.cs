using System.Globalization;
using PanelAssist.Sandbox.Faults;
using PanelAssist.Sandbox.Panels;

namespace PanelAssist.Sandbox.Control;

internal sealed record FaultOrder(
    string? Target, string? Match, string Kind, int? Count, double? Probability, int? Milliseconds,
    int? Status, string? Text, bool? Acts, string[]? Variances);

internal sealed record HoldRelease(int? Id, string? Target, bool? Drop);

/// <summary>Control over faults and held calls.</summary>
internal static class FaultControl
{
    public static void MapFaultControl(this WebApplication app, FaultBook faults, HoldBook holds)
    {
        app.MapPost("/_control/faults", Answer.Of<FaultOrder>((_, order) =>
        {
            var (kind, status) = Parse(Answer.Needed(order.Kind, "kind"));
            var fault = faults.Add(id => new Fault
            {
                Id = id,
                Target = order.Target ?? "*",
                Match = order.Match,
                Kind = kind,
                Left = order.Count ?? -1,
                Probability = order.Probability ?? 1,
                Milliseconds = order.Milliseconds ?? 0,
                Status = order.Status ?? status,
                Text = order.Text,
                Acts = order.Acts ?? false,
                Variances = VarianceNames.ParseAll(order.Variances),
            });
            return Answer.Ok(new { fault.Id });
        }));
        app.MapGet("/_control/faults", Answer.Of(_ => Answer.Ok(new { items = faults.All })));
        app.MapDelete("/_control/faults", Answer.Of(_ => Removed(faults, null)));
        app.MapDelete("/_control/faults/{id}", Answer.Of(http => Removed(faults, (int)http.RouteLong("id"))));
        app.MapGet("/_control/holds", Answer.Of(async http =>
        {
            var waitFor = http.QueryLong("waitFor", 0);
            await holds.Changed.WaitAsync(() => holds.Held.Count >= waitFor, http.WaitTime(), http.RequestAborted);
            return Answer.Ok(new { items = holds.Held.Select(h => new { h.Id, h.Counterpart, h.Path, h.HasActed }) });
        }));
        app.MapPost("/_control/holds/release", Answer.Of<HoldRelease>((_, release) =>
            Answer.Ok(new { released = holds.Release(release.Id, release.Target, release.Drop ?? false) })));
    }

    private static IResult Removed(FaultBook faults, int? id)
    {
        faults.Remove(id);
        return Answer.Ok(new { left = faults.All.Count });
    }

    // "503" is short for kind "status" with status 503; "odd-status" for the variance of that name.
    private static (FaultKind Kind, int Status) Parse(string text)
    {
        if (int.TryParse(text, CultureInfo.InvariantCulture, out var status) && status is >= 400 and <= 599)
        {
            return (FaultKind.Status, status);
        }

        return Enum.TryParse<FaultKind>(text.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var kind) && Enum.IsDefined(kind)
            ? (kind, 500)
            : throw new FormatException($"Unknown kind of fault '{text}'.");
    }
}
