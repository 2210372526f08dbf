using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace PanelAssist.Server.Data.RowSecurity;

/// <summary>
/// Tells PostgreSQL the tenant of the scope whenever EF opens a connection, which it does for each query and each save.
/// Without a tenant nothing is said, and the database shows no tenant's rows.
/// </summary>
internal sealed class TenantConnections : DbConnectionInterceptor
{
    public static readonly TenantConnections Instance = new();

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        var postgres = (NpgsqlConnection)connection;
        if (eventData.Context is AppDbContext { SeesAllTenants: true })
        {
            postgres.SeeAllTenants();
        }
        else if (eventData.Context is AppDbContext { ScopeTenant: { } tenant })
        {
            postgres.SeeTenant(tenant);
        }
    }

    public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        var postgres = (NpgsqlConnection)connection;
        if (eventData.Context is AppDbContext { SeesAllTenants: true })
        {
            await postgres.SeeAllTenantsAsync(cancellationToken);
        }
        else if (eventData.Context is AppDbContext { ScopeTenant: { } tenant })
        {
            await postgres.SeeTenantAsync(tenant, cancellationToken);
        }
    }
}
