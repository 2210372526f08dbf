using System.Collections.Frozen;

namespace PanelAssist.Engine.Intents;

/// <summary>The names of intents on the wire: <c>speed_up</c>, <c>account_link</c> and so on.</summary>
public static class IntentNames
{
    private static readonly FrozenDictionary<string, Intent> ByWireName =
        Enum.GetValues<Intent>().ToFrozenDictionary(WireName, StringComparer.Ordinal);

    public static string WireName(this Intent intent) => intent switch
    {
        Intent.Status => "status",
        Intent.Refill => "refill",
        Intent.RefillStatus => "refill_status",
        Intent.Cancel => "cancel",
        Intent.SpeedUp => "speed_up",
        Intent.Refund => "refund",
        Intent.Partial => "partial",
        Intent.Balance => "balance",
        Intent.PaymentCheck => "payment_check",
        Intent.AddFunds => "add_funds",
        Intent.PlaceOrder => "place_order",
        Intent.Services => "services",
        Intent.AccountLink => "account_link",
        Intent.Ticket => "ticket",
        Intent.Human => "human",
        Intent.Greeting => "greeting",
        Intent.Thanks => "thanks",
        Intent.Help => "help",
        Intent.Stop => "stop",
        Intent.ExportData => "export_data",
        Intent.DeleteData => "delete_data",
        Intent.Complaint => "complaint",
        Intent.Other => "other",
    };

    /// <summary>Null where no intent has that name: names come from outside, a model's answer for one.</summary>
    public static Intent? Find(string? wireName) =>
        wireName is not null && ByWireName.TryGetValue(wireName, out var intent) ? intent : null;
}
