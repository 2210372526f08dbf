using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using PanelAssist.Server.Channels;
using PanelAssist.Server.Channels.WebChat;
using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Tests.Channels.WebChat;

public sealed class WebChatProtocolTests : IAsyncLifetime
{
    private readonly HttpClient _http = new();
    private WebChatHost _host = null!;
    private ChannelConnectionView _chat = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _host = await WebChatHost.StartAsync();
        _http.BaseAddress = _host.Address;
        _chat = _host.Spine.AddChat("""{"title":"Boost & Co","greeting":"Hello","allowedOrigins":["https://panel.example"]}""");
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task A_visitor_writes_over_the_socket_and_is_answered()
    {
        var session = await StartAsync();
        await using var socket = await ChatSocket.ConnectAsync(_host.Address, _chat.Id, session.Token);
        Assert.Equal("welcome", (await socket.NextAsync()).Type);
        var id = Fresh();
        await socket.SendAsync(new { type = "send", id, text = "status 1001" });
        var frames = await socket.TakeAsync(3);
        Assert.Contains(frames, frame => frame.Type == "accepted" && frame.Id == id);
        var messages = frames.Where(frame => frame.Type == "message").ToList();
        Assert.Equal([("in", "status 1001", 1), ("out", "You wrote: status 1001", 2)], messages.Select(frame => (frame.Direction!, frame.Text!, frame.Sequence)));
        Assert.Equal(id, messages[0].ClientId);
    }

    [Fact]
    public async Task A_button_is_pressed_as_a_command()
    {
        WebChatPayload? stored = null;
        _host.Spine.Answers = payload =>
        {
            stored = payload;
            return new("What now?", [new("Refill", "refill 1001")]);
        };
        var session = await StartAsync();
        await using var socket = await ChatSocket.ConnectAsync(_host.Address, _chat.Id, session.Token);
        await socket.NextAsync();
        await socket.SendAsync(new { type = "press", id = Fresh(), command = "refill 1001" });
        var answer = (await socket.TakeAsync(3)).Single(frame => frame.Direction == "out");
        Assert.Equal(("refill 1001", "refill 1001"), (stored!.Text, stored.ReplyCommand));
        Assert.Equal("""[{"label":"Refill","command":"refill 1001"}]""", answer.Buttons!.Value.GetRawText());
    }

    [Fact]
    public async Task A_client_that_comes_back_gets_what_it_missed_and_nothing_twice()
    {
        var session = await StartAsync();
        for (var i = 1; i <= 450; i++)
        {
            _host.Spine.Say(_chat.Id, session.Visitor, $"m{i}");
        }

        await using (var fresh = await ChatSocket.ConnectAsync(_host.Address, _chat.Id, session.Token))
        {
            Assert.Equal(450, (await fresh.NextAsync()).Sequence);
            Assert.Equal(Sequences(251, 450), (await fresh.TakeAsync(200)).Select(frame => frame.Sequence));
        }

        await using var back = await ChatSocket.ConnectAsync(_host.Address, _chat.Id, session.Token, after: 3);
        await back.NextAsync();
        _host.Spine.Say(_chat.Id, session.Visitor, "live");
        Assert.Equal(Sequences(4, 451), (await back.TakeAsync(448)).Select(frame => frame.Sequence));
    }

    [Fact]
    public async Task The_same_id_again_is_accepted_and_stored_once()
    {
        var session = await StartAsync();
        await using var socket = await ChatSocket.ConnectAsync(_host.Address, _chat.Id, session.Token);
        await socket.NextAsync();
        var id = Fresh();
        for (var i = 0; i < 3; i++)
        {
            await socket.SendAsync(new { type = "send", id, text = "hi" });
        }

        Assert.Equal(3, (await socket.TakeAsync(5)).Count(frame => frame.Type == "accepted"));
        Assert.Single(_host.Spine.Stored);
        using var again = await SendAsync(session.Token, id, "hi");
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        Assert.Single(_host.Spine.Stored);
    }

