using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using PanelAssist.Server.Channels.WebChat;

namespace PanelAssist.Server.Tests.Channels.WebChat;

public sealed class WebChatRulesTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly FakeSpine _spine = new();

    [Theory]
    [InlineData(null, true)]
    [InlineData("https://panel.example", true)]
    [InlineData("https://PANEL.example:443", true)]
    [InlineData("http://localhost:3000", true)]
    [InlineData("https://bot.example:8443", true)]
    [InlineData("http://bot.example:8443", true)]
    [InlineData("https://public.example", true)]
    [InlineData("https://bücher.example", true)]
    [InlineData("http://panel.example", false)]
    [InlineData("https://panel.example:444", false)]
    [InlineData("https://panel.example.evil.test", false)]
    [InlineData("https://evilpanel.example", false)]
    [InlineData("https://sub.panel.example", false)]
    [InlineData("https://bot.example", false)]
    [InlineData("null", false)]
    [InlineData("*", false)]
    [InlineData("", false)]
    [InlineData("file:///etc", false)]
    [InlineData("chrome-extension://abc", false)]
    public void Only_listed_sites_and_the_products_own_pages_may_talk_to_a_chat(string? origin, bool allowed)
    {
        var settings = WebChatSettings.Parse("""{"allowedOrigins":["https://panel.example/","http://localhost:3000","https://xn--bcher-kva.example",null,"*"]}""");
        Assert.Equal(allowed, WebChatOrigins.Allows(origin, "bot.example:8443", new Uri("https://public.example/base"), settings));
    }

    [Fact]
    public void Nothing_in_the_settings_can_widen_the_frame_policy()
    {
        var settings = WebChatSettings.Parse("""{"allowedOrigins":["https://a.example; script-src *","*","https://*.example","https://b.example","javascript:x"]}""");
        Assert.Equal("'self' https://b.example", WebChatOrigins.FrameAncestors(settings));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"title\":null,\"allowedOrigins\":null,\"color\":\"red;}\"}")]
    public void Settings_that_make_no_sense_are_the_defaults(string json)
    {
        var settings = WebChatSettings.Parse(json);
        Assert.Equal("Support", settings.Title);
        Assert.Empty(settings.AllowedOrigins);
        Assert.Null(settings.Color);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("1")]
    [InlineData("{\"type\":1}")]
    [InlineData("{\"type\":\"send\",\"text\":{}}")]
    [InlineData("{\"type\":\"send\",\"text\":\"\\ud83d\"}")]
    [InlineData("{\"type\":\"hello\",\"after\":\"x\"}")]
    [InlineData("{\"type\":\"send\"")]
    [InlineData("hello")]
    [InlineData("")]
    public void What_is_no_frame_is_said_to_be_none(string json) => Assert.Null(ClientFrame.Parse(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void A_frame_may_carry_more_than_is_known_here()
    {
        var frame = ClientFrame.Parse("""{"type":"hello","session":"s","after":7,"colour":"red"}"""u8);
        Assert.Equal(("hello", "s", 7), (frame!.Type, frame.Session, frame.After));
    }

    [Theory]
    [InlineData("  where is\r\nmy order\r23501? ", "where is\nmy order\n23501?")]
    [InlineData("a\u0000b\u001b[31mc\u0085d", "ab[31mcd")]
    [InlineData("\u0000\u0007 ", "")]
    [InlineData("طلب‏ 1001 👍", "طلب‏ 1001 👍")]
    public void Text_is_kept_without_what_no_database_or_terminal_wants(string typed, string kept) => Assert.Equal(kept, WebChatText.Clean(typed));

    [Fact]
    public void A_payload_comes_out_of_the_inbox_as_it_went_in()
    {
        var payload = new WebChatPayload("user:alice", "Alice", "refill 1001", "0198c0de-0000-7000-8000-000000000001", DateTimeOffset.UnixEpoch, "refill 1001");
        Assert.Equal(payload, WebChatParser.Parse(payload.ToJson()));
        Assert.Equal("user:alice:0198c0de-0000-7000-8000-000000000001", payload.EventId);
        Assert.Throws<JsonException>(() => WebChatParser.Parse("{}"u8));
    }

    [Fact]
    public void A_burst_is_let_through_and_then_the_rate_counts()
    {
        var buckets = new TokenBuckets<string>(20, 10, _time);
        for (var i = 0; i < 10; i++)
        {
            Assert.True(buckets.TryTake("a", out _));
        }

        Assert.False(buckets.TryTake("a", out var retryAfter));
        Assert.Equal(3, retryAfter.TotalSeconds, 3);
        Assert.True(buckets.TryTake("b", out _));
        _time.Advance(TimeSpan.FromSeconds(3.01));
        Assert.True(buckets.TryTake("a", out _));
        Assert.False(buckets.TryTake("a", out _));
    }

    [Fact]
    public void Visitors_who_left_are_forgotten()
    {
        var buckets = new TokenBuckets<int>(20, 10, _time);
        for (var i = 0; i < 1_000; i++)
        {
            buckets.TryTake(i, out _);
        }

        _time.Advance(TimeSpan.FromMinutes(2));
        buckets.TryTake(-1, out _);
        Assert.Equal(1, buckets.Count);
    }

    [Fact]
    public void A_visitor_has_so_many_places_and_gets_them_back()
    {
        var limits = new WebChatLimits(Options.Create(new WebChatOptions { ConnectionsPerVisitor = 2 }), _time);
        var first = limits.TryOpen(Guid.Empty, "v");
        using var second = limits.TryOpen(Guid.Empty, "v");
        Assert.Null(limits.TryOpen(Guid.Empty, "v"));
        Assert.NotNull(limits.TryOpen(Guid.Empty, "w"));
        first!.Dispose();
        first.Dispose();
        Assert.NotNull(limits.TryOpen(Guid.Empty, "v"));
        Assert.Null(limits.TryOpen(Guid.Empty, "v"));
    }

    [Theory]
    [InlineData("not-a-uuid", "hi", null, "bad_id")]
    [InlineData(null, "hi", null, "bad_id")]
    [InlineData("0198c0de-0000-7000-8000-000000000001", " \u0000 ", null, "empty")]
    [InlineData("0198c0de-0000-7000-8000-000000000001", null, "", "empty")]
    [InlineData("0198c0de-0000-7000-8000-000000000001", "hi", null, "accepted")]
    [InlineData("0198c0de-0000-7000-8000-000000000001", null, "refill 1001", "accepted")]
    [InlineData("0198c0de-0000-7000-8000-000000000001", null, "refill 100000000000000000000000000000000000000000000000000000000001", "too_long")]
    public async Task The_intake_says_what_is_wrong(string? id, string? text, string? command, string reason)
    {
        var answer = await Intake().AcceptAsync(_spine.AddChat(), new("visitor:v", null, false, 0), id, text, command, TestContext.Current.CancellationToken);
        Assert.Equal(reason, answer.Reason);
    }

    [Theory]
    [InlineData(4_096, "accepted")]
    [InlineData(4_097, "too_long")]
    public async Task A_text_has_at_most_4096_units(int length, string reason)
    {
        var answer = await Intake().AcceptAsync(
            _spine.AddChat(), new("visitor:v", null, false, 0), Fresh(), new string('x', length), null, TestContext.Current.CancellationToken);
        Assert.Equal(reason, answer.Reason);
    }

    [Fact]
    public async Task The_same_id_is_stored_once_per_visitor_whatever_its_spelling()
    {
        var intake = Intake();
        var chat = _spine.AddChat();
        var id = Fresh();
        Assert.Equal(IntakeResult.Stored, (await Send("visitor:a", id)).Result);
        Assert.Equal(IntakeResult.Duplicate, (await Send("visitor:a", id.ToUpperInvariant())).Result);
        Assert.Equal(IntakeResult.Stored, (await Send("visitor:b", id)).Result);
        Assert.Equal(2, _spine.Stored.Count);

        ValueTask<IntakeAnswer> Send(string visitor, string clientId) =>
            intake.AcceptAsync(chat, new(visitor, null, false, 0), clientId, "hi", null, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task What_could_not_be_stored_is_not_accepted()
    {
        _spine.InboxDown = true;
        var answer = await Intake().AcceptAsync(_spine.AddChat(), new("visitor:v", null, false, 0), Fresh(), "hi", null, TestContext.Current.CancellationToken);
        Assert.Equal(("unavailable", 2), (answer.Reason, answer.RetryAfterSeconds));
    }

    private WebChatIntake Intake() =>
        new(_spine, new(Options.Create(new WebChatOptions()), _time), _time);

    private static string Fresh() => Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString("D");
}
