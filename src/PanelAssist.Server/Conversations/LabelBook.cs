using Microsoft.EntityFrameworkCore;
using PanelAssist.Server.Api;
using PanelAssist.Server.Audit;
using PanelAssist.Server.Data;
using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Conversations;

internal sealed record LabelLine(Guid Id, string Name, DateTimeOffset CreatedAt);

/// <summary>The labels a tenant has.</summary>
internal sealed class LabelBook(AppDbContext db, TenantContext tenant, AuditLog audit, SequentialIds ids, TimeProvider time)
{
    private const string NameTaken = "There is a label of this name.";

    /// <summary>All of them, by name: there are never many.</summary>
    public async Task<IReadOnlyList<LabelLine>> AllAsync(CancellationToken cancellationToken) => await db.Labels.AsNoTracking()
        .OrderBy(e => e.Name)
        .Take(Label.MaxCount)
        .Select(e => new LabelLine(e.Id, e.Name, e.CreatedAt))
        .ToListAsync(cancellationToken);

    public async Task<DeskResult<LabelLine>> CreateAsync(string? name, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        var word = errors.Text("name", name, Label.MaxName);
        if (!errors.Any && await db.Labels.CountAsync(cancellationToken) >= Label.MaxCount)
        {
            errors.Add("name", $"There are {Label.MaxCount} labels already, and there cannot be more. Rename one.");
        }

        if (errors.Any)
        {
            return new DeskResult<LabelLine>.Invalid(errors.ByField);
        }

        var label = new Label { Id = ids.Next(), TenantId = tenant.Current, Name = word, CreatedAt = time.GetUtcNow() };
        db.Add(label);
        audit.Add("label.created", "label", label.Id);
        return await SaveAsync(label, cancellationToken);
    }

    public async Task<DeskResult<LabelLine>> RenameAsync(Guid id, string? name, CancellationToken cancellationToken)
    {
        if (await db.Labels.SingleOrDefaultAsync(e => e.Id == id, cancellationToken) is not { } label)
        {
            return new DeskResult<LabelLine>.NotFound("label");
        }

        var errors = new FieldErrors();
        label.Name = errors.Text("name", name, Label.MaxName);
        if (errors.Any)
        {
            return new DeskResult<LabelLine>.Invalid(errors.ByField);
        }

        audit.Add("label.renamed", "label", id);
        return await SaveAsync(label, cancellationToken);
    }

    private async Task<DeskResult<LabelLine>> SaveAsync(Label label, CancellationToken cancellationToken)
    {
        if (await db.Labels.AsNoTracking().AnyAsync(e => e.Name == label.Name && e.Id != label.Id, cancellationToken))
        {
            return new DeskResult<LabelLine>.Conflict(NameTaken);
        }

        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return new DeskResult<LabelLine>.Done(new LabelLine(label.Id, label.Name, label.CreatedAt));
        }
        catch (DbUpdateException exception) when (UniqueViolation.Is(exception))
        {
            return new DeskResult<LabelLine>.Conflict(NameTaken);
        }
    }
}
