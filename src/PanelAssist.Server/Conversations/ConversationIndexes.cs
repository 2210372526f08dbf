namespace PanelAssist.Server.Conversations;

/// <summary>Names of the lists' indexes: SQLite keeps no statistics that would tell it which one leaves few rows, so the lists say it.</summary>
internal static class ConversationIndexes
{
    public const string ByStatus = "ix_conversations_by_status";
    public const string ByChannel = "ix_conversations_by_channel";
    public const string ByAssignee = "ix_conversations_assigned";
    public const string Untaken = "ix_conversations_untaken";
    public const string CustomerWaits = "ix_conversations_waiting";
}
