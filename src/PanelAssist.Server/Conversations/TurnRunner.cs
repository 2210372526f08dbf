using PanelAssist.Engine.Decisions;
using PanelAssist.Engine.Intents;
using PanelAssist.Engine.Replies;
using PanelAssist.Server.Actions;
using PanelAssist.Server.Channels;
using PanelAssist.Server.Data;
using PanelAssist.Server.Linking;
using PanelAssist.Server.Mail;
using PanelAssist.Server.Outbox;
using PanelAssist.Server.Panels;

namespace PanelAssist.Server.Conversations;

/// <summary>Steps 5 to 8 of a message's journey: reads the words, plans, asks the panel, finds the answer's words. Its result is committed by the grain.</summary>
internal sealed class TurnRunner(
    ConnectionDirectory connections,
    ChannelCatalog channels,
    AccountFinder accounts,
    PanelQuestions questions,
    ActionDesk actions,
    LinkDesk linking,
    SequentialIds ids,
    MailSetup mail,
    TimeProvider time)
{
    /// <summary>More orders than this take a moment: the customer is told that work has begun.</summary>
    private const int AcknowledgeAbove = 10;

    /// <param name="state">The conversation as it is now.</param>
    /// <param name="incoming">What was said.</param>
    /// <param name="commitEarly">Commits what has been said so far, in the middle of a long turn; gives the state to go on from, or null when the conversation was moved on.</param>
    /// <param name="cancellationToken">Ends the turn; nothing of it is kept.</param>
    /// <returns>Null when <paramref name="commitEarly"/> found that the conversation was moved on.</returns>
    public async Task<TurnResult?> RunAsync(
        ConversationState state,
        IncomingEvent incoming,
        Func<TurnResult, Task<ConversationState?>> commitEarly,
        CancellationToken cancellationToken)
    {
        var connection = await connections.FindAsync(incoming.ConnectionId, cancellationToken)
            ?? throw new InvalidOperationException("The connection of this event is gone.");
        var now = time.GetUtcNow();
        var identityId = DerivedIds.Identity(incoming.ConnectionId, incoming.SenderId);
        var sendsThroughOutbox = channels[connection.Kind].SendsThroughOutbox;
        var draft = Begin(state, incoming, identityId, sendsThroughOutbox, now);
        var understood = MessageReader.Read(incoming.Text, new ReadingContext(state.Memory.AwaitsCode(identityId, now), state.Language));
        var acknowledged = state.Memory.Acknowledged == incoming.InboxEntryId;
        if (state.IsWithPeople)
        {
            // People have it: what the customer says is kept for them, and the assistant stays silent.
            if (acknowledged)
            {
                // Taken over in the middle of a long turn: the question is there already.
                draft.Remember(memory => memory with { Acknowledged = null });
            }
            else
            {
                HearSafely(draft, incoming, identityId, understood);
            }

            draft.Change(s => s with { Status = ConversationStatus.Open, SnoozedUntil = null, WaitingSince = s.WaitingSince ?? now });
            return draft.Finish();
        }

        var account = await accounts.FindAsync(connection, identityId, incoming, cancellationToken);
        var plan = TurnPlanner.Plan(understood, ContextOf(state, incoming, connection, account));
        if (plan is TurnPlan.Ignore || (!incoming.IsPrivate && !incoming.Addressed && !IsForGroups(plan, understood)))
        {
            // Chatter of a group is none of our business: not even kept.
            return draft.Finish();
        }

        if (!acknowledged)
        {
            HearSafely(draft, incoming, identityId, understood);
        }

        draft.Change(s => s with { Language = understood.Language, Status = ConversationStatus.Pending, AssigneeId = null });
        if (plan is TurnPlan.ActOnOrders { Orders.Ids.Count: > AcknowledgeAbove } or TurnPlan.LookUpOrders { Orders.Ids.Count: > AcknowledgeAbove })
        {
            if (!acknowledged)
            {
                draft.Say(ReplyComposer.Compose(new Say.Working(understood.Intent, understood.Orders.Ids.Count), understood.Language));
                draft.Remember(memory => memory with { Acknowledged = incoming.InboxEntryId });
                if (await commitEarly(draft.FinishWithoutHandling()) is not { } later)
                {
                    return null;
                }

                draft = new TurnDraft(later, sendsThroughOutbox, ids, time.GetUtcNow());
                draft.Handle(incoming.InboxEntryId);
            }

            draft.Remember(memory => memory with { Acknowledged = null });
        }

        await CarryOutAsync(plan, draft, understood, incoming, connection, identityId, account, cancellationToken);
        var missed = plan is TurnPlan.Answer { Say: Say.NotUnderstood };
        draft.Remember(memory => missed ? memory with { TimesNotUnderstood = memory.TimesNotUnderstood + 1 }
            : memory.TimesNotUnderstood == 0 ? memory
            : memory with { TimesNotUnderstood = 0 });
        return draft.Finish();
    }

    private TurnDraft Begin(ConversationState state, IncomingEvent incoming, Guid identityId, bool sendsThroughOutbox, DateTimeOffset now)
    {
        // The chat may have moved, and whoever writes can be reached again.
        var draft = new TurnDraft(state with { ChatId = incoming.ChatId, Unreachable = false }, sendsThroughOutbox, ids, now);
        draft.Handle(incoming.InboxEntryId);
        if (state.Version == 0 || !state.IsPrivate)
        {
            draft.Introduce(new NewIdentity(identityId, DerivedIds.Contact(identityId), incoming.SenderId, incoming.SenderName));
        }

        return draft;
    }

    /// <summary>What a group hears of unasked: orders, and that somebody has just shown their key to everybody.</summary>
    private static bool IsForGroups(TurnPlan plan, Understood understood) =>
        plan is TurnPlan.LookUpOrders or TurnPlan.ActOnOrders || understood.Link is AccountLinkRequest.ByKey;

    private PlanContext ContextOf(ConversationState state, IncomingEvent incoming, ChannelConnectionView connection, AccountFound account) => new(
        AccountKnown: account.Account is { CanProveOwnership: true },
        PrivateChat: incoming.IsPrivate,
        KeysAccepted: account.Panel?.Can(PanelCapabilities.CustomerKeys) is true,
        CodesAccepted: mail.IsReady && account.Panel?.Can(PanelCapabilities.ReadUsers) is true && connection.PanelIds.Count > 0,
        TimesNotUnderstood: state.Memory.TimesNotUnderstood,
        InGroup: !incoming.IsPrivate);

    /// <summary>A panel key is not kept in the conversation, nor in the stored event, nor, where that can be, in the chat.</summary>
    private static void HearSafely(TurnDraft draft, IncomingEvent incoming, Guid identityId, Understood understood)
    {
        if (understood.Link is not AccountLinkRequest.ByKey)
        {
            draft.Hear(incoming, identityId, incoming.Text);
            return;
        }

        draft.Hear(incoming, identityId, "link key ***");
        draft.ForgetPayload();
        if (incoming.ProviderMessageId is { } messageId)
        {
            draft.Send(new OutboundItem
            {
                Kind = OutboundKind.DeleteMessage,
                ChatId = incoming.ChatId,
                IsPrivate = incoming.IsPrivate,
                TargetMessageId = messageId,
            });
        }
    }

    private async Task CarryOutAsync(
        TurnPlan plan,
        TurnDraft draft,
        Understood understood,
        IncomingEvent incoming,
        ChannelConnectionView connection,
        Guid identityId,
        AccountFound account,
        CancellationToken cancellationToken)
    {
        var language = understood.Language;
        switch (plan)
        {
            case TurnPlan.Answer { Say: var say }:
                draft.Say(ReplyComposer.Compose(say, language));
                break;

            case TurnPlan.LookUpOrders lookUp:
                var read = await questions.ReadOrdersAsync(account.Account!, lookUp.Intent, [.. lookUp.Orders.Ids], cancellationToken);
                SayOutcomes(draft, lookUp.Intent, read, lookUp.Orders, language);
                break;

            case TurnPlan.ActOnOrders act:
                var request = new ActionRequest(connection.TenantId, draft.State.Id, incoming.InboxEntryId, incoming.Attempt);
                var outcomes = await actions.RequestAsync(request, account.Account!, act.Action, [.. act.Orders.Ids], cancellationToken);
                NotePassedOn(draft, act, outcomes);
                SayOutcomes(draft, understood.Intent, outcomes, act.Orders, language);
                break;

            case TurnPlan.ReadBalance:
                draft.Say(ReplyComposer.Compose(await questions.ReadBalanceAsync(account.Account!), language));
                break;

            case TurnPlan.ListServices { Words: var words }:
                draft.Say(ReplyComposer.Compose(await questions.FindServicesAsync(account, words), language));
                break;

            case TurnPlan.StartLink { Request: var linkRequest }:
                await LinkAsync(draft, connection, identityId, account, linkRequest, language, cancellationToken);
                break;

            case TurnPlan.HandOff handOff:
                draft.Change(s => s with { Status = ConversationStatus.Open, WaitingSince = draft.Now });
                draft.Note("Handed to people: " + handOff.Reason);
                draft.Say(ReplyComposer.Compose(handOff.Say, language));
                break;

            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private void SayOutcomes(TurnDraft draft, Intent intent, IReadOnlyList<OrderOutcome> outcomes, OrderIds asked, string language)
    {
        foreach (var reply in ReplyComposer.Compose(intent, outcomes, asked, language, time.GetUtcNow()))
        {
            draft.Say(reply);
        }
    }

    private static void NotePassedOn(TurnDraft draft, TurnPlan.ActOnOrders act, IReadOnlyList<OrderOutcome> outcomes)
    {
        string[] passed = [.. outcomes.OfType<OrderOutcome.PassedToPeople>().Select(outcome => outcome.OrderId)];
        if (passed.Length > 0)
        {
            draft.Note($"For people: {act.Action} of {string.Join(", ", passed)}");
        }
    }

    private async Task LinkAsync(
        TurnDraft draft,
        ChannelConnectionView connection,
        Guid identityId,
        AccountFound account,
        AccountLinkRequest request,
        string language,
        CancellationToken cancellationToken)
    {
        if (account.Panel is not { } panel)
        {
            draft.Say(ReplyComposer.Compose(new Say.LinkingUnavailable(), language));
            return;
        }

        var step = await linking.StepAsync(connection.TenantId, identityId, panel, request, cancellationToken);
        if (step.Mail is { } item)
        {
            draft.Send(item);
        }

        if (step.AwaitsCodeUntil is { } until)
        {
            draft.Remember(memory => memory with { CodeAwaitedFrom = identityId, CodeAwaitedUntil = until });
        }
        else if (step.CodeSettled)
        {
            draft.Remember(memory => memory with { CodeAwaitedFrom = null, CodeAwaitedUntil = null });
        }

        draft.Say(ReplyComposer.Compose(step.Say, language));
    }
}
