using Microsoft.EntityFrameworkCore;
using PanelAssist.Server.Api;
using PanelAssist.Server.Contacts;
using PanelAssist.Server.Conversations;
using PanelAssist.Server.Data;
using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Tests.Api;

/// <summary>What the list of conversations shows and leaves out. The rows are stored as the conversations would.</summary>
public sealed class ConversationListTests(ManagementApiHost host) : IClassFixture<ManagementApiHost>
{
    private static readonly Guid Tom = new(1, 0, 0, new byte[8]);
    private static readonly Guid Eva = new(2, 0, 0, new byte[8]);

    public static TheoryData<string, string> Filters => new()
    {
        { "", "h g f e d c b a" },
        { "status=pending", "g a" },
        { "status=open", "h e d b" },
        { "status=snoozed", "f" },
        { "status=resolved", "c" },
        { "channelId={channel}", "g f e d c b a" },
        { "channelId={channel}&status=open", "e d b" },
        { "channelId={other}", "h" },
        { $"assignee={Tom}", "f c b" },
        { $"assignee={Tom}&status=open", "b" },
        { $"assignee={Eva}", "d" },
        { "assignee=none", "h e" },
        { "assignee=none&channelId={channel}", "e" },
        { "waiting=true", "h d" },
        { "waiting=true&channelId={channel}", "d" },
        { "waiting=false&status=open", "e b" },
        { $"waiting=true&assignee={Eva}", "d" },
        { "label={label}", "g d a" },
        { "label={label}&status=pending", "g a" },
        { "label={label}&waiting=true", "d" },
    };

    [Theory]
    [MemberData(nameof(Filters))]
    public async Task A_filter_shows_what_it_names_the_last_active_first_on_pages_of_any_size(string filter, string expected)
    {
        var (owner, query) = await PeopledAsync(filter);
        foreach (var limit in (int[])[200, 3, 1])
        {
            var shown = new List<string>();
            var cursor = "";
            do
            {
                var page = await owner.Api.GetJsonAsync($"/api/v1/conversations?limit={limit}&{query}{cursor}");
                shown.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("externalId").GetString()!));
                cursor = page.GetProperty("next").GetString() is { } next ? "&cursor=" + next : "";
            }
            while (cursor.Length > 0);

