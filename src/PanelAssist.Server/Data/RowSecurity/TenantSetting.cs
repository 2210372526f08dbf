using Npgsql;
using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Data.RowSecurity;

/// <summary>
/// Whose rows a PostgreSQL connection sees and may write: a setting of the session, which the policies of
/// <see cref="TenantPolicies"/> read. A connection on which nobody set it has no rows. The pool takes it off a
/// connection before the next user gets it.
/// </summary>
internal static class TenantSetting
{
    private const string AllTenants = "all";
    private const string SetForSession = "SELECT set_config('app.tenant', $1, false)";
    private const string SetForBatch = "SELECT set_config('app.tenant', $1, true)";

    /// <summary>
    /// The policies' condition on a row. Reading the setting for each row costs less than sub-selects that read it once a
    /// statement. A CASE, since "all" is no id: the comparison must not be tried with it.
    /// </summary>
    public static string ConditionOn(string column) =>
        $"""
        CASE current_setting('app.tenant', true) WHEN 'all' THEN true
        ELSE {column} = nullif(current_setting('app.tenant', true), '')::uuid END
        """;

    public static async Task SeeTenantAsync(this NpgsqlConnection connection, TenantId tenant, CancellationToken cancellationToken)
    {
        await using var command = SetCommand(connection, tenant.ToString());
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public static void SeeTenant(this NpgsqlConnection connection, TenantId tenant)
    {
        using var command = SetCommand(connection, tenant.ToString());
        command.ExecuteNonQuery();
    }

    /// <summary>Lifts the policies for this connection. Who calls this is on the list of the architecture tests, with the reason.</summary>
    public static async Task SeeAllTenantsAsync(this NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = SetCommand(connection, AllTenants);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <inheritdoc cref="SeeAllTenantsAsync"/>
    public static void SeeAllTenants(this NpgsqlConnection connection)
    {
        using var command = SetCommand(connection, AllTenants);
        command.ExecuteNonQuery();
    }

    /// <summary>For the statements that follow in the batch and no longer: it adds a statement, with a result, and no round trip.</summary>
    public static void SeeTenant(this NpgsqlBatch batch, Guid tenant) => batch.BatchCommands.Add(new NpgsqlBatchCommand(SetForBatch)
    {
        Parameters = { new NpgsqlParameter<string> { TypedValue = tenant.ToString("N") } },
    });

    private static NpgsqlCommand SetCommand(NpgsqlConnection connection, string value) => new(SetForSession, connection)
    {
        Parameters = { new NpgsqlParameter<string> { TypedValue = value } },
    };
}
