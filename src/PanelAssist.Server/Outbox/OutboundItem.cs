namespace PanelAssist.Server.Outbox;

internal sealed record OutboundItem;
