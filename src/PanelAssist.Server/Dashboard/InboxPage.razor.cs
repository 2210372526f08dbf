using System.Globalization;
using Microsoft.AspNetCore.Components;
using PanelAssist.Server.Accounts;
using PanelAssist.Server.Api;
using PanelAssist.Server.Conversations;
using PanelAssist.Server.Tenancy.Tokens;

namespace PanelAssist.Server.Dashboard;

/// <summary>The team's inbox: the list, what was said, and what can be done about it. Live by the feed of changes, and read again from the tables with each.</summary>
public sealed partial class InboxPage
{
    private const int PageSize = 50;
    private const int Longest = 500;

    private static readonly string[] Views = ["all", "waiting", "open", "pending", "resolved"];
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(200);

    private List<ConversationLine> _lines = [];
    private List<ConversationMessage> _messages = [];
    private Dictionary<Guid, string> _members = [];
    private ConversationLine? _open;
    private KnownSession? _session;
    private IDisposable? _watch;
    private string? _more;
    private string? _fault;
    private string _words = "";
    private bool _note;
    private bool _loaded;
    private bool _mayWrite;
    private int _refreshing;

    [Parameter]
    public Guid? Id { get; set; }

    [SupplyParameterFromQuery(Name = "view")]
    public string? Wanted { get; set; }

    private string View => Wanted is { } wanted && Views.Contains(wanted, StringComparer.Ordinal) ? wanted : Views[0];

    public void Dispose() => _watch?.Dispose();

    protected override async Task OnInitializedAsync()
    {
        _session = await Workspace.FindSessionAsync();
        if (_session?.Member is not { } member)
        {
            return;
        }

        _mayWrite = Scopes.Covers(member.Scopes, Scopes.Messages);
        var team = await Workspace.RunAsync<TeamDesk, IReadOnlyList<TeamMember>>(Scopes.Read, desk => desk.MembersAsync(CancellationToken.None));
        _members = team.ToDictionary(one => one.Id, one => one.Name);
        if (RendererInfo.IsInteractive)
        {
            _watch = Feed.Subscribe(member.Tenant, _ => Hint());
        }
    }

    protected override async Task OnParametersSetAsync()
    {
        _fault = null;
        if (_open?.Id != Id)
        {
            (_open, _messages, _words, _note) = (null, [], "", false);
        }

        await LoadAsync();
    }

    private static string Address(string view, Guid? id) =>
        "app/inbox" + (id is { } known ? "/" + known.ToString("D") : "") + (view == Views[0] ? "" : "?view=" + view);

    private static ConversationFilter FilterOf(string view) => view switch
    {
        "waiting" => new ConversationFilter { Waiting = true },
        "open" => new ConversationFilter { Status = ConversationStatus.Open },
        "pending" => new ConversationFilter { Status = ConversationStatus.Pending },
        "resolved" => new ConversationFilter { Status = ConversationStatus.Resolved },
        _ => ConversationFilter.All,
    };

    private async Task LoadAsync()
    {
        (_lines, _more) = await ReadAsync(null, Math.Clamp(_lines.Count, PageSize, Longest));
        if (Id is { } id)
        {
            _open = await Workspace.RunAsync<ConversationLists, ConversationLine?>(Scopes.Read, lists => lists.FindAsync(id, CancellationToken.None));
            await CatchUpAsync(id);
        }

        _loaded = true;
    }

    private async Task MoreAsync()
    {
        var (lines, more) = await ReadAsync(_more, PageSize);
        _lines.AddRange(lines);
        _more = more;
    }

    private async Task<(List<ConversationLine> Lines, string? More)> ReadAsync(string? cursor, int limit)
    {
        _ = PageRequest.Refuse<MomentCursor>(limit, cursor, out var page);
        var found = await Workspace.RunAsync<ConversationLists, Page<ConversationLine>>(
            Scopes.Read, lists => lists.FindAsync(FilterOf(View), page, CancellationToken.None));
        return ([.. found.Items], found.Next);
    }

