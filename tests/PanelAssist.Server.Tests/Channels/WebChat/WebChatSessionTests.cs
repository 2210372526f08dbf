using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using PanelAssist.Server.Channels.WebChat;
using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Tests.Channels.WebChat;

public sealed class WebChatSessionTests
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.FromUnixTimeSeconds(1_800_000_000));
    private readonly FakeSpine _spine = new();
    private readonly WebChatSessions _sessions;

    public WebChatSessionTests() => _sessions = new(_time, Options.Create(new WebChatOptions()));

    [Fact]
    public void What_was_issued_is_read_back()
    {
        var chat = _spine.AddChat();
        var (issued, token) = _sessions.Identified(chat, new("alice", "Alice", 0, null));
        Assert.Equal(SessionState.Valid, _sessions.Read(chat, token, out var read));
        Assert.Equal(issued, read);
        Assert.Equal("user:alice", read.ExternalId);
    }

    [Fact]
    public void Two_visitors_are_two_people()
    {
        var chat = _spine.AddChat();
        Assert.NotEqual(_sessions.Anonymous(chat).Session.ExternalId, _sessions.Anonymous(chat).Session.ExternalId, StringComparer.Ordinal);
    }

    [Fact]
    public void A_token_is_of_one_connection_even_under_the_same_secret()
    {
        var (_, token) = _sessions.Anonymous(_spine.AddChat());
        Assert.Equal(SessionState.Invalid, _sessions.Read(_spine.AddChat(), token, out var read));
        Assert.Equal("", read.ExternalId);
    }

    [Fact]
    public void A_new_hook_secret_ends_all_sessions()
    {
        var chat = _spine.AddChat();
        var (_, token) = _sessions.Anonymous(chat);
        Assert.Equal(SessionState.Invalid, _sessions.Read(chat with { HookSecret = new Secret("another") }, token, out _));
    }

    [Fact]
    public void Every_single_altered_character_is_noticed()
    {
        var chat = _spine.AddChat();
        var (_, token) = _sessions.Identified(chat, new("alice", "Alice", 0, null));
        for (var i = 0; i < token.Length; i++)
        {
            foreach (var other in "Aa0-_.")
            {
                var altered = token.ToCharArray();
                altered[i] = other;
                if (altered[i] != token[i])
                {
                    Assert.Equal(SessionState.Invalid, _sessions.Read(chat, new string(altered), out _));
                }
            }
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("a.")]
    [InlineData(".a")]
    [InlineData("é.ü")]
    public void Rubbish_is_no_session(string? token) => Assert.Equal(SessionState.Invalid, _sessions.Read(_spine.AddChat(), token, out _));

    [Fact]
    public void A_signed_identity_lasts_a_day_however_often_it_is_renewed()
    {
        var chat = _spine.AddChat();
        var (session, token) = _sessions.Identified(chat, new("alice", "Alice", 0, null));
        _time.Advance(TimeSpan.FromHours(23));
        (session, token) = _sessions.Renew(chat, session);
        Assert.Equal(SessionState.Valid, _sessions.Read(chat, token, out _));
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(SessionState.Expired, _sessions.Read(chat, token, out var read));
        Assert.True(read.Identified);
    }

    [Fact]
    public void An_anonymous_visitor_stays_known_by_coming_back()
    {
        var chat = _spine.AddChat();
        var (session, token) = _sessions.Anonymous(chat);
        for (var visit = 0; visit < 3; visit++)
        {
            _time.Advance(TimeSpan.FromDays(29));
            Assert.Equal(SessionState.Valid, _sessions.Read(chat, token, out var read));
            Assert.Equal(session.ExternalId, read.ExternalId);
            (_, token) = _sessions.Renew(chat, read);
        }

        _time.Advance(TimeSpan.FromDays(31));
        Assert.Equal(SessionState.Expired, _sessions.Read(chat, token, out _));
    }
}
