using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using PanelAssist.Server.Data;

namespace PanelAssist.Server.Mail;

/// <summary>Adds a mail to the same <c>SaveChanges</c> as what it tells of; <see cref="MailDispatcher"/> sends it afterwards.</summary>
internal sealed class MailQueue(AppDbContext db, IDataProtectionProvider protection, SequentialIds ids, TimeProvider time)
{
    public void Add(Letter letter)
    {
        var now = time.GetUtcNow();
        db.Add(new MailEntry
        {
            Id = ids.Next(),
            Sealed = ProtectorOf(protection).Protect(JsonSerializer.SerializeToUtf8Bytes(letter)),
            DueAt = now,
            CreatedAt = now,
        });
    }

    public static IDataProtector ProtectorOf(IDataProtectionProvider protection) => protection.CreateProtector("mail");
}
