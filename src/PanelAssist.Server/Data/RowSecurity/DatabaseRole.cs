using Npgsql;

namespace PanelAssist.Server.Data.RowSecurity;

/// <summary>Policies do not bind a superuser, nor a role with BYPASSRLS: whoever runs the product as one has to know.</summary>
internal static partial class DatabaseRole
{
    /// <summary>Warns when the product's role ignores the policies.</summary>
    public static async Task CheckAsync(NpgsqlDataSource dataSource, ILogger logger, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand("SELECT rolname, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (await reader.ReadAsync(cancellationToken) && (reader.GetBoolean(1) || reader.GetBoolean(2)))
        {
            Log.IgnoresPolicies(logger, reader.GetString(0), reader.GetBoolean(1) ? "is a superuser" : "has BYPASSRLS");
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1010, Level = LogLevel.Warning, Message =
            "PostgreSQL does not keep tenants apart: its role {Role} {Reason} and ignores row-level security. "
            + "Make a role without either (CREATE ROLE panelassist LOGIN PASSWORD '…' NOSUPERUSER NOBYPASSRLS), let it own the database and its tables, "
            + "and name it in Storage:ConnectionString. The operating page has the commands")]
        public static partial void IgnoresPolicies(ILogger logger, string role, string reason);
    }
}
