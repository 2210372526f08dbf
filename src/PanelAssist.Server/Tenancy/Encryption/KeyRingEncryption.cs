using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace PanelAssist.Server.Tenancy.Encryption;

/// <summary>Seals the platform's own keys (for links in mails, forms, steps of a sign-in) with the master key before they reach the database.</summary>
internal sealed class KeyRingEncryptor(MasterKeys keys) : IXmlEncryptor
{
    public static ReadOnlySpan<byte> Purpose => "key-ring"u8;

    public EncryptedXmlInfo Encrypt(XElement plaintextElement) => new(
        new XElement("sealed", Convert.ToBase64String(keys.Seal(Purpose, Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting))))),
        typeof(KeyRingDecryptor));
}

/// <summary>Made by the key ring itself, by the name of its type in the stored key.</summary>
internal sealed class KeyRingDecryptor(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement) => XElement.Parse(Encoding.UTF8.GetString(
        services.GetRequiredService<MasterKeys>().Open(KeyRingEncryptor.Purpose, Convert.FromBase64String(encryptedElement.Value))));
}
