using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Contacts;

/// <summary>A panel's customer as this tenant knows them; one person may have several identities.</summary>
internal sealed class Contact : ITenantOwned
{
    public required Guid Id { get; init; }

    public required TenantId TenantId { get; init; }

    public string? DisplayName { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>A contact's id on one connection: a Telegram user id, a web chat visitor.</summary>
/// <remarks>The id is derived from connection and external id (<see cref="Data.DerivedIds"/>), so two nodes, and staff before the first message, name the same row.</remarks>
internal sealed class ContactIdentity : ITenantOwned
{
    public required Guid Id { get; init; }

    public required TenantId TenantId { get; init; }

    public required Guid ChannelConnectionId { get; init; }

    public required string ExternalId { get; init; }

    public required Guid ContactId { get; set; }

    public string? DisplayName { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }
}
