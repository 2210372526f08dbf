using System.Net.Http.Headers;
using System.Text.Json;
using PanelAssist.Server.Tests.App;

namespace PanelAssist.Server.Tests.Audit;

/// <summary>The audit as an owner's program sees it.</summary>
public sealed class AuditApiTests(PanelAssistApp app)
{
    [Fact]
    public async Task An_entry_tells_who_did_what_from_where_and_what_changed()
    {
        var owner = await app.CreateTenantAsync();
        var token = (await NewTokenAsync(owner, "Reports", "read", "links")).GetProperty("id").GetGuid();

        var entry = (await owner.ItemsAsync("audit"))[0];
        Assert.StartsWith("token:", entry.GetProperty("actor").GetString(), StringComparison.Ordinal);
        Assert.Equal("token.created", entry.GetProperty("action").GetString());
        Assert.Equal($"token:{token:N}", entry.GetProperty("target").GetString());
        Assert.Equal("127.0.0.1", entry.GetProperty("address").GetString());
        Assert.Equal("scopes: read links", entry.GetProperty("details").GetString());
        Assert.DoesNotContain("Reports", entry.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_names_the_fields_and_none_of_the_values()
    {
        var shop = await app.OpenShopAsync();
        var (status, _) = await shop.Owner.CallAsync(HttpMethod.Patch, $"channels/{shop.WebChat.ChannelId}", new { name = "Quite another name", enabled = false });
        Assert.Equal(200, status);
        var entry = (await shop.Owner.ItemsAsync("audit?action=channel.changed"))[0];
        Assert.Equal("name; state: active → disabled", entry.GetProperty("details").GetString());
    }

    [Fact]
    public async Task Entries_are_found_by_each_part_and_by_their_time()
    {
        var owner = await app.CreateTenantAsync();
        var first = (await NewTokenAsync(owner, "one", "read")).GetProperty("id").GetGuid();
        await NewTokenAsync(owner, "two", "read");
        await owner.CallAsync(HttpMethod.Delete, $"tokens/{first}");
        var all = await owner.ItemsAsync("audit");
        Assert.Equal(["token.revoked", "token.created", "token.created", "invitation.created", "token.created", "tenant.created"], Actions(all));

        Assert.Equal(["token.revoked"], Actions(await owner.ItemsAsync("audit?action=token.r")));
        Assert.Equal(4, (await owner.ItemsAsync("audit?action=token.")).Count);
        Assert.Empty(await owner.ItemsAsync("audit?action=tokens"));
        Assert.Equal(["token.revoked", "token.created"], Actions(await owner.ItemsAsync($"audit?target=token:{first}")));
        Assert.Equal(["invitation.created", "token.created", "tenant.created"], Actions(await owner.ItemsAsync($"audit?actor={all[^1].GetProperty("actor").GetString()}")));

        var revokedAt = Uri.EscapeDataString(all[0].GetProperty("at").GetString()!);
        Assert.Equal("token.revoked", Actions(await owner.ItemsAsync($"audit?from={revokedAt}"))[0]);
        Assert.DoesNotContain("token.revoked", Actions(await owner.ItemsAsync($"audit?to={revokedAt}")), StringComparer.Ordinal);
        Assert.Empty(await owner.ItemsAsync("audit?from=2999-01-01T00:00:00Z"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public async Task Pages_put_together_are_the_whole_list_also_while_it_grows(int limit)
    {
        var owner = await app.CreateTenantAsync();
        for (var number = 0; number < 5; number++)
        {
            await NewTokenAsync(owner, "t", "read");
        }

        var whole = Ids(await owner.ItemsAsync("audit?action=token."));
        var seen = new List<Guid>();
        string? next = null;
        do
        {
            var page = await owner.GetAsync($"audit?action=token.&limit={limit}" + (next is null ? "" : "&cursor=" + next));
            seen.AddRange(Ids([.. page.GetProperty("items").EnumerateArray()]));
            next = page.GetProperty("next").GetString();
            await NewTokenAsync(owner, "later", "read");
        }
        while (next is not null);

        Assert.Equal(whole, seen);
    }

    [Fact]
    public async Task The_chain_holds_and_goes_through_a_head_kept_earlier()
    {
        var owner = await app.CreateTenantAsync();
        var kept = await SealedAsync(owner, 2);
        await NewTokenAsync(owner, "t", "read");
        await SealedAsync(owner, 3);

        var verified = await owner.GetAsync($"audit/verify?position={kept.GetProperty("position")}&hash={kept.GetProperty("hash").GetString()}");
        Assert.True(verified.GetProperty("holds").GetBoolean(), verified.ToString());
        Assert.Equal(3, verified.GetProperty("position").GetInt64());

        var foreign = await owner.GetAsync($"audit/verify?position=2&hash={new string('0', 64)}");
        Assert.False(foreign.GetProperty("holds").GetBoolean());
        Assert.Equal(("rewritten", 2), (foreign.GetProperty("firstBreak").GetProperty("how").GetString(), foreign.GetProperty("firstBreak").GetProperty("position").GetInt64()));
    }

    [Fact]
    public async Task The_export_has_what_the_list_has_and_nothing_of_another_tenant()
    {
        var (owner, other) = (await app.CreateTenantAsync(), await app.CreateTenantAsync());
        await NewTokenAsync(owner, "t", "read");
        await NewTokenAsync(other, "t", "read");
        await SealedAsync(owner, 3);

        var lines = await ExportAsync(owner, "?action=token.");
        Assert.Equal("position,at,actor,actor_name,address,action,target,details,id,previous_hash,hash", lines[0]);
        var listed = await owner.ItemsAsync("audit?action=token.");
        Assert.Equal(Enumerable.Reverse(Ids(listed)), lines.Skip(1).Select(line => Guid.Parse(line.Split(',')[8])));
        Assert.All(lines.Skip(1), line => Assert.Equal("token.created", line.Split(',')[5]));
        Assert.Empty((await ExportAsync(owner, "?action=nothing")).Skip(1));
    }

    [Theory]
    [InlineData("audit?action=Link", "action")]
    [InlineData("audit?action=a%25", "action")]
    [InlineData("audit?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z", "to")]
    [InlineData("audit/export?action=Link", "action")]
    [InlineData("audit/verify?position=1", "hash")]
    [InlineData("audit/verify?hash=00", "position")]
    [InlineData("audit/verify?position=1&hash=00", "hash")]
    [InlineData("audit?cursor=x", "cursor")]
    public async Task A_question_that_makes_no_sense_is_told_what_is_wrong(string path, string parameter)
    {
        var owner = await app.CreateTenantAsync();
        var (status, problem) = await owner.CallAsync(HttpMethod.Get, path);
        Assert.Equal(400, status);
        Assert.True(problem.GetProperty("errors").TryGetProperty(parameter, out _), problem.ToString());
    }

    private static Task<JsonElement> NewTokenAsync(Owner owner, string name, params string[] scopes) => owner.PostAsync("tokens", new { name, scopes });

    private static List<string?> Actions(IReadOnlyList<JsonElement> entries) => [.. entries.Select(entry => entry.GetProperty("action").GetString())];

    private static List<Guid> Ids(IReadOnlyList<JsonElement> entries) => [.. entries.Select(entry => entry.GetProperty("id").GetGuid())];

    /// <summary>The head, once so many entries are sealed.</summary>
    private static async Task<JsonElement> SealedAsync(Owner owner, long count)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var head = await owner.GetAsync("audit/head");
            if (head.GetProperty("position").GetInt64() >= count)
            {
                return head;
            }

            Assert.True(TimeProvider.System.GetElapsedTime(started).TotalMilliseconds < SandboxControl.PatienceMs, $"The chain stays at {head}.");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    private async Task<string[]> ExportAsync(Owner owner, string query)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/audit/export" + query);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", owner.Token);
        using var answer = await app.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal("text/csv", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("attachment", answer.Content.Headers.ContentDisposition?.DispositionType);
        return (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
    }
}
