using System.Globalization;
using System.Runtime.CompilerServices;
using PanelAssist.Server.Api;

namespace PanelAssist.Server.Audit;

/// <summary>Entries as a table, with all that their hashes are made of: whoever has the table can compute the chain.</summary>
internal static class AuditExport
{
    private static readonly string[] Header =
        ["position", "at", "actor", "actor_name", "address", "action", "target", "details", "id", "previous_hash", "hash"];

    public static Task WriteAsync(Stream stream, IAsyncEnumerable<AuditEntry> entries, CancellationToken cancellationToken) =>
        CsvDocument.WriteAsync(stream, Header, RowsAsync(entries, cancellationToken), cancellationToken);

    private static async IAsyncEnumerable<IReadOnlyList<string?>> RowsAsync(
        IAsyncEnumerable<AuditEntry> entries, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var entry in entries.WithCancellation(cancellationToken))
        {
            yield return
            [
                entry.Position?.ToString(CultureInfo.InvariantCulture),
                entry.At.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
                entry.Actor,
                entry.ActorName,
                entry.Address,
                entry.Action,
                entry.Target,
                entry.Details,
                entry.Id.ToString(),
                Hex(entry.PreviousHash),
                Hex(entry.Hash),
            ];
        }
    }

    private static string? Hex(byte[]? hash) => hash is null ? null : Convert.ToHexStringLower(hash);
}
