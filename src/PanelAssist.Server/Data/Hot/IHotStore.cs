namespace PanelAssist.Server.Data.Hot;

/// <summary>Writes groups of operations, one commit a group, in one of the two SQL dialects.</summary>
internal interface IHotStore : IAsyncDisposable
{
    /// <summary>All of them, or an exception and none.</summary>
    Task WriteAsync(IReadOnlyList<WriteOperation> group, CancellationToken cancellationToken);
}
