using System.Text;
using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Inbox;

/// <summary>
/// A customer may write their panel key into a chat. Erasing that event later does not reach the database's log, its free
/// pages or a backup, so what may hold a key is encrypted before it is stored at all.
/// </summary>
internal sealed class PayloadSeal(ISecretProtector secrets)
{
    /// <summary>No JSON begins with it.</summary>
    private const byte Mark = 0;

    /// <summary>The word that a key is given with; that other messages have it too costs them a microsecond.</summary>
    public static bool IsNeededFor(ReadOnlySpan<byte> payload)
    {
        if (IsOn(payload))
        {
            return true;
        }

        for (var at = payload.IndexOfAny((byte)'k', (byte)'K'); at >= 0; at = payload.IndexOfAny((byte)'k', (byte)'K'))
        {
            payload = payload[at..];
            if (Ascii.EqualsIgnoreCase(payload[..Math.Min(3, payload.Length)], "key"u8))
            {
                return true;
            }

            payload = payload[1..];
        }

        return false;
    }

    public static bool IsOn(ReadOnlySpan<byte> stored) => stored is [Mark, ..];

    /// <remarks>Latin-1 carries any bytes as text and back, also those that are no text.</remarks>
    public async ValueTask<byte[]> CloseAsync(TenantId tenant, byte[] payload, CancellationToken cancellationToken) =>
        [Mark, .. await secrets.ProtectAsync(tenant, SecretPurpose.InboxPayload, Encoding.Latin1.GetString(payload), cancellationToken)];

    public async ValueTask<byte[]> OpenAsync(TenantId tenant, byte[] stored, CancellationToken cancellationToken) =>
        Encoding.Latin1.GetBytes((await secrets.RevealAsync(tenant, SecretPurpose.InboxPayload, stored[1..], cancellationToken)).Reveal());
}
