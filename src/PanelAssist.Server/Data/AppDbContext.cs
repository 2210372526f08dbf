using System.Linq.Expressions;
using System.Reflection;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using PanelAssist.Server.Accounts;
using PanelAssist.Server.Actions;
using PanelAssist.Server.Audit;
using PanelAssist.Server.Channels;
using PanelAssist.Server.Contacts;
using PanelAssist.Server.Conversations;
using PanelAssist.Server.Inbox;
using PanelAssist.Server.Linking;
using PanelAssist.Server.Mail;
using PanelAssist.Server.Outbox;
using PanelAssist.Server.Panels;
using PanelAssist.Server.Tenancy;
using PanelAssist.Server.Tenancy.Encryption;

namespace PanelAssist.Server.Data;

/// <summary>
/// Every table, on both databases. A query sees only the scope's tenant, by a filter put on each
/// <see cref="ITenantOwned"/> entity; without a tenant in the scope a query throws.
/// </summary>
internal sealed class AppDbContext(DbContextOptions<AppDbContext> options, TenantContext tenant, SqliteWriteGate gate)
    : IdentityUserContext<Account, Guid>(options)
{
    /// <summary>The filter's name. It is lifted in one place, <see cref="ReadAcrossTenantsAsync"/>.</summary>
    public const string TenantFilter = "tenant";

    public DbSet<Tenant> Tenants => Set<Tenant>();

    public DbSet<TenantKey> TenantKeys => Set<TenantKey>();

    public DbSet<ApiToken> ApiTokens => Set<ApiToken>();

    public DbSet<OperatorToken> OperatorTokens => Set<OperatorToken>();

    public DbSet<PanelConnection> PanelConnections => Set<PanelConnection>();

    public DbSet<ChannelConnection> ChannelConnections => Set<ChannelConnection>();

    public DbSet<ChatMove> ChatMoves => Set<ChatMove>();

    public DbSet<Contact> Contacts => Set<Contact>();

    public DbSet<ContactIdentity> ContactIdentities => Set<ContactIdentity>();

    public DbSet<PanelLink> PanelLinks => Set<PanelLink>();

    public DbSet<LinkChallenge> LinkChallenges => Set<LinkChallenge>();

    public DbSet<Conversation> Conversations => Set<Conversation>();

    public DbSet<Message> Messages => Set<Message>();

    public DbSet<Label> Labels => Set<Label>();

    public DbSet<ConversationLabel> ConversationLabels => Set<ConversationLabel>();

    public DbSet<CannedReply> CannedReplies => Set<CannedReply>();

    public DbSet<Draft> Drafts => Set<Draft>();

    public DbSet<SavedView> SavedViews => Set<SavedView>();

    public DbSet<InboxEntry> InboxEntries => Set<InboxEntry>();

    public DbSet<OutboxEntry> OutboxEntries => Set<OutboxEntry>();

    public DbSet<PanelAction> PanelActions => Set<PanelAction>();

    public DbSet<PanelActionEvent> PanelActionEvents => Set<PanelActionEvent>();

    public DbSet<PanelActionGuard> PanelActionGuards => Set<PanelActionGuard>();

    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();

    public DbSet<Member> Members => Set<Member>();

    public DbSet<Invitation> Invitations => Set<Invitation>();

    public DbSet<AccountSession> AccountSessions => Set<AccountSession>();

    public DbSet<MailEntry> MailEntries => Set<MailEntry>();

    public DbSet<PlatformKey> PlatformKeys => Set<PlatformKey>();

    public DbSet<AuditHead> AuditHeads => Set<AuditHead>();

    /// <summary>Whether a connection opened now is for the rows of all tenants.</summary>
    public bool SeesAllTenants { get; private set; }

    /// <summary>The scope's tenant as it is now; it may be set after this context was made.</summary>
    public TenantId? ScopeTenant => tenant.IsSet ? tenant.Current : null;

    /// <summary>Read by the query filter at each execution, not when the model is built.</summary>
    private TenantId CurrentTenant => tenant.Current;

    /// <summary>
    /// The one way to read rows of all tenants, for look-ups that find out the tenant. Who calls this is on the list of
    /// the architecture tests, with the reason.
    /// </summary>
    public Task<TResult> ReadAcrossTenantsAsync<TEntity, TResult>(DbSet<TEntity> table, Func<IQueryable<TEntity>, Task<TResult>> read)
        where TEntity : class, ITenantOwned => AcrossTenantsAsync(() => read(table.AsNoTracking().IgnoreQueryFilters([TenantFilter])));

    /// <summary>Brings the schema up to date; a step that changes rows means those of all tenants.</summary>
    public Task MigrateAcrossTenantsAsync(CancellationToken cancellationToken) => AcrossTenantsAsync(async () =>
    {
        await Database.MigrateAsync(cancellationToken);
        return true;
    });

    /// <summary>Runs a bulk update or delete; on SQLite it takes its turn with the other writers.</summary>
    public async Task<TResult> WriteAsync<TResult>(Func<AppDbContext, Task<TResult>> write, CancellationToken cancellationToken)
    {
        if (!Database.IsSqlite())
        {
            return await write(this);
        }

        using var lease = await gate.EnterAsync(cancellationToken);
        return await write(this);
    }

    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        RefuseForeignTenants();
        if (!Database.IsSqlite())
        {
            return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        }

        using var lease = await gate.EnterAsync(cancellationToken);
        return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
    }

    public override int SaveChanges(bool acceptAllChangesOnSuccess) =>
        throw new NotSupportedException("Save with SaveChangesAsync: writers take turns asynchronously.");

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(AppDbContext).Assembly);
        foreach (var entity in modelBuilder.Model.GetEntityTypes().Where(entity => !entity.IsMappedToJson()))
        {
            NameInSnakeCase(entity);
            if (typeof(ITenantOwned).IsAssignableFrom(entity.ClrType))
            {
                var filter = (LambdaExpression)typeof(AppDbContext)
                    .GetMethod(nameof(OwnedByCurrentTenant), BindingFlags.NonPublic | BindingFlags.Instance)!
                    .MakeGenericMethod(entity.ClrType)
                    .Invoke(this, [])!;
                modelBuilder.Entity(entity.ClrType).HasQueryFilter(TenantFilter, filter);
            }
        }
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UnixMillisecondsConverter>();
        configurationBuilder.Properties<IReadOnlyList<Guid>>().HaveConversion<IdListConverter, IdListComparer>();
        if (Database.IsSqlite())
        {
            configurationBuilder.Properties<Guid>().HaveConversion<GuidBytesConverter>();
            configurationBuilder.Properties<TenantId>().HaveConversion<TenantIdBytesConverter>();
        }
        else
        {
            configurationBuilder.Properties<TenantId>().HaveConversion<TenantIdConverter>();
        }
    }

    /// <exception cref="InvalidOperationException">A connection is open already: for whom was said when it was opened.</exception>
    private async Task<TResult> AcrossTenantsAsync<TResult>(Func<Task<TResult>> work)
    {
        if (SeesAllTenants || Database.GetDbConnection().State is not System.Data.ConnectionState.Closed)
        {
            throw new InvalidOperationException("Rows of all tenants are read with a connection of their own.");
        }

        SeesAllTenants = true;
        try
        {
            return await work();
        }
        finally
        {
            SeesAllTenants = false;
        }
    }

    private static void NameInSnakeCase(IMutableEntityType entity)
    {
        entity.SetTableName(SnakeCase(entity.GetTableName()!));
        foreach (var property in entity.GetProperties())
        {
            property.SetColumnName(SnakeCase(property.Name));
        }

        foreach (var index in entity.GetIndexes())
        {
            index.SetDatabaseName(SnakeCase(index.GetDatabaseName()!));
        }

        foreach (var key in entity.GetKeys())
        {
            key.SetName(SnakeCase(key.GetName()!));
        }
    }

    private static string SnakeCase(string name) => string.Concat(name.Select((letter, index) =>
        char.IsUpper(letter) && index > 0 && name[index - 1] != '_' && !char.IsUpper(name[index - 1])
            ? "_" + char.ToLowerInvariant(letter)
            : char.ToLowerInvariant(letter).ToString()));

    private Expression<Func<TEntity, bool>> OwnedByCurrentTenant<TEntity>()
        where TEntity : ITenantOwned => entity => entity.TenantId == CurrentTenant;

    private void RefuseForeignTenants()
    {
        foreach (var entry in ChangeTracker.Entries<ITenantOwned>())
        {
            if (entry.State is EntityState.Added or EntityState.Modified or EntityState.Deleted && entry.Entity.TenantId != tenant.Current)
            {
                throw new InvalidOperationException($"A {entry.Metadata.ClrType.Name} of another tenant was about to be written.");
            }
        }
    }
}
