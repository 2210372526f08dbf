namespace PanelAssist.Bench.Ceilings;

/// <summary>The two durable writes of the plain bot, with up to <c>largest</c> writes of all chats in one commit.</summary>
internal sealed class Journal
{
    private readonly BotTables _tables;
    private readonly GroupCommit<(StoredUpdate? Update, StoredReply? Reply)> _writer;

    public Journal(BotTables tables, int largest)
    {
        _tables = tables;
        _writer = new GroupCommit<(StoredUpdate?, StoredReply?)>(CommitAsync, largest);
        _writer.Start();
    }

    public Task StoreUpdateAsync(StoredUpdate update) => _writer.StoreAsync((update, null));

    public Task StoreReplyAsync(StoredReply reply) => _writer.StoreAsync((null, reply));

    private Task CommitAsync(IReadOnlyList<(StoredUpdate? Update, StoredReply? Reply)> writes)
    {
        using var transaction = _tables.Begin();
        foreach (var (update, reply) in writes)
        {
            if (update is { } received)
            {
                _tables.Add(received);
            }

            if (reply is { } sent)
            {
                _tables.Add(sent);
            }
        }

        transaction.Commit();
        return Task.CompletedTask;
    }
}

internal readonly record struct StoredReply(long UpdateId, long Chat, string Text);
