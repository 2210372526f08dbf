using System.Text.Json;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Data;

/// <summary>Both databases compare whole numbers alike; SQLite has no moment type.</summary>
internal sealed class UnixMillisecondsConverter() : ValueConverter<DateTimeOffset, long>(
    moment => moment.ToUnixTimeMilliseconds(),
    stored => DateTimeOffset.FromUnixTimeMilliseconds(stored));

/// <summary>Sixteen bytes, most significant first, so that SQLite sorts ids as PostgreSQL does.</summary>
internal sealed class GuidBytesConverter() : ValueConverter<Guid, byte[]>(
    id => id.ToByteArray(bigEndian: true),
    stored => new Guid(stored, bigEndian: true));

internal sealed class TenantIdConverter() : ValueConverter<TenantId, Guid>(tenant => tenant.Value, stored => new TenantId(stored));

internal sealed class TenantIdBytesConverter() : ValueConverter<TenantId, byte[]>(
    tenant => tenant.Value.ToByteArray(bigEndian: true),
    stored => new TenantId(new Guid(stored, bigEndian: true)));

internal sealed class IdListConverter() : ValueConverter<IReadOnlyList<Guid>, string>(
    list => JsonSerializer.Serialize(list, JsonSerializerOptions.Default),
    stored => JsonSerializer.Deserialize<Guid[]>(stored, JsonSerializerOptions.Default) ?? Array.Empty<Guid>());

internal sealed class IdListComparer() : ValueComparer<IReadOnlyList<Guid>>(
    (left, right) => left!.SequenceEqual(right!),
    list => list.Aggregate(0, HashCode.Combine),
    list => list.ToArray());
