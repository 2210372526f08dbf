using System.Security.Cryptography;
using System.Text;
using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Tests.Tenancy;

public sealed class SecretEncryptionTests : IAsyncLifetime
{
    private static readonly TenantId Tenant = new(new Guid(1, 0, 0, new byte[8]));
    private static readonly TenantId Other = new(new Guid(2, 0, 0, new byte[8]));

    private readonly DataDirectory _directory = new();
    private EncryptionHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await EncryptionHost.StartAsync(_directory.Path);

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _directory.Dispose();
    }

    [Theory]
    [InlineData("")]
    [InlineData("admin-key-123")]
    [InlineData("ключ 钥匙 🔑")]
    public async Task A_secret_comes_back_as_it_was(string text)
    {
        var stored = await ProtectAsync(text);
        Assert.Equal(text, (await RevealAsync(Tenant, SecretPurpose.PanelAdminKey, stored)).Reveal());
    }

    [Fact]
    public async Task The_stored_form_holds_nothing_readable_and_differs_each_time()
    {
        var first = await ProtectAsync("admin-key-123");
        var second = await ProtectAsync("admin-key-123");
        Assert.NotEqual(first, second);
        Assert.Equal(-1, first.AsSpan().IndexOf("admin"u8));
        Assert.Equal(1 + 16 + 12 + 16 + "admin-key-123".Length, first.Length);
    }

    [Fact]
    public async Task Any_changed_byte_makes_it_unreadable()
    {
        var stored = await ProtectAsync("admin-key-123");
        for (var index = 0; index < stored.Length; index++)
        {
            var altered = stored.ToArray();
            altered[index] ^= 1;
            await RefusedAsync(Tenant, SecretPurpose.PanelAdminKey, altered);
        }
    }

    [Fact]
    public async Task Any_shortened_form_is_unreadable()
    {
        var stored = await ProtectAsync("admin-key-123");
        for (var length = 0; length < stored.Length; length++)
        {
            await RefusedAsync(Tenant, SecretPurpose.PanelAdminKey, stored[..length]);
        }
    }

    [Fact]
    public async Task Another_tenant_cannot_read_it_even_with_its_own_key_made()
    {
        var stored = await ProtectAsync("admin-key-123");
        await _host.Secrets.ProtectAsync(Other, SecretPurpose.PanelAdminKey, "theirs", TestContext.Current.CancellationToken);
        await RefusedAsync(Other, SecretPurpose.PanelAdminKey, stored);
    }

    [Fact]
    public async Task A_secret_cannot_be_put_in_another_purposes_place()
    {
        var stored = await ProtectAsync("admin-key-123");
        foreach (var purpose in Enum.GetValues<SecretPurpose>().Where(purpose => purpose is not SecretPurpose.PanelAdminKey))
        {
            await RefusedAsync(Tenant, purpose, stored);
        }
    }

    [Fact]
    public async Task Many_first_uses_at_once_make_one_key()
    {
        var stored = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => ProtectAsync("x")));
        Assert.Single(stored.Select(bytes => Convert.ToHexString(bytes.AsSpan(1, 16))).Distinct(StringComparer.Ordinal));
        Assert.NotEmpty(await _host.WrappedKeyAsync(Tenant));
    }

    [Fact]
    public async Task Two_processes_that_start_on_an_empty_directory_read_each_others_secrets()
    {
        await using var second = await EncryptionHost.StartAsync(_directory.Path);
        var stored = await Task.WhenAll(
            ProtectAsync("one"),
            second.Secrets.ProtectAsync(Tenant, SecretPurpose.PanelAdminKey, "two", TestContext.Current.CancellationToken).AsTask());
        Assert.Equal("two", (await RevealAsync(Tenant, SecretPurpose.PanelAdminKey, stored[1])).Reveal());
        var other = await second.Secrets.RevealAsync(Tenant, SecretPurpose.PanelAdminKey, stored[0], TestContext.Current.CancellationToken);
        Assert.Equal("one", other.Reveal());
    }

    [Fact]
    public void A_secret_prints_as_stars() => Assert.Equal("***", $"{new Secret("admin-key-123")}");

    [Fact]
    public async Task A_wrapped_key_is_bound_to_its_tenant_and_holds_the_master_keys_id()
    {
        await ProtectAsync("x");
        var key = Convert.FromBase64String((await File.ReadAllTextAsync(_directory.KeyFile, Encoding.ASCII, TestContext.Current.CancellationToken)).Trim());
        Assert.Equal(SHA256.HashData(key)[..8], (await _host.WrappedKeyAsync(Tenant))[1..9]);
    }

    private Task<byte[]> ProtectAsync(string text) =>
        _host.Secrets.ProtectAsync(Tenant, SecretPurpose.PanelAdminKey, text, TestContext.Current.CancellationToken).AsTask();

    private ValueTask<Secret> RevealAsync(TenantId tenant, SecretPurpose purpose, byte[] stored) =>
        _host.Secrets.RevealAsync(tenant, purpose, stored, TestContext.Current.CancellationToken);

    private async Task RefusedAsync(TenantId tenant, SecretPurpose purpose, byte[] stored) =>
        await Assert.ThrowsAnyAsync<CryptographicException>(async () => await RevealAsync(tenant, purpose, stored));
}
