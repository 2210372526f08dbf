using System.Text;
using PanelAssist.Engine.Orders;
using PanelAssist.Server.Actions;
using PanelAssist.Server.Conversations;
using PanelAssist.Server.Inbox;
using PanelAssist.Server.Outbox;
using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Tests.Api;

/// <summary>A tenant with one of everything the API shows.</summary>
internal sealed class FurnishedTenant
{
    private readonly Dictionary<string, Guid> _ids = new(StringComparer.Ordinal);

    private static readonly Guid Member = new(9, 0, 0, new byte[8]);

    private readonly ManagementApiHost _host;

    private FurnishedTenant(ManagementApiHost host, ApiTenant tenant) => (_host, Tenant) = (host, tenant);

    public ApiTenant Tenant { get; }

    /// <summary>Texts that only this tenant may ever see.</summary>
    public IReadOnlyList<string> Marks => [.. _ids.Values.Select(id => id.ToString()), $"private text {Tenant.Id}"];

    public static async Task<FurnishedTenant> CreateAsync(ManagementApiHost host)
    {
        var furnished = new FurnishedTenant(host, await host.CreateTenantAsync());
        var (tenant, ids) = (furnished.Tenant, furnished._ids);
        var panel = ids["panels"] = await tenant.ConnectPanelAsync();
        var channel = ids["channels"] = (await tenant.ConnectWebChatAsync(panel)).GetProperty("id").GetGuid();
        ids["tokens"] = (await tenant.CreateTokenAsync("read")).Id;
        ids["links"] = (await tenant.Api.PostAsync("/api/v1/links", new { channelId = channel, externalId = "visitor", panelId = panel, username = "maria" })).GetProperty("id").GetGuid();

        ids["labels"] = (await tenant.Api.PostAsync("/api/v1/labels", new { name = "refund" })).GetProperty("id").GetGuid();
        ids["canned-replies"] = (await tenant.Api.PostAsync("/api/v1/canned-replies", new { name = "hours", text = "From 9 to 18." })).GetProperty("id").GetGuid();

        ids["views"] = (await tenant.Api.PostAsync("/api/v1/views", new { memberId = Member, name = "Free", filter = "assignee=none" })).GetProperty("id").GetGuid();

        var now = host.Time.GetUtcNow();
        var owner = new TenantId(tenant.Id);
        var conversation = ids["conversations"] = Guid.CreateVersion7(now);
        var letter = ids["dead-letters"] = Guid.CreateVersion7(now);
        var action = ids["actions"] = Guid.CreateVersion7(now);
        await host.StoreAsync(
            tenant.Id,
            new Conversation
            {
                Id = conversation,
                TenantId = owner,
                ChannelConnectionId = channel,
                ChatId = "visitor",
                Language = "en",
                Memory = "{}",
                LastSequence = 1,
                CreatedAt = now,
                LastMessageAt = now,
            },
            furnished.NewMessage(1, MessageDirection.Incoming, MessageAuthor.Contact),
            new InboxEntry
            {
                Id = letter,
                TenantId = owner,
                ChannelConnectionId = channel,
                EventId = "1",
                Payload = Encoding.UTF8.GetBytes("{"),
                Status = InboxStatus.Dead,
                Attempts = 8,
                ReceivedAt = now,
                Error = "not JSON",
            },
            new OutboxEntry { Id = Guid.CreateVersion7(now), TenantId = owner, ChannelConnectionId = channel, ConversationId = conversation, Item = "{}", Status = OutboxStatus.Dead, Attempts = 8, CreatedAt = now },
            new PanelAction
            {
                Id = action,
                TenantId = owner,
                PanelId = panel,
                OrderId = "1002",
                Kind = OrderActionKind.Refill,
                State = ActionState.Done,
                Route = ActionRoute.CustomerKey,
                ConversationId = conversation,
                InboxEntryId = letter,
                CreatedAt = now,
                UpdatedAt = now,
            },
            new PanelActionEvent { Id = Guid.CreateVersion7(now), TenantId = owner, ActionId = action, State = ActionState.Done, Detail = "refill 77", At = now });
        return furnished;
    }

    public Guid Id(string collection) => _ids[collection];

    public Message NewMessage(long sequence, MessageDirection direction, MessageAuthor author) => new()
    {
        Id = Guid.CreateVersion7(_host.Time.GetUtcNow()),
        TenantId = new TenantId(Tenant.Id),
        ConversationId = _ids["conversations"],
        Sequence = sequence,
        Direction = direction,
        Author = author,
        Text = $"private text {Tenant.Id}",
        At = _host.Time.GetUtcNow(),
    };

