using System.Globalization;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using PanelAssist.Server.Tenancy;
using PanelAssist.Server.Tenancy.Encryption;

namespace PanelAssist.Server.Tests.Tenancy;

[UnsupportedOSPlatform("windows")]
public sealed class MasterKeyTests : IDisposable
{
    private static readonly TenantId Tenant = new(new Guid(1, 0, 0, new byte[8]));

    private readonly DataDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task The_first_start_makes_a_key_file_that_only_its_owner_reads()
    {
        await using var host = await EncryptionHost.StartAsync(_directory.Path);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_directory.KeyFile));
        Assert.DoesNotContain(Directory.GetFiles(_directory.Path), file => file.Contains("master.key.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_restart_uses_the_same_file_and_does_not_write_it()
    {
        byte[] stored;
        await using (var first = await EncryptionHost.StartAsync(_directory.Path))
        {
            stored = await ProtectAsync(first);
        }

        var file = await File.ReadAllBytesAsync(_directory.KeyFile, TestContext.Current.CancellationToken);
        await using var second = await EncryptionHost.StartAsync(_directory.Path);
        Assert.Equal("secret", await RevealAsync(second, stored));
        Assert.Equal(file, await File.ReadAllBytesAsync(_directory.KeyFile, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.OtherWrite)]
    public async Task A_key_file_open_to_others_stops_the_start(UnixFileMode more)
    {
        await (await EncryptionHost.StartAsync(_directory.Path)).DisposeAsync();
        File.SetUnixFileMode(_directory.KeyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite | more);
        Assert.Contains("chmod 600", await StartFailsAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("c2hvcnQ=")]
    [InlineData("not base64 at all !")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==")]
    public async Task A_key_file_that_is_no_key_stops_the_start_and_stays_as_it_is(string content)
    {
        await File.WriteAllTextAsync(_directory.KeyFile, content, TestContext.Current.CancellationToken);
        File.SetUnixFileMode(_directory.KeyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Assert.Contains("32 bytes", await StartFailsAsync(), StringComparison.Ordinal);
        Assert.Equal(content, await File.ReadAllTextAsync(_directory.KeyFile, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_lost_key_file_stops_the_start_and_is_not_made_anew()
    {
        await using (var host = await EncryptionHost.StartAsync(_directory.Path))
        {
            await ProtectAsync(host);
        }

        File.Delete(_directory.KeyFile);
        Assert.Contains("restore " + _directory.KeyFile, await StartFailsAsync(), StringComparison.Ordinal);
        Assert.False(File.Exists(_directory.KeyFile));
    }

    [Fact]
    public async Task Another_key_than_the_databases_stops_the_start_and_names_the_missing_one()
    {
        var old = NewKey();
        await using (var host = await EncryptionHost.StartAsync(_directory.Path, ("Encryption:MasterKey", old)))
        {
            await ProtectAsync(host);
        }

        var id = Convert.ToHexStringLower(SHA256.HashData(Convert.FromBase64String(old)).AsSpan(0, 8));
        var message = await StartFailsAsync(("Encryption:MasterKey", NewKey()));
        Assert.Contains(id, message, StringComparison.Ordinal);
        Assert.Contains("PreviousMasterKeys", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_master_key_takes_over_what_the_previous_one_protects()
    {
        var (old, current) = (NewKey(), NewKey());
        byte[] stored;
        await using (var host = await EncryptionHost.StartAsync(_directory.Path, ("Encryption:MasterKey", old)))
        {
            stored = await ProtectAsync(host);
        }

        await using (var rotated = await EncryptionHost.StartAsync(_directory.Path, ("Encryption:MasterKey", current), ("Encryption:PreviousMasterKeys:0", old)))
        {
            Assert.Equal("secret", await RevealAsync(rotated, stored));
        }

        await using var withoutOld = await EncryptionHost.StartAsync(_directory.Path, ("Encryption:MasterKey", current));
        Assert.Equal("secret", await RevealAsync(withoutOld, stored));
    }

    [Theory]
    [InlineData("Encryption:MasterKey")]
    [InlineData("Encryption:PreviousMasterKeys:0")]
    public async Task A_configured_key_of_the_wrong_length_stops_the_start_without_being_printed(string setting)
    {
        var message = await StartFailsAsync((setting, "c2hvcnQ="));
        Assert.Contains("32 bytes in base64", message, StringComparison.Ordinal);
        Assert.DoesNotContain("c2hvcnQ", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_many_that_make_the_file_at_once_all_get_the_first_ones_key()
    {
        for (var round = 0; round < 50; round++)
        {
            var directory = Path.Combine(_directory.Path, round.ToString(CultureInfo.InvariantCulture));
            var ids = new string[8];
            Parallel.For(0, ids.Length, index => ids[index] = new MasterKeyFile(directory).Create().Id);
            Assert.Single(ids.Distinct(StringComparer.Ordinal));
            Assert.Single(Directory.GetFiles(directory));
        }
    }

    private static string NewKey() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    private static ValueTask<byte[]> ProtectAsync(EncryptionHost host) =>
        host.Secrets.ProtectAsync(Tenant, SecretPurpose.HookSecret, "secret", TestContext.Current.CancellationToken);

    private static async Task<string> RevealAsync(EncryptionHost host, byte[] stored) =>
        (await host.Secrets.RevealAsync(Tenant, SecretPurpose.HookSecret, stored, TestContext.Current.CancellationToken)).Reveal();

    private async Task<string> StartFailsAsync(params (string Key, string Value)[] settings) =>
        (await Assert.ThrowsAsync<MasterKeyException>(async () => await EncryptionHost.StartAsync(_directory.Path, settings))).Message;
}