    [Fact]
    public async Task Too_many_messages_are_refused_with_the_time_to_wait_and_are_not_lost_by_it()
    {
        var session = await StartAsync();
        _host.Spine.Answers = _ => null;
        await using var socket = await ChatSocket.ConnectAsync(_host.Address, _chat.Id, session.Token);
        await socket.NextAsync();
        for (var i = 0; i < 21; i++)
        {
            await socket.SendAsync(new { type = "send", id = Fresh(), text = "hi" });
        }

        var refused = Assert.Single(await socket.TakeAsync(41), frame => frame.Type == "refused");
        Assert.Equal("too_fast", refused.Reason);
        Assert.InRange(refused.RetryAfter!.Value, 1, 3);
        using var http = await SendAsync(session.Token, Fresh(), "hi");
        Assert.Equal(HttpStatusCode.TooManyRequests, http.StatusCode);
        Assert.NotNull(http.Headers.RetryAfter);
    }

    [Theory]
    [InlineData("rubbish", 1007)]
    [InlineData("{\"type\":\"hello\"}", 4401)]
    [InlineData("{\"type\":\"send\",\"id\":\"x\"}", 1008)]
    public async Task A_socket_that_does_not_introduce_itself_is_closed(string first, int code)
    {
        await using var socket = await ChatSocket.OpenAsync(_host.Address, _chat.Id);
        await socket.SendRawAsync(Encoding.UTF8.GetBytes(first));
        Assert.Equal(code, await socket.ClosedAsync());
    }

    [Fact]
    public async Task A_frame_above_32_KB_closes_the_socket()
    {
        var session = await StartAsync();
        await using var socket = await ChatSocket.ConnectAsync(_host.Address, _chat.Id, session.Token);
        await socket.NextAsync();
        await socket.SendRawAsync(Encoding.UTF8.GetBytes($$"""{"type":"send","id":"{{Fresh()}}","text":"{{new string('x', 33_000)}}"}"""));
        Assert.Equal(1009, await socket.ClosedAsync());
        Assert.Empty(_host.Spine.Stored);
    }

    [Fact]
    public async Task A_session_that_is_taken_away_ends_its_open_socket()
    {
        var session = await StartAsync();
        await using var socket = await ChatSocket.ConnectAsync(_host.Address, _chat.Id, session.Token);
        await socket.NextAsync();
        _host.Spine.Put(_chat with { HookSecret = new Secret("changed") });
        await socket.SendAsync(new { type = "send", id = Fresh(), text = "hi" });
        Assert.Equal(4401, await socket.ClosedAsync());
        Assert.Empty(_host.Spine.Stored);
    }

    [Fact]
    public async Task A_closed_socket_leaves_nothing_behind()
    {
        var session = await StartAsync();
        var conversation = _host.Spine.Of(_chat.Id, session.Visitor);
        await using (var socket = await ChatSocket.ConnectAsync(_host.Address, _chat.Id, session.Token))
        {
            await socket.NextAsync();
            Assert.Equal(1, conversation.Subscribers);
        }

        await Eventually.TrueAsync(() => conversation.Subscribers == 0);
    }

    [Fact]
    public async Task A_reader_that_lags_behind_is_cut_off_and_resumes()
    {
        var session = await StartAsync();
        var conversation = _host.Spine.Of(_chat.Id, session.Visitor);
        await using (var stuck = await ChatSocket.ConnectAsync(_host.Address, _chat.Id, session.Token))
        {
            await stuck.NextAsync();
            var said = 0;
            await Eventually.TrueAsync(() =>
            {
                _host.Spine.Say(_chat.Id, session.Visitor, new string('x', 4_000));
                return conversation.Subscribers == 0 || ++said > 20_000;
            });
            Assert.Equal(0, conversation.Subscribers);
        }

        var last = conversation.Last;
        await using var back = await ChatSocket.ConnectAsync(_host.Address, _chat.Id, session.Token, after: last - 3);
        await back.NextAsync();
        Assert.Equal(Sequences((int)last - 2, (int)last), (await back.TakeAsync(3)).Select(frame => frame.Sequence));
    }

