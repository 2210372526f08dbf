namespace PanelAssist.Engine.Intents;

/// <summary>What a customer wants. The wire names are the snake-case forms, see <see cref="IntentNames"/>.</summary>
public enum Intent
{
    Status,
    Refill,
    RefillStatus,
    Cancel,
    SpeedUp,
    Refund,
    Partial,
    Balance,
    PaymentCheck,
    AddFunds,
    PlaceOrder,
    Services,
    AccountLink,
    Ticket,
    Human,
    Greeting,
    Thanks,
    Help,
    Stop,
    ExportData,
    DeleteData,
    Complaint,
    Other,
}
