using Microsoft.EntityFrameworkCore;
using PanelAssist.Server.Data;
using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Channels;

/// <summary>Switches a connection off when its channel no longer takes our credentials.</summary>
internal sealed partial class ConnectionSwitch(IServiceScopeFactory scopes, ConnectionDirectory connections, ILogger<ConnectionSwitch> logger)
{
    public async Task DisableAsync(TenantId tenant, Guid connectionId, string reason, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateTenantScope(tenant);
        var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
        await db.WriteAsync(
            context => context.ChannelConnections
                .Where(connection => connection.Id == connectionId)
                .ExecuteUpdateAsync(
                    set => set.SetProperty(connection => connection.State, ConnectionState.Disabled).SetProperty(connection => connection.StateReason, reason),
                    cancellationToken),
            cancellationToken);
        connections.Forget(connectionId);
        Log.Disabled(logger, connectionId);
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 6001, Level = LogLevel.Error, Message = "Connection {ConnectionId} was switched off: the channel refuses its credentials")]
        public static partial void Disabled(ILogger logger, Guid connectionId);
    }
}