    /// <summary>What was said after the last message shown; states of those shown before may have changed, so the newest are read again.</summary>
    private async Task CatchUpAsync(Guid id)
    {
        var known = _messages.Count > Longest / 10 ? _messages[^(Longest / 10)].Sequence : 0;
        while (true)
        {
            var page = new PageRequest<SequenceCursor>(PageRequest.MaxLimit, known == 0 ? null : new SequenceCursor(known));
            if (await Workspace.RunAsync<ConversationLists, Page<ConversationMessage>?>(Scopes.Read, lists => lists.MessagesAsync(id, page, CancellationToken.None)) is not { } read)
            {
                return;
            }

            _messages = [.. _messages.Where(message => message.Sequence <= known).Concat(read.Items).TakeLast(Longest)];
            if (read.Next is null)
            {
                return;
            }

            known = _messages[^1].Sequence;
        }
    }

    private async Task SendAsync()
    {
        var words = _words;
        if (await ChangeAsync((desk, id, me) => _note
            ? desk.WriteNoteAsync(id, words, mentions: null, me, CancellationToken.None)
            : desk.WriteMessageAsync(id, words, me, CancellationToken.None)))
        {
            _words = "";
        }
    }

    private async Task<bool> ChangeAsync(Func<ConversationDesk, Guid, Guid, Task<DeskResult<ChangedConversation>>> change)
    {
        if (Id is not { } id || _session?.Member is not { } member)
        {
            return false;
        }

        var result = await Workspace.RunAsync<ConversationDesk, DeskResult<ChangedConversation>>(Scopes.Messages, desk => change(desk, id, member.Id));
        _fault = result switch
        {
            DeskResult<ChangedConversation>.Invalid invalid => string.Join(' ', invalid.Errors.SelectMany(error => error.Value)),
            DeskResult<ChangedConversation>.Conflict conflict => conflict.Why,
            DeskResult<ChangedConversation>.NotFound => W["inbox.gone"],
            _ => null,
        };
        await LoadAsync();
        return _fault is null;
    }

    /// <summary>On the committer's thread: many changes within a moment become one look.</summary>
    private void Hint()
    {
        if (Interlocked.Exchange(ref _refreshing, 1) == 0)
        {
            _ = InvokeAsync(async () =>
            {
                await Task.Delay(Gather, TimeProvider.System, CancellationToken.None);
                Interlocked.Exchange(ref _refreshing, 0);
                try
                {
                    await LoadAsync();
                    StateHasChanged();
                }
                catch (NotPermittedException)
                {
                    // The frame around the page hears of it as well, and leads away.
                }
            });
        }
    }

    private static string NameOf(ConversationLine line) => line.CustomerName ?? line.ExternalId;

    private string Holds(ConversationLine line) => line.HeldBy switch
    {
        Holder.Assistant => W["holder.assistant"],
        Holder.Nobody => W["holder.resolved"],
        _ when line.Status is ConversationStatus.Snoozed => W["holder.snoozed"],
        _ => line.AssigneeId is { } id ? _members.GetValueOrDefault(id, W["holder.somebody"]) : W["holder.nobody"],
    };

    private static string KindOf(ConversationLine line) => line switch
    {
        { WaitingSince: not null } => "warn",
        { HeldBy: Holder.People } => "accent",
        { HeldBy: Holder.Nobody } => "good",
        _ => "",
    };

    private static string SideOf(ConversationMessage message) => message.Direction switch
    {
        MessageDirection.Incoming => "in",
        MessageDirection.Outgoing => message.Author is MessageAuthor.Assistant ? "out bot" : "out",
        MessageDirection.Note => "inner",
        _ => "event",
    };

    private string AuthorOf(ConversationMessage message) => message.Author switch
    {
        MessageAuthor.Contact => _open is { } open ? NameOf(open) : W["author.customer"],
        MessageAuthor.Assistant => W["holder.assistant"],
        MessageAuthor.Agent => message.MemberId is { } id ? _members.GetValueOrDefault(id, W["author.team"]) : W["author.team"],
        _ => W["author.system"],
    };

    private string DeliveryOf(ConversationMessage message) => message.Direction is MessageDirection.Outgoing
        ? "· " + W["delivery." + message.Delivery.ToString().ToLowerInvariant()]
        : "";

    private string When(DateTimeOffset at)
    {
        var local = at.ToLocalTime();
        return local.Date == Time.GetLocalNow().Date ? local.ToString("t", CultureInfo.CurrentCulture) : local.ToString("d", CultureInfo.CurrentCulture);
    }
}