    [Fact]
    public async Task A_server_that_stops_says_goodbye()
    {
        await using var host = await WebChatHost.StartAsync();
        var chat = host.Spine.AddChat();
        using var http = new HttpClient { BaseAddress = host.Address };
        using var answer = await http.PostAsJsonAsync($"chat/{chat.Id}/session", new { }, Cancellation);
        var token = (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("session").GetString()!;
        await using var socket = await ChatSocket.ConnectAsync(host.Address, chat.Id, token);
        await socket.NextAsync();
        var closed = socket.ClosedAsync();
        await host.DisposeAsync();
        Assert.Equal(1012, await closed);
    }

    [Fact]
    public async Task Without_sockets_messages_go_and_come_over_plain_http()
    {
        var session = await StartAsync();
        using var sent = await SendAsync(session.Token, Fresh(), "help");
        Assert.Equal(HttpStatusCode.Accepted, sent.StatusCode);
        var page = await ReceiveAsync(session.Token, 0, 0);
        Assert.Equal(["help", "You wrote: help"], page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("text").GetString()!), StringComparer.Ordinal);
        var waiting = ReceiveAsync(session.Token, page.GetProperty("sequence").GetInt64(), 20);
        await Eventually.TrueAsync(() => _host.Spine.Of(_chat.Id, session.Visitor).Subscribers == 1);
        _host.Spine.Say(_chat.Id, session.Visitor, "later");
        Assert.Equal("later", (await waiting).GetProperty("items")[0].GetProperty("text").GetString());
    }

