namespace PanelAssist.Bench.Benchmarks;

/// <summary>The contenders of one race; all are ended, whatever happened.</summary>
internal sealed class Field : IAsyncDisposable
{
    private readonly List<Contender> _contenders = [];

    public IReadOnlyList<Contender> Contenders => _contenders;

    public async Task<Contender> EnterAsync(Task<Contender> starting)
    {
        var contender = await starting;
        _contenders.Add(contender);
        return contender;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var contender in _contenders)
        {
            await contender.DisposeAsync();
        }
    }
}
