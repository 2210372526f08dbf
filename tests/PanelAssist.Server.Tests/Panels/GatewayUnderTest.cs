using System.Diagnostics.Metrics;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using PanelAssist.Server.Outbound;
using PanelAssist.Server.Panels;
using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Tests.Panels;

/// <summary>A gateway as the grain makes it, over the product's own HTTP handler, on a clock of the test's choice.</summary>
internal sealed class GatewayUnderTest : IDisposable
{
    public const string AdminKeyText = "admin-key-0123456789";

    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly HttpClient _http;

    public GatewayUnderTest(Uri panel, PanelOptions? options = null, TimeProvider? time = null, bool withAdminKey = true)
    {
        var outbound = Options.Create(new OutboundOptions { AllowedPrivateNetworks = ["127.0.0.0/8"] });
        _http = new HttpClient(PanelServices.Handler(new PublicAddressOnly(outbound)));
        PanelServices.Configure(_http);
        time ??= TimeProvider.System;
        Row = new PanelConnection
        {
            Id = Guid.CreateVersion7(time.GetUtcNow()),
            TenantId = new TenantId(Guid.CreateVersion7(time.GetUtcNow())),
            Name = "Panel",
            Kind = PanelKind.PerfectV2,
            BaseUrl = panel,
            AdminKey = withAdminKey ? Encoding.UTF8.GetBytes(AdminKeyText) : null,
            ApiKey = null,
            BulkIdsField = "ids",
            CreatedAt = time.GetUtcNow(),
        };
        Gateway = new PanelGateway(
            new PanelGatewayKey(Row.TenantId, Row.Id),
            async _ =>
            {
                await RowIsRead;
                return Row;
            },
            new PlainSecrets(),
            _http,
            options ?? new PanelOptions(),
            time,
            new PanelMetrics(_services.GetRequiredService<IMeterFactory>()),
            NullLogger.Instance);
    }

    public PanelConnection Row { get; }

    public PanelGateway Gateway { get; }

    /// <summary>What reading the row waits for, as it does for a database.</summary>
    public Task RowIsRead { get; set; } = Task.CompletedTask;

    /// <summary>A budget and a patience that never limit what the test is about.</summary>
    public static PanelOptions Unhurried => new() { RequestsPerSecond = 10_000, Deadline = TimeSpan.FromSeconds(20) };

    public static ProtectedKey Key(string text) => new(Encoding.UTF8.GetBytes(text));

    public void Dispose()
    {
        Gateway.Dispose();
        _http.Dispose();
        _services.Dispose();
    }

    private sealed class PlainSecrets : ISecretProtector
    {
        public ValueTask<byte[]> ProtectAsync(TenantId tenant, SecretPurpose purpose, string plaintext, CancellationToken cancellationToken) =>
            ValueTask.FromResult(Encoding.UTF8.GetBytes(plaintext));

        public ValueTask<Secret> RevealAsync(TenantId tenant, SecretPurpose purpose, byte[] ciphertext, CancellationToken cancellationToken) =>
            ValueTask.FromResult(new Secret(Encoding.UTF8.GetString(ciphertext)));
    }
}
