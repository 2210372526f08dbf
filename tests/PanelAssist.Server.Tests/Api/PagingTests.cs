using FsCheck;
using FsCheck.Fluent;
using PanelAssist.Server.Api;
using PanelAssist.Server.Conversations;
using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Tests.Api;

public sealed class PagingTests(ManagementApiHost host) : IClassFixture<ManagementApiHost>
{
    /// <summary>Many conversations share a moment on purpose: there the id decides.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(40)]
    [InlineData(200)]
    public async Task Pages_of_any_size_put_together_are_the_whole_list_in_order(int limit)
    {
        var owner = await ConversationsAsync(40);
        var whole = await IdsAsync(owner, "/api/v1/conversations?limit=200");
        Assert.Equal(40, whole.Ids.Count);
        Assert.Null(whole.Next);
        Assert.Equal(whole.Ids, await AllAsync(owner, limit));
    }

    [Fact]
    public async Task A_list_that_grows_while_it_is_read_repeats_and_loses_nothing_that_was_there()
    {
        var owner = await ConversationsAsync(20);
        var before = (await IdsAsync(owner, "/api/v1/conversations?limit=200")).Ids;
        var seen = new List<Guid>();
        var next = (string?)null;
        do
        {
            var page = await IdsAsync(owner, "/api/v1/conversations?limit=3" + (next is null ? "" : "&cursor=" + next));
            seen.AddRange(page.Ids);
            next = page.Next;
            host.Time.Advance(TimeSpan.FromMilliseconds(10));
            await host.StoreAsync(owner.Tenant.Id, NewConversation(owner, 0));
        }
        while (next is not null);

        Assert.Equal(before, seen);
    }

    [Fact]
    public void Any_cursor_comes_back_as_it_was()
    {
        Check.QuickThrowOnFailure(Prop.ForAll<Guid, int>((id, seconds) =>
        {
            var moment = new MomentCursor(DateTimeOffset.UnixEpoch.AddSeconds(seconds), id);
            return Cursor.TryDecode<MomentCursor>(moment.Encode(), out var readMoment) && readMoment == moment
                && Cursor.TryDecode<IdCursor>(new IdCursor(id).Encode(), out var readId) && readId.Value.Id == id
                && Cursor.TryDecode<SequenceCursor>(new SequenceCursor(seconds).Encode(), out var read) && read.Value.Sequence == seconds;
        }));
    }

    [Fact]
    public void Any_text_is_a_cursor_or_is_refused_but_never_breaks()
    {
        Check.QuickThrowOnFailure(Prop.ForAll<NonNull<string>>(text =>
        {
            _ = Cursor.TryDecode<MomentCursor>(text.Get, out _);
            _ = Cursor.TryDecode<IdCursor>(text.Get, out _);
            _ = Cursor.TryDecode<SequenceCursor>(text.Get, out _);
        }));
    }

    private async Task<FurnishedTenant> ConversationsAsync(int count)
    {
        var owner = await FurnishedTenant.CreateAsync(host);
        await host.StoreAsync(owner.Tenant.Id, [.. Enumerable.Range(1, count - 1).Select(number => NewConversation(owner, number / 5))]);
        return owner;
    }

    private Conversation NewConversation(FurnishedTenant owner, int secondsAgo) => new()
    {
        Id = Guid.CreateVersion7(host.Time.GetUtcNow()),
        TenantId = new TenantId(owner.Tenant.Id),
        ChannelConnectionId = owner.Id("channels"),
        ChatId = "visitor",
        Language = "en",
        Memory = "{}",
        CreatedAt = host.Time.GetUtcNow(),
        LastMessageAt = host.Time.GetUtcNow().AddSeconds(-secondsAgo),
    };

    private static async Task<List<Guid>> AllAsync(FurnishedTenant owner, int limit)
    {
        var all = new List<Guid>();
        string? next = null;
        do
        {
            var page = await IdsAsync(owner, $"/api/v1/conversations?limit={limit}" + (next is null ? "" : "&cursor=" + next));
            Assert.True(page.Ids.Count <= limit);
            all.AddRange(page.Ids);
            next = page.Next;
        }
        while (next is not null);

        return all;
    }

    private static async Task<(List<Guid> Ids, string? Next)> IdsAsync(FurnishedTenant owner, string path)
    {
        var page = await owner.Tenant.Api.GetJsonAsync(path);
        return ([.. page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetGuid())], page.GetProperty("next").GetString());
    }
}
