using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;
using PanelAssist.Server.Data;

namespace PanelAssist.Server.Tenancy.Encryption;

/// <summary>One of the platform's own keys, sealed with the master key. Belongs to no tenant.</summary>
internal sealed class PlatformKey
{
    public required Guid Id { get; init; }

    public required string Xml { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>Keeps the key ring in the database, where all nodes find it. The ring asks for it a few times a day, and only ever synchronously.</summary>
internal sealed class KeyRingTable(IServiceScopeFactory scopes, TimeProvider time) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements() => Task.Run(ReadAsync).GetAwaiter().GetResult();

    public void StoreElement(XElement element, string friendlyName) => Task.Run(() => StoreAsync(element)).GetAwaiter().GetResult();

    private async Task<IReadOnlyCollection<XElement>> ReadAsync()
    {
        await using var scope = scopes.CreateAsyncScope();
        var rows = await scope.ServiceProvider.GetRequiredService<AppDbContext>().PlatformKeys.AsNoTracking().OrderBy(e => e.Id).Select(e => e.Xml).ToListAsync();
        return rows.ConvertAll(XElement.Parse);
    }

    private async Task StoreAsync(XElement element)
    {
        var now = time.GetUtcNow();
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
        db.Add(new PlatformKey { Id = Guid.CreateVersion7(now), Xml = element.ToString(SaveOptions.DisableFormatting), CreatedAt = now });
        await db.SaveChangesAsync();
    }
}