    /// <summary>Deletions last, and a panel after the channel that answers for it.</summary>
    public static int DeletionRank(string method, string pattern) =>
        method != "DELETE" ? 0 : pattern.Contains("/panels/", StringComparison.Ordinal) ? 3 : pattern.Contains("/channels/", StringComparison.Ordinal) ? 2 : 1;

    public string PathOf(string pattern)
    {
        var collection = pattern.Split('/')[3];
        Assert.True(_ids.TryGetValue(collection, out var id), $"{pattern}: this test does not know an id for '{collection}' yet; add one.");
        var path = pattern.Replace("{id:guid}", id.ToString(), StringComparison.Ordinal).Replace("{memberId:guid}", Member.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("{", path, StringComparison.Ordinal);
        return path;
    }

    /// <summary>A good body that names this tenant's things; null where a call can name nobody's.</summary>
    public object? BodyOf(string method, string pattern) => (method, pattern) switch
    {
        ("GET" or "DELETE", _) => null,
        ("POST", "/api/v1/channels") => new { kind = "webchat", name = "Taken", panelIds = new[] { _ids["panels"] } },
        ("POST", "/api/v1/links") => new { channelId = _ids["channels"], externalId = "visitor", panelId = _ids["panels"], username = "taken" },
        ("POST", "/api/v1/simulate") => new { panelId = _ids["panels"], text = "status 1001" },
        ("POST", "/api/v1/labels" or "/api/v1/canned-replies" or "/api/v1/views") => null,
        ("PUT", "/api/v1/conversations/{id:guid}/drafts/{memberId:guid}") => new { text = "taken" },
        ("PATCH", "/api/v1/labels/{id:guid}") => new { name = "taken" },
        ("PATCH", "/api/v1/canned-replies/{id:guid}") => new { name = "taken", text = "taken" },
        ("POST", "/api/v1/conversations/{id:guid}/notes") => new { text = "taken" },
        ("POST", "/api/v1/conversations/{id:guid}/take-over") => null,
        ("POST", "/api/v1/conversations/{id:guid}/snooze") => new { until = _host.Time.GetUtcNow().AddDays(1) },
        ("PUT", "/api/v1/conversations/{id:guid}/assignee") => new { assigneeId = Member },
        ("PUT", "/api/v1/conversations/{id:guid}/labels") => new { labels = new[] { _ids["labels"] } },
        ("POST", "/api/v1/conversations/{id:guid}/messages") => new { text = "taken" },
        ("POST", "/api/v1/conversations/{id:guid}/resolve" or "/api/v1/conversations/{id:guid}/hand-back") => null,
        ("POST", "/api/v1/channels/{id:guid}/rotate-secret" or "/api/v1/dead-letters/{id:guid}/replay") => null,
        ("PATCH", "/api/v1/panels/{id:guid}" or "/api/v1/channels/{id:guid}") => new { name = "Taken" },
        ("POST", "/api/v1/panels" or "/api/v1/tokens" or "/api/v1/tenants" or "/api/v1/understanding/messages") => null,
        _ => throw new NotSupportedException($"{method} {pattern}: this test does not know a body for it yet; add one."),
    };

    /// <summary>The list, plain and asked for by this tenant's ids.</summary>
    public IReadOnlyList<string> QueriesOf(string pattern) => pattern switch
    {
        "/api/v1/links" or "/api/v1/conversations" => ["", $"?channelId={_ids["channels"]}", $"?channelId={_ids["channels"]}&externalId=visitor"],
        "/api/v1/actions" => ["", "?orderId=1002", $"?panelId={_ids["panels"]}"],
        "/api/v1/views" => [$"?memberId={Member}"],
        _ => [""],
    };

    /// <summary>Everything the tenant sees of itself.</summary>
    public async Task<string> SnapshotAsync()
    {
        string[] paths = ["labels", "canned-replies", $"views?memberId={Member}", "tokens", "panels", "channels", "links", "conversations", $"conversations/{_ids["conversations"]}/messages", "actions", "dead-letters", "audit"];
        var all = new StringBuilder();
        foreach (var path in paths)
        {
            all.AppendLine(await Tenant.Api.GetStringAsync(new Uri($"/api/v1/{path}", UriKind.Relative), TestContext.Current.CancellationToken));
        }

        return all.ToString();
    }
}
