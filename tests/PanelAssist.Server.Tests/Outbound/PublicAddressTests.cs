using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using PanelAssist.Server.Outbound;
using PanelAssist.Server.Panels;

namespace PanelAssist.Server.Tests.Outbound;

public sealed class PublicAddressTests
{
    // First and last of every block that must never be reached, and where a public address may hide inside another.
    public static TheoryData<string> NotPublic => new(
        "0.0.0.0", "0.255.255.255", "10.0.0.0", "10.255.255.255", "100.64.0.0", "100.127.255.255", "127.0.0.1", "127.255.255.255",
        "169.254.0.0", "169.254.169.254", "172.16.0.0", "172.31.255.255", "192.0.0.0", "192.0.0.255", "192.0.2.1", "192.88.99.1",
        "192.168.0.0", "192.168.255.255", "198.18.0.0", "198.19.255.255", "198.51.100.7", "203.0.113.7", "224.0.0.1", "239.255.255.255",
        "240.0.0.0", "255.255.255.255", "::", "::1", "::7f00:1", "::ffff:127.0.0.1", "::ffff:10.1.2.3", "::ffff:169.254.169.254",
        "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::808:808", "2002:7f00:1::", "2002:808:808::1", "2001:0:7f00:1::",
        "2001:db8::1", "100::1", "fc00::1", "fdff:ffff::1", "fe80::1", "fe80::1%3", "fec0::1", "ff02::1", "3fff::1", "5f00::1", "4000::1");

    public static TheoryData<string> Public => new(
        "1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.0", "169.253.255.255",
        "169.255.0.0", "172.15.255.255", "172.32.0.0", "192.167.255.255", "192.169.0.0", "198.17.255.255", "198.20.0.0", "223.255.255.255",
        "2606:4700:4700::1111", "2a00:1450:4001::1", "::ffff:8.8.8.8", "64:ff9b::808:808");

    [Theory]
    [MemberData(nameof(NotPublic))]
    public void A_reserved_address_is_not_public(string address) => Assert.False(PublicAddresses.IsPublic(IPAddress.Parse(address)));

    [Theory]
    [MemberData(nameof(Public))]
    public void A_host_of_the_internet_is_public(string address) => Assert.True(PublicAddresses.IsPublic(IPAddress.Parse(address)));

    [Fact]
    public void No_private_address_is_public_however_it_is_written()
    {
        var random = new Random(20260104);
        string[] blocks = ["0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16", "198.18.0.0/15", "224.0.0.0/4", "240.0.0.0/4"];
        var checkedForms = 0;
        for (var round = 0; round < 2_000; round++)
        {
            var network = IPNetwork.Parse(blocks[random.Next(blocks.Length)]);
            var bits = Bits(network.BaseAddress) | ((uint)random.NextInt64() & (network.PrefixLength == 32 ? 0 : uint.MaxValue >> network.PrefixLength));
            foreach (var text in Forms(bits))
            {
                // What no parser reads as an address would be a name, and is checked once it is resolved.
                if (IPAddress.TryParse(text, out var address))
                {
                    Assert.False(PublicAddresses.IsPublic(address), text);
                    checkedForms++;
                }

                if (Uri.TryCreate($"https://{(text.Contains(':', StringComparison.Ordinal) ? $"[{text}]" : text)}/", UriKind.Absolute, out var url)
                    && IPAddress.TryParse(url.IdnHost, out var host))
                {
                    Assert.False(PublicAddresses.IsPublic(host), text);
                    checkedForms++;
                }
            }
        }

        Assert.InRange(checkedForms, 10_000, int.MaxValue);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("2130706433")]
    [InlineData("0x7f000001")]
    [InlineData("0x7f.1")]
    [InlineData("0177.0.0.1")]
    [InlineData("127.1")]
    [InlineData("0.0.0.0")]
    [InlineData("0")]
    [InlineData("localhost")]
    [InlineData("localhost.")]
    [InlineData("[::1]")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("[::ffff:7f00:1]")]
    [InlineData("[64:ff9b::7f00:1]")]
    [InlineData("①②⑦.0.0.1")]
    public async Task No_spelling_of_this_machine_is_connected_to(string host)
    {
        using var sink = new TcpListener(IPAddress.IPv6Any, 0);
        sink.Server.DualMode = true;
        sink.Start();
        var port = ((IPEndPoint)sink.LocalEndpoint).Port;
        using var client = Client(new OutboundOptions { AllowedPorts = [443, port] });
        foreach (var scheme in new[] { "http", "https" })
        {
            var failure = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(new Uri($"{scheme}://{host}:{port}/"), TestContext.Current.CancellationToken));
            Assert.True(failure.InnerException is OutboundRefusedException || failure.HttpRequestError is HttpRequestError.NameResolutionError, failure.ToString());
        }

        Assert.False(sink.Pending());
    }

    [Theory]
    [InlineData("127.0.0.1", 5081, false, "127.0.0.0/8", true)]
    [InlineData("::1", 5081, false, "127.0.0.0/8", true)]
    [InlineData("10.0.0.1", 443, true, "127.0.0.0/8", false)]
    [InlineData("8.8.8.8", 443, true, "", true)]
    [InlineData("8.8.8.8", 443, false, "", false)]
    [InlineData("8.8.8.8", 8443, true, "", false)]
    [InlineData("8.8.8.8,127.0.0.1", 443, true, "", false)]
    [InlineData("8.8.8.8,127.0.0.1", 80, false, "127.0.0.0/8", false)]
    [InlineData("8.8.8.8", 80, false, "0.0.0.0/0", false)]
    public void What_may_be_connected_to_depends_on_every_address_the_port_and_the_scheme(string addresses, int port, bool secure, string allowed, bool expected)
    {
        var subject = new PublicAddressOnly(Options.Create(new OutboundOptions { AllowedPrivateNetworks = allowed.Length == 0 ? [] : [allowed] }));
        Assert.Equal(expected, subject.Refusal([.. addresses.Split(',').Select(IPAddress.Parse)], port, secure) is null);
    }

    private static HttpClient Client(OutboundOptions options) => new(PanelServices.Handler(new PublicAddressOnly(Options.Create(options))))
    {
        // The sink never answers: whoever gets through to it must not wait for ever.
        Timeout = TimeSpan.FromSeconds(10),
    };

    private static uint Bits(IPAddress address) => System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(address.GetAddressBytes());

    private static IEnumerable<string> Forms(uint bits)
    {
        var (a, b, c, d) = (bits >> 24, (bits >> 16) & 255, (bits >> 8) & 255, bits & 255);
        yield return $"{a}.{b}.{c}.{d}";
        yield return $"{bits}";
        yield return $"0x{bits:x8}";
        yield return $"0{Convert.ToString(a, 8)}.{b}.{c}.0{Convert.ToString(d, 8)}";
        yield return $"{a}.{b}.{bits & 0xffff}";
        yield return $"{a}.{bits & 0xffffff}";
        yield return $"::ffff:{a}.{b}.{c}.{d}";
        yield return $"::ffff:{bits >> 16:x}:{bits & 0xffff:x}";
        yield return $"64:ff9b::{bits >> 16:x}:{bits & 0xffff:x}";
        yield return $"2002:{bits >> 16:x}:{bits & 0xffff:x}::1";
        yield return $"::{a}.{b}.{c}.{d}";
    }
}
