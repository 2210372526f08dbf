using System.Collections.Concurrent;
using System.Reflection;
using PanelAssist.Server.Channels;
using PanelAssist.Server.Conversations;
using PanelAssist.Server.Panels;

namespace PanelAssist.Server.Tests.Api;

/// <summary>Plays the grains behind the API and keeps what they were asked.</summary>
internal sealed class PlayedGrains
{
    public PlayedGrains()
    {
        Factory = DispatchProxy.Create<IGrainFactory, PlayedGrain>();
        ((PlayedGrain)(object)Factory).Calls = Calls;
    }

    public IGrainFactory Factory { get; }

    /// <summary>Method, grain key, first argument.</summary>
    public ConcurrentQueue<(string Method, string Key, object? Argument)> Calls { get; } = new();
}

/// <summary>One proxy type serves as the factory and as each grain.</summary>
public class PlayedGrain : DispatchProxy
{
    public ConcurrentQueue<(string Method, string Key, object? Argument)> Calls { get; set; } = null!;

    private string Key { get; set; } = "";

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (targetMethod!.Name == nameof(IGrainFactory.GetGrain))
        {
            return targetMethod.ReturnType == typeof(IConversationGrain) ? Play<IConversationGrain>((string)args![0]!)
                : targetMethod.ReturnType == typeof(IPanelGatewayGrain) ? Play<IPanelGatewayGrain>((string)args![0]!)
                : throw new NotSupportedException(targetMethod.ToString());
        }

        Calls.Enqueue((targetMethod.Name, Key, args is [var first, ..] ? first : null));
        return targetMethod.Name switch
        {
            nameof(IConversationGrain.ChangeAsync) => Task.FromResult<ChangedConversation?>(Changed((ConversationChange)args![0]!)),
            nameof(IPanelGatewayGrain.ForgetSettingsAsync) => Task.CompletedTask,
            var other => throw new NotSupportedException(other),
        };
    }

    private ChangedConversation Changed(ConversationChange change) => new(
        Guid.ParseExact(Key.Split('/')[1], "N"),
        change switch
        {
            ConversationChange.HandBack => ConversationStatus.Pending,
            ConversationChange.Resolve => ConversationStatus.Resolved,
            ConversationChange.Snooze => ConversationStatus.Snoozed,
            _ => ConversationStatus.Open,
        },
        (change as ConversationChange.Assign)?.Member,
        (change as ConversationChange.Snooze)?.Until,
        (change as ConversationChange.SetLabels)?.Labels ?? [],
        Version: 3,
        new Guid(7, 0, 0, new byte[8]),
        Sequence: 42);

    private T Play<T>(string key)
        where T : class
    {
        var grain = Create<T, PlayedGrain>();
        var played = (PlayedGrain)(object)grain;
        played.Calls = Calls;
        played.Key = key;
        return grain;
    }
}

/// <summary>Plays the far side of a Telegram connection.</summary>
internal sealed class PlayedTelegram : IChannelSetup
{
    private string? _refusal;

    public ChannelKind Kind => ChannelKind.Telegram;

    public ConcurrentQueue<(string Call, Guid Connection)> Calls { get; } = new();

    /// <summary>Says no until disposed.</summary>
    public IDisposable Refusing(string words)
    {
        _refusal = words;
        return new Again(this);
    }

    public Task<ChannelSetupResult> ActivateAsync(ChannelConnection connection, CancellationToken cancellationToken)
    {
        Calls.Enqueue(("activate", connection.Id));
        return Task.FromResult<ChannelSetupResult>(_refusal is null ? new ChannelSetupResult.Active() : new ChannelSetupResult.Failed(_refusal));
    }

    public Task DeactivateAsync(ChannelConnection connection, CancellationToken cancellationToken)
    {
        Calls.Enqueue(("deactivate", connection.Id));
        return Task.CompletedTask;
    }

    private sealed class Again(PlayedTelegram telegram) : IDisposable
    {
        public void Dispose() => telegram._refusal = null;
    }
}

/// <summary>Plays a panel that takes any key, at the socket's place; hosts named <c>unreachable</c> do not answer.</summary>
internal sealed class PlayedPanel : HttpMessageHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        request.RequestUri!.Host.StartsWith("unreachable", StringComparison.Ordinal)
            ? throw new HttpRequestException("No such host is known.")
            : Task.FromResult(new HttpResponseMessage
            {
                Content = new StringContent(request.RequestUri.AbsolutePath.StartsWith("/adminapi", StringComparison.Ordinal)
                    ? """{"data":{"count":0,"list":[]},"pagination":{"offset":0,"limit":1,"total":0},"error_message":"","error_code":0}"""
                    : """{"balance":"1.00","currency":"USD"}"""),
            });
}
