using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace PanelAssist.Server.Tests.Faults;

/// <summary>The disk takes no more writes while customers write. A limit on the process's files plays the full disk; it needs no rights.</summary>
[Trait("Category", "Faults")]
[Collection(FaultTests.Name)]
public sealed class FullDiskTests(ITestOutputHelper output)
{
    private const string Limiter = "/usr/bin/prlimit";
    private const int Outages = 2;
    private const int OnTheirWay = 4;
    private const int Refused = 25;
    private const int Customers = OnTheirWay + (Outages * Refused);

    // Fewer than are refused: a refused message that kept its place would block everybody.
    private const string RoomInMemory = "16";

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task While_the_disk_is_full_senders_are_sent_away_and_afterwards_everybody_is_answered_once()
    {
        Assert.SkipUnless(File.Exists(Limiter), "prlimit is not installed.");
        var database = await TestDatabase.CreateAsync();
        await using var stage = await FaultStage.StartAsync(database, ("Inbox__MaxInFlight", RoomInMemory), ("Inbox__Lease", "00:00:31"), ("Outbox__Lease", "00:00:20"));
        Assert.SkipUnless(database.IsSqlite, "The embedded database's own.");
        var shop = await stage.OpenShopAsync("full-disk", Customers);
        var orders = await shop.OrdersAsync(Customers, "completed");
        var updates = orders.Select((order, customer) => shop.Update(shop.ChatOf(customer), $"status {order}")).ToList();

        // Some are on their way when the disk fills up for the first time.
        foreach (var update in updates.Take(OnTheirWay))
        {
            Assert.Equal(HttpStatusCode.OK, await shop.DeliverAsync(update));
        }

        for (var outage = 0; outage < Outages; outage++)
        {
            var late = updates.GetRange(OnTheirWay + (outage * Refused), Refused);
            await FillTheDiskAsync(stage, shop, late);
            var mended = TimeProvider.System.GetTimestamp();
            foreach (var update in late)
            {
                Assert.Equal(HttpStatusCode.OK, await shop.DeliverAsync(update));
            }

            for (var customer = 0; customer < OnTheirWay + ((outage + 1) * Refused); customer++)
            {
                await shop.UntilSaidAsync(shop.ChatOf(customer), $"Order {orders[customer]}: completed", Soon);
            }

            output.WriteLine($"Everybody answered {TimeProvider.System.GetElapsedTime(mended).TotalSeconds:0.0} s after the disk had room again.");
        }

        for (var customer = 0; customer < Customers; customer++)
        {
            var said = await shop.SaidAsync(shop.ChatOf(customer));
            var shown = await shop.ShownAsync(shop.ChatOf(customer));
            Assert.Equal(1, shown.Count(message => message.Direction == "in"));
            Assert.True(said.Count == 1 || shown.Exists(message => message.Delivery == "sent_possibly_twice"), $"Said twice and not flagged: {said[0]}");
        }
    }

    private static async Task FillTheDiskAsync(FaultStage stage, FaultShop shop, List<object> updates)
    {
        await LimitFilesAsync(stage.Product, "1:unlimited");
        foreach (var update in updates)
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, await shop.DeliverAsync(update));
        }

        using var ready = await stage.Product.Http.GetAsync(new Uri("health/ready", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        using var live = await stage.Product.Http.GetAsync(new Uri("health/live", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
        await LimitFilesAsync(stage.Product, "unlimited:unlimited");
    }

    private static async Task LimitFilesAsync(ProductProcess product, string limit)
    {
        using var limiting = Process.Start(Limiter, ["--pid", product.Id.ToString(CultureInfo.InvariantCulture), "--fsize=" + limit])
            ?? throw new InvalidOperationException("prlimit did not start.");
        await limiting.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, limiting.ExitCode);
    }
}