            Assert.Equal(expected, string.Join(' ', shown));
        }
    }

    [Fact]
    public async Task A_line_says_who_it_is_who_has_it_and_what_was_said_last()
    {
        var (owner, _) = await PeopledAsync("");
        var line = (await owner.Api.GetJsonAsync("/api/v1/conversations?waiting=true")).GetProperty("items")[1];
        Assert.Equal(
            $"Ana|people|{Eva}|where is my order?|contact",
            $"{line.GetProperty("customerName")}|{line.GetProperty("heldBy")}|{line.GetProperty("assigneeId")}|{line.GetProperty("lastText")}|{line.GetProperty("lastAuthor")}");
        Assert.Equal(host.Time.GetUtcNow().AddMinutes(-30), line.GetProperty("waitingSince").GetDateTimeOffset());
        Assert.Single(line.GetProperty("labels").EnumerateArray());
    }

    [Theory]
    [InlineData("status=mine", "status")]
    [InlineData("assignee=tom", "assignee")]
    [InlineData("externalId=1", "channelId")]
    public async Task A_filter_that_is_none_is_refused_with_its_name(string filter, string named)
    {
        var (owner, _) = await PeopledAsync("");
        var (status, body) = await owner.Api.SendAsync("GET", "/api/v1/conversations?" + filter);
        Assert.Equal(400, status);
        Assert.True(body.GetProperty("errors").TryGetProperty(named, out _), body.ToString());
    }

    [Fact]
    public async Task What_changes_after_a_cursor_is_read_on_with_nothing_left_out()
    {
        var (owner, _) = await PeopledAsync("");
        var start = await owner.Api.GetJsonAsync("/api/v1/conversations/changes");
        Assert.Empty(start.GetProperty("items").EnumerateArray());
        var cursor = start.GetProperty("next").GetString();

        host.Time.Advance(TimeSpan.FromSeconds(30));
        var changed = await TouchAsync(owner, "c", "a", "h");
        var seen = new List<Guid>();
        for (var page = 0; page < 3; page++)
        {
            var changes = await owner.Api.GetJsonAsync($"/api/v1/conversations/changes?limit=2&cursor={cursor}");
            seen.AddRange(changes.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetGuid()));
            cursor = changes.GetProperty("next").GetString();
        }

        Assert.Equal(changed, seen.Distinct());

        host.Time.Advance(TimeSpan.FromSeconds(30));
        var settled = await owner.Api.GetJsonAsync($"/api/v1/conversations/changes?cursor={cursor}");
        var later = await owner.Api.GetJsonAsync($"/api/v1/conversations/changes?cursor={settled.GetProperty("next").GetString()}");
        Assert.Empty(later.GetProperty("items").EnumerateArray());
    }

    /// <summary>The whole point of the indexes: no list sorts, and none reads a table from end to end.</summary>
    [Theory]
    [MemberData(nameof(Filters))]
    public async Task No_list_reads_or_sorts_more_than_its_page(string filter, string expected)
    {
        Assert.NotEmpty(expected);
        var (owner, query) = await PeopledAsync(filter);
        var read = System.Web.HttpUtility.ParseQueryString(query);
        var wanted = new ConversationFilter
        {
            Status = Enum.TryParse<ConversationStatus>(read["status"], ignoreCase: true, out var status) ? status : null,
            ChannelId = read["channelId"] is { } channel ? Guid.Parse(channel) : null,
            Assignee = read["assignee"] is { } assignee ? AssigneeFilter.Find(assignee) : null,
            Label = read["label"] is { } label ? Guid.Parse(label) : null,
            Waiting = read["waiting"] is { } waiting ? bool.Parse(waiting) : null,
        };
        var after = new MomentCursor(host.Time.GetUtcNow(), Guid.Empty);
        var plan = await host.ReadAsync(owner.Id, async db => await PlanAsync(db, new ConversationLists(db, host.Time).QueryOf(wanted, new PageRequest<MomentCursor>(50, after))));
        var walked = plan.Where(step => step.What.Contains(" INDEX ix_conversation", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(walked);
        Assert.DoesNotContain(plan, step => step.What.StartsWith("SCAN conversation", StringComparison.Ordinal) || step.What is "SCAN c" or "SCAN c0");

        // Pages may be sorted among each other, but not what an index gives.
        var sorting = plan.Where(step => step.What.Contains("B-TREE FOR", StringComparison.Ordinal)).Select(step => step.Parent).ToHashSet();
        Assert.DoesNotContain(walked, step => sorting.Contains(step.Parent));
    }

    private static async Task<List<(int Parent, string What)>> PlanAsync(AppDbContext db, IQueryable<ConversationLine> query)
    {
        await using var command = query.CreateDbCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + command.CommandText;
        await db.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var steps = new List<(int Parent, string What)>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            steps.Add((reader.GetInt32(1), reader.GetString(3)));
        }

        return steps;
    }

    private async Task<IReadOnlyList<Guid>> TouchAsync(ApiTenant owner, params string[] names)
    {
        var touched = new List<Guid>();
        foreach (var name in names)
        {
            host.Time.Advance(TimeSpan.FromMilliseconds(5));
            touched.Add(await host.ReadAsync(owner.Id, async db =>
            {
                var conversation = await db.Conversations.SingleAsync(e => e.ChatId == name, TestContext.Current.CancellationToken);
                conversation.LastMessageAt = host.Time.GetUtcNow();
                conversation.Version++;
                await db.SaveChangesAsync(TestContext.Current.CancellationToken);
                return conversation.Id;
            }));
        }

        return touched;
    }

    private async Task<(ApiTenant Owner, string Query)> PeopledAsync(string filter)
    {
        var owner = await host.CreateTenantAsync();
        var panel = await owner.ConnectPanelAsync();
        var channel = (await owner.ConnectWebChatAsync(panel)).GetProperty("id").GetGuid();
        var other = (await owner.ConnectWebChatAsync(panel)).GetProperty("id").GetGuid();
        var label = (await owner.Api.PostAsync("/api/v1/labels", new { name = "refund" })).GetProperty("id").GetGuid();
        var identity = Guid.CreateVersion7(host.Time.GetUtcNow());
        Conversation[] rows =
        [
            New("a", ConversationStatus.Pending, labelled: true),
            New("b", ConversationStatus.Open, Tom),
            New("c", ConversationStatus.Resolved, Tom),
            New("d", ConversationStatus.Open, Eva, waiting: true, labelled: true),
            New("e", ConversationStatus.Open),
            New("f", ConversationStatus.Snoozed, Tom),
            New("g", ConversationStatus.Pending, labelled: true),
            New("h", ConversationStatus.Open, waiting: true, inOther: true),
        ];
        await host.StoreAsync(
            owner.Id,
            [
                .. rows,
                .. rows.Where(row => row.Labels.Count > 0).Select(row => new ConversationLabel
                {
                    ConversationId = row.Id,
                    LabelId = label,
                    TenantId = row.TenantId,
                    LastMessageAt = row.LastMessageAt,
                }),
                new ContactIdentity
                {
                    Id = identity,
                    TenantId = new TenantId(owner.Id),
                    ChannelConnectionId = channel,
                    ExternalId = "ana",
                    ContactId = identity,
                    DisplayName = "Ana",
                    CreatedAt = host.Time.GetUtcNow(),
                },
            ]);
        return (owner, filter
            .Replace("{channel}", channel.ToString(), StringComparison.Ordinal)
            .Replace("{other}", other.ToString(), StringComparison.Ordinal)
            .Replace("{label}", label.ToString(), StringComparison.Ordinal));

        // Two of each moment, so that the id decides between them.
        Conversation New(string name, ConversationStatus status, Guid? assignee = null, bool waiting = false, bool labelled = false, bool inOther = false) => new()
        {
            Id = new Guid(name[0], (short)owner.Id.GetHashCode(), 0, new byte[8]),
            TenantId = new TenantId(owner.Id),
            ChannelConnectionId = inOther ? other : channel,
            ChatId = name,
            IdentityId = identity,
            Status = status,
            AssigneeId = assignee,
            WaitingSince = waiting ? host.Time.GetUtcNow().AddMinutes(-30) : null,
            Labels = labelled ? [label] : [],
            LastText = "where is my order?",
            LastAuthor = MessageAuthor.Contact,
            Language = "en",
            Memory = "{}",
            CreatedAt = host.Time.GetUtcNow().AddHours(-1),
            LastMessageAt = host.Time.GetUtcNow().AddMinutes(-20 + ((name[0] - 'a') / 2)),
        };
    }
}
