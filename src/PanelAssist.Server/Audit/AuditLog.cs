using PanelAssist.Server.Data;
using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Audit;

/// <summary>Adds to the same <c>SaveChanges</c> as the change it tells of: neither is stored without the other.</summary>
internal sealed class AuditLog(AppDbContext db, TenantContext tenant, Actor actor, SequentialIds ids, TimeProvider time)
{
    /// <param name="action">A dotted verb, e.g. <c>link.created</c>.</param>
    /// <param name="kind">With <paramref name="id"/> what it was done to, e.g. <c>link:0198…</c>.</param>
    public void Add(string action, string kind, Guid id, AuditDetails details = default) => db.Add(new AuditEntry
    {
        Id = ids.Next(),
        TenantId = tenant.Current,
        At = time.GetUtcNow(),
        Actor = actor.Name,
        ActorName = actor.DisplayName,
        Address = actor.Address,
        Action = action,
        Target = $"{kind}:{id:N}",
        Details = details.Text,
    });
}
