using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
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

/// <summary>Keys and indexes. An index starts with the tenant unless it is a dispatcher's or its first column belongs to one tenant only.</summary>
internal sealed class EntityConfigurations :
    IEntityTypeConfiguration<Tenant>,
    IEntityTypeConfiguration<TenantKey>,
    IEntityTypeConfiguration<ApiToken>,
    IEntityTypeConfiguration<OperatorToken>,
    IEntityTypeConfiguration<PanelConnection>,
    IEntityTypeConfiguration<ChannelConnection>,
    IEntityTypeConfiguration<ChatMove>,
    IEntityTypeConfiguration<Contact>,
    IEntityTypeConfiguration<ContactIdentity>,
    IEntityTypeConfiguration<PanelLink>,
    IEntityTypeConfiguration<LinkChallenge>,
    IEntityTypeConfiguration<Conversation>,
    IEntityTypeConfiguration<Message>,
    IEntityTypeConfiguration<Label>,
    IEntityTypeConfiguration<ConversationLabel>,
    IEntityTypeConfiguration<CannedReply>,
    IEntityTypeConfiguration<Draft>,
    IEntityTypeConfiguration<SavedView>,
    IEntityTypeConfiguration<InboxEntry>,
    IEntityTypeConfiguration<OutboxEntry>,
    IEntityTypeConfiguration<PanelAction>,
    IEntityTypeConfiguration<PanelActionEvent>,
    IEntityTypeConfiguration<PanelActionGuard>,
    IEntityTypeConfiguration<AuditEntry>,
    IEntityTypeConfiguration<Account>,
    IEntityTypeConfiguration<IdentityUserClaim<Guid>>,
    IEntityTypeConfiguration<IdentityUserLogin<Guid>>,
    IEntityTypeConfiguration<IdentityUserToken<Guid>>,
    IEntityTypeConfiguration<IdentityUserPasskey<Guid>>,
    IEntityTypeConfiguration<Member>,
    IEntityTypeConfiguration<Invitation>,
    IEntityTypeConfiguration<AccountSession>,
    IEntityTypeConfiguration<MailEntry>,
    IEntityTypeConfiguration<PlatformKey>,
    IEntityTypeConfiguration<AuditHead>
{
    public void Configure(EntityTypeBuilder<Tenant> builder) => builder.HasKey(e => e.Id);

    public void Configure(EntityTypeBuilder<TenantKey> builder)
    {
        builder.HasKey(e => e.Id);
        builder.HasIndex(e => e.TenantId);
    }

    public void Configure(EntityTypeBuilder<ApiToken> builder)
    {
        builder.HasKey(e => e.Id);
        builder.HasIndex(e => e.Hash).IsUnique();
        builder.HasIndex(e => e.TenantId);
    }

    public void Configure(EntityTypeBuilder<OperatorToken> builder)
    {
        builder.HasKey(e => e.Id);
        builder.HasIndex(e => e.Hash).IsUnique();
    }

    public void Configure(EntityTypeBuilder<PanelConnection> builder)
    {
        builder.HasKey(e => e.Id);
        builder.HasIndex(e => e.TenantId);
    }

    public void Configure(EntityTypeBuilder<ChannelConnection> builder)
    {
        builder.HasKey(e => e.Id);
        builder.HasIndex(e => e.TenantId);
    }

    public void Configure(EntityTypeBuilder<ChatMove> builder) =>
        builder.HasKey(e => new { e.ChannelConnectionId, e.NewChatId });

    public void Configure(EntityTypeBuilder<Contact> builder)
    {
        builder.HasKey(e => e.Id);
        builder.HasIndex(e => e.TenantId);
    }

    public void Configure(EntityTypeBuilder<ContactIdentity> builder)
    {
        builder.HasKey(e => e.Id);
        builder.HasIndex(e => new { e.ChannelConnectionId, e.ExternalId }).IsUnique();
        builder.HasIndex(e => e.ContactId);
    }

    public void Configure(EntityTypeBuilder<PanelLink> builder)
    {
        builder.HasKey(e => e.Id);
        builder.HasIndex(e => new { e.IdentityId, e.PanelId }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<LinkChallenge> builder)
    {
        builder.HasKey(e => e.Id);
        builder.HasIndex(e => new { e.IdentityId, e.PanelId }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<Conversation> builder)
    {
        builder.HasKey(e => e.Id);
        builder.HasIndex(e => new { e.ChannelConnectionId, e.ChatId });
        builder.Property(e => e.Labels).HasDefaultValueSql("'[]'");

        // The lists': each filter that can leave few of many has its own order of last activity. Every turn moves a row in
        // the first two; the others hold only what people have to do with.
        builder.HasIndex(e => new { e.TenantId, e.Status, e.LastMessageAt, e.Id }).HasDatabaseName(ConversationIndexes.ByStatus);
        builder.HasIndex(e => new { e.ChannelConnectionId, e.Status, e.LastMessageAt, e.Id }).HasDatabaseName(ConversationIndexes.ByChannel);
        builder.HasIndex(e => new { e.TenantId, e.AssigneeId, e.LastMessageAt, e.Id })
            .HasFilter("assignee_id IS NOT NULL").HasDatabaseName(ConversationIndexes.ByAssignee);
        builder.HasIndex(e => new { e.TenantId, e.LastMessageAt, e.Id }, ConversationIndexes.Untaken)
            .HasFilter("assignee_id IS NULL AND status IN (1, 2)").HasDatabaseName(ConversationIndexes.Untaken);
        builder.HasIndex(e => new { e.TenantId, e.LastMessageAt, e.Id }, ConversationIndexes.CustomerWaits)
            .HasFilter("waiting_since IS NOT NULL").HasDatabaseName(ConversationIndexes.CustomerWaits);

        // The alarm clock's.
        builder.HasIndex(e => e.SnoozedUntil).HasFilter("snoozed_until IS NOT NULL").HasDatabaseName("ix_conversations_snoozed");
    }

    public void Configure(EntityTypeBuilder<Label> builder)
    {
        builder.HasKey(e => e.Id);
        builder.HasIndex(e => new { e.TenantId, e.Name }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<ConversationLabel> builder)
    {
        builder.HasKey(e => new { e.ConversationId, e.LabelId });
        builder.HasIndex(e => new { e.TenantId, e.LabelId, e.LastMessageAt, e.ConversationId });
    }

    public void Configure(EntityTypeBuilder<CannedReply> builder)
    {
        builder.HasKey(e => e.Id);
        builder.HasIndex(e => new { e.TenantId, e.Name }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<Draft> builder)
    {
        builder.HasKey(e => new { e.TenantId, e.MemberId, e.ConversationId });
        builder.HasIndex(e => e.ConversationId);
    }

    public void Configure(EntityTypeBuilder<SavedView> builder)
    {
        builder.HasKey(e => e.Id);
        builder.HasIndex(e => new { e.TenantId, e.MemberId, e.Name }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<Message> builder)
    {
        builder.HasKey(e => e.Id);
        builder.HasIndex(e => new { e.ConversationId, e.Sequence }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<InboxEntry> builder)
    {
        builder.HasKey(e => e.Id);
        builder.HasIndex(e => new { e.ChannelConnectionId, e.EventId }).IsUnique();

        // The sweeper's: only rows still to be done are in it, so it stays small whatever the table's size.
        builder.HasIndex(e => new { e.LeasedUntil, e.Id }).HasFilter("status = 0").HasDatabaseName("ix_inbox_entries_waiting");
        builder.HasIndex(e => e.HandledAt).HasFilter("payload is not null").HasDatabaseName("ix_inbox_entries_retained");
        builder.HasIndex(e => e.TenantId).HasFilter("status = 2").HasDatabaseName("ix_inbox_entries_dead");
    }

    public void Configure(EntityTypeBuilder<OutboxEntry> builder)
    {
        builder.HasKey(e => e.Id);

        // As above; by id, since that is the order in which they are to leave.
        builder.HasIndex(e => e.Id).HasFilter("status < 2").HasDatabaseName("ix_outbox_entries_waiting");
        builder.HasIndex(e => e.TenantId).HasFilter("status = 3").HasDatabaseName("ix_outbox_entries_dead");

        // For taking over. A reply written as begun is never in it.
        builder.HasIndex(e => e.ConversationId).HasFilter("status = 0").HasDatabaseName("ix_outbox_entries_queued");
    }

    public void Configure(EntityTypeBuilder<PanelAction> builder)
    {
        builder.HasKey(e => e.Id);
        builder.HasIndex(e => new { e.InboxEntryId, e.OrderId, e.Kind }).IsUnique();
        builder.HasIndex(e => new { e.TenantId, e.OrderId });

        // The reconciler's: sending and unknown.
        builder.HasIndex(e => e.CheckAt).HasFilter("check_at is not null").HasDatabaseName("ix_panel_actions_unsettled");
    }

    public void Configure(EntityTypeBuilder<PanelActionEvent> builder)
    {
        builder.HasKey(e => e.Id);
        builder.HasIndex(e => e.ActionId);
    }

    public void Configure(EntityTypeBuilder<PanelActionGuard> builder) =>
        builder.HasKey(e => new { e.PanelId, e.OrderId, e.Kind });

    public void Configure(EntityTypeBuilder<AuditEntry> builder)
    {
        builder.HasKey(e => e.Id);
        builder.HasIndex(e => new { e.TenantId, e.At, e.Id });
        builder.HasIndex(e => new { e.TenantId, e.Position }).IsUnique().HasFilter("position is not null");

        // The sealer's: empty but for the last second's entries. The index above leaves those out, or SQLite would walk all of it for them.
        builder.HasIndex(e => new { e.TenantId, e.Id }).HasFilter("position is null").HasDatabaseName("ix_audit_entries_waiting");
    }

    public void Configure(EntityTypeBuilder<AuditHead> builder)
    {
        builder.HasKey(e => e.TenantId);

        // Of two that seal at once, the second finds the head moved and saves nothing.
        builder.Property(e => e.Position).IsConcurrencyToken();
    }

    public void Configure(EntityTypeBuilder<Account> builder) => builder.ToTable("accounts");

    public void Configure(EntityTypeBuilder<IdentityUserClaim<Guid>> builder) => builder.ToTable("account_claims");

    public void Configure(EntityTypeBuilder<IdentityUserLogin<Guid>> builder) => builder.ToTable("account_logins");

    public void Configure(EntityTypeBuilder<IdentityUserToken<Guid>> builder) => builder.ToTable("account_tokens");

    public void Configure(EntityTypeBuilder<IdentityUserPasskey<Guid>> builder)
    {
        builder.ToTable("account_passkeys");
        builder.HasKey(e => e.CredentialId);
        builder.HasIndex(e => e.UserId);
        builder.HasOne<Account>().WithMany().HasForeignKey(e => e.UserId);
        builder.OwnsOne(e => e.Data).ToJson("data");
    }

    public void Configure(EntityTypeBuilder<Member> builder)
    {
        builder.HasKey(e => e.Id);
        builder.HasIndex(e => new { e.TenantId, e.AccountId }).IsUnique();
        builder.HasIndex(e => e.AccountId);
    }

    public void Configure(EntityTypeBuilder<Invitation> builder)
    {
        builder.HasKey(e => e.Id);
        builder.HasIndex(e => e.Hash).IsUnique();
        builder.HasIndex(e => e.TenantId);
    }

    public void Configure(EntityTypeBuilder<AccountSession> builder)
    {
        builder.HasKey(e => e.Id);
        builder.HasIndex(e => e.AccountId);
    }

    public void Configure(EntityTypeBuilder<MailEntry> builder)
    {
        builder.HasKey(e => e.Id);
        builder.HasIndex(e => e.DueAt).HasFilter("ended_at is null").HasDatabaseName("ix_mail_entries_waiting");
        builder.HasIndex(e => e.EndedAt);
    }

    public void Configure(EntityTypeBuilder<PlatformKey> builder) => builder.HasKey(e => e.Id);
}
