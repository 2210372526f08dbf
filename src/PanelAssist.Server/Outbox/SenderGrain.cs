using PanelAssist.Server.Channels;

namespace PanelAssist.Server.Outbox;

/// <inheritdoc cref="ISenderGrain"/>
[CollectionAgeLimit(Minutes = 5)]
internal sealed class SenderGrain(ConnectionDirectory connections, ChannelCatalog channels, TimeProvider time) : Grain, ISenderGrain
{
    private SendingBudget? _budget;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var key = this.GetPrimaryKeyString();
        var connection = await connections.FindAsync(Guid.ParseExact(key.AsSpan(key.IndexOf('/', StringComparison.Ordinal) + 1), "N"), cancellationToken)
            ?? throw new InvalidOperationException("The connection of this sender is gone.");
        _budget = new SendingBudget(channels[connection.Kind].Rates);
    }

    public Task<TimeSpan> ReserveAsync(string chatId, bool isPrivate) =>
        Task.FromResult(_budget!.Reserve(chatId, isPrivate, time.GetUtcNow()));

    public Task PauseAsync(string? chatId, TimeSpan pause)
    {
        _budget!.Pause(chatId, time.GetUtcNow() + pause);
        return Task.CompletedTask;
    }
}
