namespace PanelAssist.Server.Conversations;

internal sealed record ConversationMemory;
