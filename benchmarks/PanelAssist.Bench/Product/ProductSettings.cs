using System.Globalization;
using PanelAssist.Bench.Stubs;

namespace PanelAssist.Bench.Product;

/// <summary>Every name of a setting that the benchmarks rely on, in this one place.</summary>
internal static class ProductSettings
{
    public const string OperatorToken = "pa_bench_operator_0123456789abcdefghijklmnopqrstuvwxyz";

    /// <summary>High enough never to be met: a race must not be against a politeness limit.</summary>
    private const string Unlimited = "100000";

    public static Dictionary<string, string> Base(int port, string folder, Outside outside) => new(StringComparer.Ordinal)
    {
        ["Urls"] = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"),
        ["Storage__Provider"] = "sqlite",
        ["Storage__DataDirectory"] = folder,
        ["Telegram__ApiBaseUrl"] = outside.TelegramApi,
        ["Outbound__AllowedPrivateNetworks__0"] = "127.0.0.0/8",
        ["Outbound__AllowHttp"] = "true",
        ["Bootstrap__OperatorToken"] = OperatorToken,
        ["Telegram__MessagesPerSecondPerBot"] = Unlimited,
        ["Telegram__MessagesPerSecondPerChat"] = Unlimited,
        ["Limits__AddressPerMinute"] = Unlimited,
        ["Limits__AddressBurst"] = Unlimited,
        ["Limits__TokenPerMinute"] = Unlimited,
        ["Limits__TokenBurst"] = Unlimited,
        ["Limits__TenantPerMinute"] = Unlimited,
        ["Limits__TenantBurst"] = Unlimited,
        ["Logging__LogLevel__Default"] = "Warning",
    };

    public static Dictionary<string, string> LiftPanelBudget(this Dictionary<string, string> settings)
    {
        settings["Panels__RequestsPerSecond"] = Unlimited;
        return settings;
    }

    /// <summary>Accepts webhooks and does nothing else.</summary>
    public static Dictionary<string, string> AcceptOnly(this Dictionary<string, string> settings)
    {
        settings["Roles"] = "bot";
        return settings;
    }

    public static Dictionary<string, string> OnPostgres(this Dictionary<string, string> settings, string connectionString)
    {
        settings["Storage__Provider"] = "postgres";
        settings["Storage__ConnectionString"] = connectionString;
        return settings;
    }
}
