using System.Globalization;
using PanelAssist.Sandbox.Http;

namespace PanelAssist.Sandbox.Panels;

/// <summary>What <c>action=add</c> asks for each type of service, and what it does to the books.</summary>
internal static class OrderPlacement
{
    private static readonly Dictionary<string, string[]> Required = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Default"] = ["link", "quantity"],
        ["Package"] = ["link"],
        ["SEO"] = ["link", "quantity", "keywords"],
        ["Custom Comments"] = ["link", "comments"],
        ["Custom Comments Package"] = ["link", "comments"],
        ["Mentions"] = ["link", "quantity", "usernames"],
        ["Mentions with Hashtags"] = ["link", "quantity", "usernames", "hashtags"],
        ["Mentions Custom List"] = ["link", "usernames"],
        ["Mentions Hashtag"] = ["link", "quantity", "hashtag"],
        ["Mentions User Followers"] = ["link", "quantity", "username"],
        ["Mentions Media Likers"] = ["link", "quantity", "media"],
        ["Comment Likes"] = ["link", "quantity", "username"],
        ["Comment Replies"] = ["link", "username", "comments"],
        ["Poll"] = ["link", "quantity", "answer_number"],
        ["Subscriptions"] = ["username", "min", "max", "delay"],
    };

    public static (PanelOrder? Order, string? Error) Place(Panel panel, PanelUser user, PanelService service, SandboxRequest request)
    {
        foreach (var field in Required.GetValueOrDefault(service.Type) ?? Required["Default"])
        {
            if (!request.Has(field))
            {
                return (null, string.Create(CultureInfo.InvariantCulture, $"{char.ToUpperInvariant(field[0])}{field.AsSpan(1)} is required"));
            }
        }

        var quantity = Quantity(service, request);
        if (quantity < service.Min || quantity > service.Max)
        {
            return (null, string.Create(CultureInfo.InvariantCulture, $"Quantity must be between {service.Min} and {service.Max}"));
        }

        var runs = Math.Max(1, request.FindInt("runs", 1));
        var charge = Math.Round(service.Rate * quantity * runs / 1000, 5);
        if (charge > user.Balance)
        {
            return (null, "Not enough balance on your account");
        }

        user.Balance -= charge;
        var id = panel.TakeOrderId();
        var order = new PanelOrder
        {
            Id = id,
            User = user,
            Service = service,
            Link = request.Find("link") ?? request.Find("username") ?? "",
            Created = panel.Clock.GetUtcNow(),
            Quantity = quantity * runs,
            Remains = quantity * runs,
            Charge = charge,
            ExternalId = (7_700_000 + id).ToString(CultureInfo.InvariantCulture),
            Provider = "bulkpeer.example",
            CreationType = "api",
            Refillable = service.Refill,
            Cancelable = service.Cancel,
        };
        panel.Add(order);
        panel.Changed.Raise();
        return (order, null);
    }

    // A package has one size; comments are counted, not given.
    private static int Quantity(PanelService service, SandboxRequest request) => service.Type switch
    {
        "Package" or "Custom Comments Package" or "Subscriptions" => service.Min,
        "Custom Comments" or "Comment Replies" => Lines(request.Find("comments")),
        "Mentions Custom List" => Lines(request.Find("usernames")),
        _ => request.FindInt("quantity", 0),
    };

    private static int Lines(string? text) =>
        (text ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Length;
}
