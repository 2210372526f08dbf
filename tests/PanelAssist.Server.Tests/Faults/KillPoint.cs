namespace PanelAssist.Server.Tests.Faults;

/// <summary>Where a message is on its way when the process dies.</summary>
public enum KillPoint
{
    /// <summary>Sent to us; nobody has read our answer.</summary>
    Received,

    /// <summary>Acknowledged a moment ago.</summary>
    Stored,

    /// <summary>Its turn waits for the panel to show the order.</summary>
    LookingUp,

    /// <summary>The panel was asked to act and has not begun.</summary>
    BeforePanelActs,

    /// <summary>The panel acted and has not answered.</summary>
    AfterPanelActed,

    /// <summary>The panel's answer is on its way or just here.</summary>
    PanelAnswering,

    /// <summary>The turn is committed; its reply waits at the Bot API's door.</summary>
    BeforeSending,

    /// <summary>The reply is in the chat; the Bot API has not answered.</summary>
    AfterSending,

    /// <summary>The Bot API's answer is on its way or just here.</summary>
    Noting,
}
