using System.Text;
using PanelAssist.Server.Panels.Calls;
using PanelAssist.Server.Panels.CustomerApi;

namespace PanelAssist.Server.Panels;

/// <summary>A panel's services as one key sees them: rates may be a customer's own.</summary>
internal sealed class ServiceCatalog(ServiceEntry[] entries)
{
    private readonly (ServiceEntry Entry, string Name, string Category)[] _searchable =
        Array.ConvertAll(entries, entry => (entry, Plain(entry.Line.Name), Plain(entry.Category)));

    /// <summary>Those with all the words, in the name before in the category, otherwise in the panel's own order.</summary>
    public ServicePage Find(string words, int limit)
    {
        var wanted = Plain(words).Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var found = _searchable
            .Where(service => Array.TrueForAll(wanted, word => Has(service.Name, word) || Has(service.Category, word)))
            .OrderByDescending(service => wanted.Count(word => Has(service.Name, word)))
            .ToArray();
        return new ServicePage([.. found.Take(limit).Select(service => service.Entry.Line)], found.Length);
    }

    private static bool Has(string text, string word) => text.Contains(word, StringComparison.Ordinal);

    // Names are set in mathematical bold and the like; compatibility form makes plain letters of them.
    private static string Plain(string text) => text.Normalize(NormalizationForm.FormKC).ToLowerInvariant();
}

/// <summary>The catalogs in memory: few, since they are large, and for minutes, since they change a few times a day.</summary>
internal sealed class ServiceCatalogs
{
    private const int Capacity = 16;
    private static readonly TimeSpan KeepFor = TimeSpan.FromMinutes(5);

    private readonly Lock _gate = new();
    private readonly Dictionary<PanelKey, (Task<CallResult<ServiceCatalog>> Catalog, TimeSpan AskedAt)> _byKey = [];

    /// <summary>The catalog kept, or being read by somebody else, or read now.</summary>
    public Task<CallResult<ServiceCatalog>> GetAsync(PanelKey key, TimeSpan now, Func<Task<CallResult<ServiceEntry[]>>> read)
    {
        lock (_gate)
        {
            if (_byKey.TryGetValue(key, out var kept) && now - kept.AskedAt < KeepFor)
            {
                return kept.Catalog;
            }

            if (_byKey.Count >= Capacity)
            {
                _byKey.Remove(_byKey.MinBy(entry => entry.Value.AskedAt).Key);
            }

            var catalog = ReadAsync(key, read);
            _byKey[key] = (catalog, now);
            return catalog;
        }
    }

    private async Task<CallResult<ServiceCatalog>> ReadAsync(PanelKey key, Func<Task<CallResult<ServiceEntry[]>>> read)
    {
        // First the entry, then the reading: a failure must find what it takes back.
        await Task.Yield();
        var result = await read();
        if (result.Fault is null)
        {
            return new CallResult<ServiceCatalog>(result.End, new ServiceCatalog(result.Value!), null, null);
        }

        lock (_gate)
        {
            _byKey.Remove(key);
        }

        return new CallResult<ServiceCatalog>(result.End, null, result.Fault, result.Detail);
    }
}
