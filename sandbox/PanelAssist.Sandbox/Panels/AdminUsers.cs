using System.Globalization;
using System.Text.Json;
using PanelAssist.Sandbox.Http;

namespace PanelAssist.Sandbox.Panels;

/// <summary>Users and payments as the admin API shows and changes them.</summary>
internal static class AdminUsers
{
    public static SandboxReply List(Panel panel, SandboxRequest request)
    {
        IEnumerable<PanelUser> found = panel.UsersByName.Values;
        if (request.Find("username") is { Length: > 0 } username)
        {
            found = found.Where(u => u.Username.Equals(username, StringComparison.OrdinalIgnoreCase));
        }

        if (request.Find("email") is { Length: > 0 } email)
        {
            found = found.Where(u => u.Email.Equals(email, StringComparison.OrdinalIgnoreCase));
        }

        if (request.FindList("ids") is { Count: > 0 } ids)
        {
            found = found.Where(u => ids.Contains(u.Id.ToString(CultureInfo.InvariantCulture), StringComparer.Ordinal));
        }

        var all = found.OrderBy(u => u.Id).ToList();
        var page = Page.Of(request, all.Count);
        return AdminAnswers.List("users", page, page.Cut(all).ToList(), (json, user) =>
        {
            WriteUser(json, user, panel, withEmail: true);
        });
    }

    public static SandboxReply Add(Panel panel, SandboxRequest request)
    {
        if (!request.Has("username") || !request.Has("email") || !request.Has("password"))
        {
            return AdminAnswers.Error("Username, email and password are required.", 100);
        }

        if (panel.UsersByName.ContainsKey(request.Find("username")!))
        {
            return AdminAnswers.Error("Username is already taken.", 100);
        }

        var id = panel.UsersByName.Values.Select(u => u.Id).DefaultIfEmpty(0).Max() + 1;
        var user = new PanelUser
        {
            Id = id,
            Username = request.Find("username")!,
            Email = request.Find("email")!,
            ApiKey = string.Create(CultureInfo.InvariantCulture, $"key-{panel.Name}-{id}"),
        };
        panel.Add(user);
        return AdminAnswers.Data((user, panel), static (json, s) => WriteUser(json, s.user, s.panel, withEmail: true));
    }

    public static SandboxReply Payments(Panel panel, SandboxRequest request)
    {
        var all = panel.Payments.AsEnumerable().Reverse().ToList();
        var page = Page.Of(request, all.Count);
        return AdminAnswers.List("payments", page, page.Cut(all).ToList(), (json, payment) =>
        {
            json.WriteStartObject();
            json.WriteNumber("id", payment.Id);
            json.WriteString("user", payment.User.Username);
            PanelJson.Money(json, "amount", payment.Amount, panel.Currency);
            json.WriteString("method", payment.Method);
            json.WriteString("memo", payment.Memo);
            json.WriteString("status", "completed");
            json.WriteString("created", payment.Created.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture));
            json.WriteNumber("created_timestamp", payment.Created.ToUnixTimeSeconds());
            json.WriteEndObject();
        });
    }

    public static SandboxReply Pay(Panel panel, SandboxRequest request)
    {
        if (request.Find("username") is not { } username || !panel.UsersByName.TryGetValue(username, out var user))
        {
            return AdminAnswers.Error("User not found.", 100);
        }

        if (!decimal.TryParse(request.Find("amount"), CultureInfo.InvariantCulture, out var amount) || amount == 0)
        {
            return AdminAnswers.Error("Amount is invalid.", 100);
        }

        if (!request.Has("method"))
        {
            return AdminAnswers.Error("Method is required.", 100);
        }

        var payment = panel.Pay(user, amount, request.Find("method")!, request.Find("memo") ?? "");
        return AdminAnswers.Data((payment, panel), static (json, s) =>
        {
            json.WriteStartObject();
            json.WriteNumber("payment_id", s.payment.Id);
            json.WritePropertyName("user");
            WriteUser(json, s.payment.User, s.panel, withEmail: false);
            json.WriteEndObject();
        });
    }

    private static void WriteUser(Utf8JsonWriter json, PanelUser user, Panel panel, bool withEmail)
    {
        json.WriteStartObject();
        json.WriteNumber("id", user.Id);
        json.WriteString("username", user.Username);
        if (withEmail)
        {
            json.WriteString("email", user.Email);
        }

        PanelJson.Money(json, "balance", user.Balance, panel.Currency);
        json.WriteStartArray("custom_rates");
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