    [Fact]
    public async Task An_inbox_that_stores_nothing_answers_503_and_the_same_id_may_come_again()
    {
        var session = await StartAsync();
        var id = Fresh();
        _host.Spine.InboxDown = true;
        using var refused = await SendAsync(session.Token, id, "hi");
        _host.Spine.InboxDown = false;
        using var accepted = await SendAsync(session.Token, id, "hi");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.Accepted), (refused.StatusCode, accepted.StatusCode));
    }

    [Fact]
    public async Task A_signed_customer_is_known_by_name_and_keeps_the_conversation()
    {
        var expires = TimeProvider.System.GetUtcNow().AddMinutes(10).ToUnixTimeSeconds();
        var identity = new { user = "alice", name = "Alice", expires, signature = SignedIdentity.Sign(_chat.HookSecret, "alice", "Alice", expires) };
        _host.Spine.Say(_chat.Id, "user:alice", "from last week");
        var answer = await StartAsync(new { identity });
        Assert.Equal(("user:alice", true, 1), (answer.Visitor, answer.Identified, answer.Sequence));
        Assert.Equal(("Boost & Co", "Hello"), (answer.Title, answer.Greeting));
        var again = await StartAsync(new { visitor = answer.Token });
        Assert.Equal(("user:alice", true), (again.Visitor, again.Identified));
    }

    [Fact]
    public async Task A_wrong_signature_is_refused_in_words()
    {
        using var answer = await _http.PostAsJsonAsync(
            $"chat/{_chat.Id}/session", new { identity = new { user = "alice", name = "", expires = 4_000_000_000, signature = "00" } }, Cancellation);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Contains("signature", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_of_one_chat_opens_no_other()
    {
        var session = await StartAsync();
        var other = _host.Spine.AddChat();
        await using var socket = await ChatSocket.ConnectAsync(_host.Address, other.Id, session.Token);
        Assert.Equal(4401, await socket.ClosedAsync());
        using var request = new HttpRequestMessage(HttpMethod.Get, $"chat/{other.Id}/messages");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", session.Token);
        using var answer = await _http.SendAsync(request, Cancellation);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Theory]
    [InlineData("https://panel.example", true)]
    [InlineData("https://evil.example", false)]
    public async Task Other_sites_are_answered_by_name_or_not_at_all(string origin, bool allowed)
    {
        using var preflight = new HttpRequestMessage(HttpMethod.Options, $"chat/{_chat.Id}/session");
        preflight.Headers.Add("Origin", origin);
        using var first = await _http.SendAsync(preflight, Cancellation);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"chat/{_chat.Id}/session") { Content = JsonContent.Create(new { }) };
        request.Headers.Add("Origin", origin);
        using var answer = await _http.SendAsync(request, Cancellation);
        Assert.Equal(allowed ? HttpStatusCode.NoContent : HttpStatusCode.Forbidden, first.StatusCode);
        Assert.Equal(allowed ? HttpStatusCode.OK : HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal(allowed ? [origin] : [], answer.Headers.TryGetValues("Access-Control-Allow-Origin", out var named) ? named : [], StringComparer.Ordinal);
        Assert.False(answer.Headers.Contains("Access-Control-Allow-Credentials"));
        await Assert.ThrowsAsync<System.Net.WebSockets.WebSocketException>(async () => await ChatSocket.OpenAsync(_host.Address, _chat.Id, "https://evil.example"));
    }

    [Fact]
    public async Task Sessions_per_address_are_limited()
    {
        await using var host = await WebChatHost.StartAsync(settings: new Dictionary<string, string?>(StringComparer.Ordinal) { ["WebChat:SessionBurst"] = "2", ["WebChat:SessionsPerMinute"] = "1" });
        var chat = host.Spine.AddChat();
        using var http = new HttpClient { BaseAddress = host.Address };
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 3; i++)
        {
            using var answer = await http.PostAsJsonAsync($"chat/{chat.Id}/session", new { }, Cancellation);
            statuses.Add(answer.StatusCode);
        }

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.TooManyRequests], statuses);
    }

    [Fact]
    public async Task The_page_runs_nothing_but_its_script()
    {
        using var answer = await _http.GetAsync($"chat/{_chat.Id}", Cancellation);
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.EndsWith("frame-ancestors 'self' https://panel.example", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("no-referrer", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
        Assert.Contains("<title>Boost &amp; Co</title>", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0198c0de-0000-7000-8000-000000000001")]
    [InlineData("nonsense")]
    public async Task An_unknown_chat_is_a_clear_page(string id)
    {
        using var answer = await _http.GetAsync($"chat/{id}", Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("There is no chat at this address", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_script_is_small_and_asked_for_again_cheaply()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "widget.js");
        request.Headers.AcceptEncoding.ParseAdd("gzip");
        using var answer = await _http.SendAsync(request, Cancellation);
        Assert.InRange((await answer.Content.ReadAsByteArrayAsync(Cancellation)).Length, 1_000, 20_000);
        Assert.Equal("*", Assert.Single(answer.Headers.GetValues("Access-Control-Allow-Origin")));
        using var again = new HttpRequestMessage(HttpMethod.Get, "widget.js");
        again.Headers.IfNoneMatch.Add(answer.Headers.ETag!);
        using var unchanged = await _http.SendAsync(again, Cancellation);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("\"x\"")]
    public async Task A_broken_body_is_a_400_in_words(string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await _http.PostAsync($"chat/{_chat.Id}/session", content, Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task A_body_above_32_KB_is_a_413()
    {
        using var content = new ByteArrayContent(new byte[40_000]);
        using var answer = await _http.PostAsync($"chat/{_chat.Id}/session", content, Cancellation);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    private static IEnumerable<long> Sequences(int first, int last) => Enumerable.Range(first, last - first + 1).Select(i => (long)i);

    private static string Fresh() => Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString("D");

    private async Task<Started> StartAsync(object? body = null)
    {
        using var answer = await _http.PostAsJsonAsync($"chat/{_chat.Id}/session", body ?? new { }, Cancellation);
        answer.EnsureSuccessStatusCode();
        var json = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        return new(
            json.GetProperty("session").GetString()!, json.GetProperty("visitor").GetString()!, json.GetProperty("identified").GetBoolean(),
            json.GetProperty("sequence").GetInt64(), json.GetProperty("title").GetString()!, json.GetProperty("greeting").GetString());
    }

    private async Task<HttpResponseMessage> SendAsync(string token, string id, string text)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"chat/{_chat.Id}/messages") { Content = JsonContent.Create(new { id, text }) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await _http.SendAsync(request, Cancellation);
    }

    private async Task<JsonElement> ReceiveAsync(string token, long after, int wait)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"chat/{_chat.Id}/messages?after={after}&wait={wait}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await _http.SendAsync(request, Cancellation);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
    }

    private sealed record Started(string Token, string Visitor, bool Identified, long Sequence, string Title, string? Greeting);
}
