using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace PanelAssist.Server.Data;

internal enum StorageProvider
{
    Sqlite,
    Postgres,
}

/// <summary>Where the product keeps everything.</summary>
internal sealed class StorageOptions
{
    public const string Section = "Storage";

    /// <summary>The embedded database for one process, or PostgreSQL.</summary>
    public StorageProvider Provider { get; init; } = StorageProvider.Sqlite;

    /// <summary>For PostgreSQL; required there. For SQLite: unset means a file in <see cref="DataDirectory"/>.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>Holds the embedded database and the master key.</summary>
    [Required]
    public string DataDirectory { get; init; } = "data";

    /// <summary>How many writes share one commit at most.</summary>
    [Range(1, 4_096)]
    public int MaxBatch { get; init; } = 256;
}

[OptionsValidator]
internal sealed partial class StorageOptionsValidator : IValidateOptions<StorageOptions>;
