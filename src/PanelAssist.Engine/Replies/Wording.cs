using System.Globalization;
using PanelAssist.Engine.Orders;

namespace PanelAssist.Engine.Replies;

/// <summary>Small pieces of text that several templates take.</summary>
internal static class Wording
{
    /// <summary>"2 days ago", in the words of the language.</summary>
    public static string Age(DateTimeOffset moment, DateTimeOffset now, string language)
    {
        var (unit, count) = (now - moment) switch
        {
            { TotalMinutes: < 1 } => ("moment", 0),
            { TotalHours: < 1 } age => ("minute", (int)age.TotalMinutes),
            { TotalDays: < 1 } age => ("hour", (int)age.TotalHours),
            { TotalDays: < 60 } age => ("day", (int)age.TotalDays),
            { TotalDays: < 730 } age => ("month", (int)(age.TotalDays / 30)),
            var age => ("year", (int)(age.TotalDays / 365)),
        };
        return ReplyTemplates.Render("age", language, new ReplyModel { ["unit"] = unit, ["count"] = count });
    }

    public static string? Number(long? value) => value?.ToString("N0", CultureInfo.InvariantCulture);

    public static string Number(int value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A state nobody knows is shown as the panel spells it.</summary>
    public static string Status(Order order) =>
        order.Status is OrderStatus.Unknown ? $"\"{UntrustedText.OneLine(order.StatusText, 40)}\"" : order.Status.DisplayName();

    public static string Action(OrderActionKind action) => action switch
    {
        OrderActionKind.Refill => "refill",
        OrderActionKind.Cancel => "cancel",
        OrderActionKind.SpeedUp => "speed_up",
    };

    /// <summary>Turns the members of a closed type into the names of templates and template values: <c>CodeSent</c> is <c>code_sent</c>.</summary>
    public static string SnakeCase(string name)
    {
        Span<char> snake = stackalloc char[name.Length * 2];
        var length = 0;
        foreach (var c in name)
        {
            if (char.IsAsciiLetterUpper(c) && length > 0)
            {
                snake[length++] = '_';
            }

            snake[length++] = char.ToLowerInvariant(c);
        }

        return snake[..length].ToString();
    }
}
