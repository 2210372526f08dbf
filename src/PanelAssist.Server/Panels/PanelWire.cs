using System.Text.Json;
using PanelAssist.Server.Api;

namespace PanelAssist.Server.Panels;

/// <summary>How panels look in the API.</summary>
internal static class PanelWire
{
    public const string Auto = "auto";

    private static readonly string[] Supported = [Auto, "perfect-v2", "customer-v2"];

    /// <summary>Named in the API's contract; their protocols are not spoken yet.</summary>
    private static readonly string[] Announced = ["perfect-v1", "rental", "smartpanel", "smm-script"];

    public static string Name(PanelKind kind) => kind switch
    {
        PanelKind.PerfectV2 => "perfect-v2",
        PanelKind.CustomerV2 => "customer-v2",
    };

    public static IReadOnlyList<string> Names(PanelCapabilities capabilities) =>
        [.. Enum.GetValues<PanelCapabilities>()
            .Where(one => one is not PanelCapabilities.None && capabilities.HasFlag(one))
            .Select(one => JsonNamingPolicy.SnakeCaseLower.ConvertName(one.ToString()))];

    public static string Kind(this FieldErrors errors, string? kind)
    {
        if (Announced.Contains(kind, StringComparer.Ordinal))
        {
            errors.Add("kind", $"Panels of the kind '{kind}' are not supported yet. Now: {string.Join(", ", Supported)}.");
        }
        else if (kind is not null && !Supported.Contains(kind, StringComparer.Ordinal))
        {
            errors.Add("kind", $"One of: {string.Join(", ", Supported)}.");
        }

        return kind ?? Auto;
    }

    public static string? BulkIdsField(this FieldErrors errors, string? name)
    {
        if (name is not (null or "ids" or "order_id" or "order" or "orders"))
        {
            errors.Add("bulkIdsField", "One of: ids, order_id, order, orders.");
        }

        return name;
    }
}
