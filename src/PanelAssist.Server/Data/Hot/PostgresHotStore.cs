using Npgsql;
using PanelAssist.Server.Data.RowSecurity;

namespace PanelAssist.Server.Data.Hot;

internal sealed class PostgresHotStore(NpgsqlDataSource dataSource) : IHotStore
{
    private NpgsqlConnection? _connection;

    public async Task WriteAsync(IReadOnlyList<WriteOperation> group, CancellationToken cancellationToken)
    {
        try
        {
            _connection ??= await OpenAsync(cancellationToken);
            await using var transaction = await _connection.BeginTransactionAsync(cancellationToken);
            foreach (var round in RoundsOf(group))
            {
                foreach (var kind in round.GroupBy(operation => operation.Postgres))
                {
                    await kind.Key.WriteAsync(_connection, [.. kind], cancellationToken);
                }
            }

            await transaction.CommitAsync(cancellationToken);
        }
        catch
        {
            if (_connection is { } broken)
            {
                _connection = null;
                await broken.DisposeAsync();
            }

            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
        {
            await _connection.DisposeAsync();
        }
    }

    /// <summary>A commit carries the rows of many tenants, so the connection is opened for all of them, once.</summary>
    private async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        try
        {
            await connection.SeeAllTenantsAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>A second operation on the same thing waits for the next round, since a round reads before it writes.</summary>
    private static IEnumerable<IReadOnlyList<WriteOperation>> RoundsOf(IReadOnlyList<WriteOperation> group)
    {
        IReadOnlyList<WriteOperation> left = group;
        var taken = new HashSet<Guid>();
        while (left.Count > 0)
        {
            taken.Clear();
            List<WriteOperation>? later = null;
            var round = new List<WriteOperation>(left.Count);
            foreach (var operation in left)
            {
                if (operation.ExclusiveKey is { } key && !taken.Add(key))
                {
                    (later ??= []).Add(operation);
                }
                else
                {
                    round.Add(operation);
                }
            }

            yield return round;
            left = later ?? (IReadOnlyList<WriteOperation>)[];
        }
    }
}
