using PanelAssist.Engine.Replies;

namespace PanelAssist.Server.Conversations;

/// <summary>What a person's change does to a conversation: its new state, the line that tells of it, and the audit entry. What changes nothing leaves nothing.</summary>
internal static class PeoplesChanges
{
    /// <returns>The message or note that was written, if one was.</returns>
    public static NewMessage? Apply(this TurnDraft draft, ConversationChange change, ChangedBy by)
    {
        switch (change)
        {
            case ConversationChange.TakeOver:
                TakeOver(draft, by.Member, by);
                return null;
            case ConversationChange.HandBack:
                if (draft.State.Status is not ConversationStatus.Pending)
                {
                    Release(draft, ConversationStatus.Pending, assignee: null);
                    Tell(draft, by, "conversation.handed_back", "Handed back to the assistant");
                }

                return null;
            case ConversationChange.Resolve:
                if (draft.State.Status is not ConversationStatus.Resolved)
                {
                    Release(draft, ConversationStatus.Resolved, draft.State.AssigneeId ?? by.Member);
                    Tell(draft, by, "conversation.resolved", "Resolved");
                }

                return null;
            case ConversationChange.Snooze snooze:
                if (draft.State.Status is not ConversationStatus.Snoozed || draft.State.SnoozedUntil != snooze.Until)
                {
                    SilenceUnlessWithPeople(draft);
                    draft.Change(state => state with { Status = ConversationStatus.Snoozed, SnoozedUntil = snooze.Until, AssigneeId = state.AssigneeId ?? by.Member });
                    Tell(draft, by, "conversation.snoozed", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Snoozed until {snooze.Until.UtcDateTime:yyyy-MM-dd HH:mm} UTC"));
                }

                return null;
            case ConversationChange.Wake:
                if (draft.State.Status is ConversationStatus.Snoozed && draft.State.SnoozedUntil <= draft.Now)
                {
                    draft.Change(state => state with { Status = ConversationStatus.Open, SnoozedUntil = null });
                    draft.Note("Snoozed until now");
                }

                return null;
            case ConversationChange.Assign assign:
                Assign(draft, assign.Member, by);
                return null;
            case ConversationChange.SetLabels labelled:
                if (!labelled.Labels.ToHashSet().SetEquals(draft.State.Labels))
                {
                    draft.Label(labelled.Labels);
                    draft.Audit(by.Name, "conversation.labelled");
                }

                return null;
            case ConversationChange.WriteNote note:
                draft.Audit(by.Name, "conversation.note_written");
                return draft.NoteOf(note.Text, by.Member, note.Mentions);
            case ConversationChange.WriteMessage message:
                return Write(draft, message.Text, by);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static NewMessage Write(TurnDraft draft, string text, ChangedBy by)
    {
        if (draft.State.Status is not ConversationStatus.Open)
        {
            draft.Note($"Taken over by {NameOf(by)}");
            SilenceUnlessWithPeople(draft);
        }

        draft.Change(state => state with { Status = ConversationStatus.Open, SnoozedUntil = null, WaitingSince = null, AssigneeId = state.AssigneeId ?? by.Member });
        draft.Audit(by.Name, "conversation.message_written");
        return draft.Say(new Reply(text, []), MessageAuthor.Agent, by.Member);
    }

    private static void TakeOver(TurnDraft draft, Guid? member, ChangedBy by)
    {
        if (draft.State.Status is ConversationStatus.Open && draft.State.AssigneeId == member && draft.State.SilencedSequence > 0)
        {
            return;
        }

        // Also what the assistant said when it handed over: from here on the customer hears one voice.
        draft.Silence();
        draft.Change(state => state with { Status = ConversationStatus.Open, SnoozedUntil = null, AssigneeId = member });
        Tell(draft, by, "conversation.taken_over", "Taken over");
    }

    private static void Assign(TurnDraft draft, Guid? member, ChangedBy by)
    {
        if (draft.State.AssigneeId == member && (member is null || draft.State.IsWithPeople))
        {
            return;
        }

        if (member is not null && !draft.State.IsWithPeople)
        {
            draft.Silence();
            draft.Change(state => state with { Status = ConversationStatus.Open });
        }

        draft.Change(state => state with { AssigneeId = member });
        Tell(draft, by, "conversation.assigned", member is { } assignee ? $"Assigned to member:{assignee:N}" : "Assigned to nobody");
    }

    private static void SilenceUnlessWithPeople(TurnDraft draft)
    {
        if (!draft.State.IsWithPeople)
        {
            draft.Silence();
        }
    }

    private static void Release(TurnDraft draft, ConversationStatus status, Guid? assignee) => draft.Change(state => state with
    {
        Status = status,
        AssigneeId = assignee,
        SnoozedUntil = null,
        WaitingSince = null,
        Memory = state.Memory with { TimesNotUnderstood = 0 },
    });

    private static void Tell(TurnDraft draft, ChangedBy by, string action, string line)
    {
        draft.Note($"{line} by {NameOf(by)}");
        draft.Audit(by.Name, action);
    }

    private static string NameOf(ChangedBy by) => by.Member is { } member ? $"member:{member:N}" : by.Name;
}
