using System.Globalization;
using System.IO.Compression;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using PanelAssist.Server.Panels;

namespace PanelAssist.Server.Tests.Panels;

public sealed class FaultTests : IAsyncLifetime
{
    private FakePanel _panel = null!;

    public async ValueTask InitializeAsync() => _panel = await FakePanel.StartAsync();

    public ValueTask DisposeAsync() => _panel.DisposeAsync();

    [Theory]
    [InlineData(200, "<!DOCTYPE html><title>Login</title>", PanelFault.Malformed)]
    [InlineData(403, "<html>Checking your browser</html>", PanelFault.Malformed)]
    [InlineData(200, "", PanelFault.Malformed)]
    [InlineData(200, """{"data":{"count":1,"list":[{"id":71,"sta""", PanelFault.Malformed)]
    [InlineData(200, "null", PanelFault.Malformed)]
    [InlineData(200, "{}", PanelFault.Malformed)]
    [InlineData(200, """{"data":"\ud800"}""", PanelFault.Malformed)]
    [InlineData(301, "", PanelFault.Malformed)]
    [InlineData(502, "<html>Bad gateway</html>", PanelFault.Unavailable)]
    [InlineData(503, """{"error":"Maintenance"}""", PanelFault.Unavailable)]
    [InlineData(200, """{"error":"Something is off"}""", PanelFault.Unavailable)]
    [InlineData(200, """{"error":"Incorrect order ID"}""", PanelFault.Refused)]
    [InlineData(404, """{"error":"Order not found."}""", PanelFault.Refused)]
    [InlineData(403, """{"error_message":"Forbidden","error_code":403}""", PanelFault.Unavailable)]
    [InlineData(400, """{"error":"Incorrect request"}""", PanelFault.Unavailable)]
    [InlineData(200, """{"data":[],"error_message":"Page not found.","error_code":100}""", PanelFault.Unavailable)]
    [InlineData(404, """{"data":[],"error_message":"Page not found.","error_code":100}""", PanelFault.Unavailable)]
    [InlineData(200, """{"status":"fail","error":"bad_auth"}""", PanelFault.Unavailable)]
    [InlineData(200, """{"error":"Invalid key","status":"102"}""", PanelFault.Unavailable)]
    [InlineData(200, """{"status":false,"msg":"API tidak aktif"}""", PanelFault.Unavailable)]
    [InlineData(200, """{"status":false,"data":{"msg":"API tidak aktif"}}""", PanelFault.Unavailable)]
    [InlineData(200, """{"success":false,"data":{"name":"Forbidden","message":"No"}}""", PanelFault.Unavailable)]
    public async Task A_bad_reply_is_never_an_order(int status, string body, object expected)
    {
        _panel.Answer = (_, http) =>
        {
            http.Response.StatusCode = status;
            return http.Response.WriteAsync(body);
        };
        using var subject = new GatewayUnderTest(_panel.Address, GatewayUnderTest.Unhurried);
        foreach (var key in new[] { null, GatewayUnderTest.Key("customer-1") })
        {
            var answer = Assert.Single(await subject.Gateway.LookUpOrdersAsync(["71"], key, fresh: false));
            Assert.Null(answer.Order);
            Assert.Equal((PanelFault)expected, answer.Fault);
        }
    }

    [Fact]
    public async Task A_read_is_tried_twice_over_a_broken_connection()
    {
        var calls = 0;
        var usual = _panel.Answer;
        _panel.Answer = (call, http) =>
        {
            if (Interlocked.Increment(ref calls) == 1)
            {
                http.Abort();
                return Task.CompletedTask;
            }

            return usual(call, http);
        };
        using var subject = new GatewayUnderTest(_panel.Address, GatewayUnderTest.Unhurried);
        Assert.NotNull((await subject.Gateway.LookUpOrdersAsync(["71"], GatewayUnderTest.Key("customer-1"), fresh: false))[0].Order);
        Assert.Equal(2, _panel.Calls.Count);
    }

    [Fact]
    public async Task A_panel_that_fails_is_left_alone_after_few_calls_and_tried_again_later()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch);
        var usual = _panel.Answer;
        _panel.Answer = (_, http) =>
        {
            http.Response.StatusCode = 500;
            return Task.CompletedTask;
        };
        using var subject = new GatewayUnderTest(_panel.Address, GatewayUnderTest.Unhurried, time);
        for (var number = 0; number < 100; number++)
        {
            var answer = await Steps.RunAsync(time, subject.Gateway.LookUpOrdersAsync([number.ToString(CultureInfo.InvariantCulture)], null, fresh: false));
            Assert.Equal(PanelFault.Unavailable, answer[0].Fault);
        }

        Assert.InRange(_panel.Calls.Count, 5, 10);
        var before = _panel.Calls.Count;
        Assert.Equal(PanelFault.Unavailable, (await subject.Gateway.StartRefillsAsync(["1"], GatewayUnderTest.Key("customer-1")))[0].Fault);
        Assert.Equal(before, _panel.Calls.Count);

        _panel.Answer = usual;
        time.Advance(TimeSpan.FromSeconds(15));
        // A write does not try the panel out; a read does.
        Assert.Equal(PanelFault.Unavailable, (await subject.Gateway.StartRefillsAsync(["1"], GatewayUnderTest.Key("customer-1")))[0].Fault);
        Assert.NotNull((await Steps.RunAsync(time, subject.Gateway.LookUpOrdersAsync(["1"], null, fresh: false)))[0].Order);
        Assert.NotNull((await Steps.RunAsync(time, subject.Gateway.LookUpOrdersAsync(["2"], null, fresh: false)))[0].Order);
    }

    [Fact]
    public async Task Errors_of_the_admin_api_with_status_200_open_the_circuit_too()
    {
        _panel.Answer = (_, http) => http.Response.WriteAsync("""{"error":"Database is gone"}""");
        using var subject = new GatewayUnderTest(_panel.Address, GatewayUnderTest.Unhurried);
        for (var number = 0; number < 20; number++)
        {
            Assert.Equal(PanelFault.Unavailable, (await subject.Gateway.LookUpOrdersAsync(["1"], null, fresh: true))[0].Fault);
        }

        Assert.Equal(5, _panel.Calls.Count);
    }

    [Fact]
    public async Task A_failed_probe_opens_the_circuit_again()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch);
        _panel.Answer = (_, http) => http.Response.WriteAsync("<html>");
        using var subject = new GatewayUnderTest(_panel.Address, GatewayUnderTest.Unhurried, time);
        for (var number = 0; number < 10; number++)
        {
            await Steps.RunAsync(time, subject.Gateway.LookUpOrdersAsync(["1"], null, fresh: true));
        }

        Assert.Equal(5, _panel.Calls.Count);
        time.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal(PanelFault.Malformed, (await Steps.RunAsync(time, subject.Gateway.LookUpOrdersAsync(["1"], null, fresh: true)))[0].Fault);
        Assert.Equal(PanelFault.Unavailable, (await Steps.RunAsync(time, subject.Gateway.LookUpOrdersAsync(["1"], null, fresh: true)))[0].Fault);
        Assert.Equal(6, _panel.Calls.Count);
    }

    [Fact]
    public async Task A_silent_panel_is_given_up_at_the_deadline()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch);
        _panel.Answer = (_, http) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, http.RequestAborted);
        using var subject = new GatewayUnderTest(_panel.Address, new PanelOptions(), time);
        var started = time.GetUtcNow();
        var answers = await Steps.RunAsync(time, subject.Gateway.LookUpOrdersAsync(["71"], null, fresh: false));
        Assert.Equal(PanelFault.Unavailable, answers[0].Fault);
        Assert.InRange(time.GetUtcNow() - started, TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(8.5));
    }

    [Fact]
    public async Task A_pause_the_panel_asks_for_is_kept_and_the_question_still_answered()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch);
        var usual = _panel.Answer;
        var limited = time.GetUtcNow() + TimeSpan.FromSeconds(3);
        _panel.Answer = (call, http) =>
        {
            if (time.GetUtcNow() < limited)
            {
                http.Response.StatusCode = 429;
                http.Response.Headers.RetryAfter = "3";
                return Task.CompletedTask;
            }

            return usual(call, http);
        };
        using var subject = new GatewayUnderTest(_panel.Address, new PanelOptions(), time);
        var answers = await Steps.RunAsync(time, subject.Gateway.LookUpOrdersAsync(["71"], null, fresh: false));
        Assert.NotNull(answers[0].Order);
        Assert.Equal(2, _panel.Calls.Count);
    }

    [Fact]
    public async Task A_pause_longer_than_the_deadline_is_answered_at_once()
    {
        _panel.Answer = (_, http) =>
        {
            http.Response.StatusCode = 429;
            http.Response.Headers.RetryAfter = "30";
            return Task.CompletedTask;
        };
        using var subject = new GatewayUnderTest(_panel.Address, GatewayUnderTest.Unhurried);
        Assert.Equal(PanelFault.Unavailable, (await subject.Gateway.LookUpOrdersAsync(["71"], null, fresh: false))[0].Fault);
        Assert.Equal(PanelFault.Unavailable, (await subject.Gateway.LookUpOrdersAsync(["72"], null, fresh: false))[0].Fault);
        Assert.Single(_panel.Calls);
    }

    [Fact]
    public async Task A_reply_larger_than_five_megabytes_is_not_read_even_when_compressed()
    {
        _panel.Answer = async (_, http) =>
        {
            http.Response.Headers.ContentEncoding = "gzip";
            await using var gzip = new GZipStream(http.Response.Body, CompressionLevel.Fastest);
            var spaces = new byte[64 * 1024];
            Array.Fill(spaces, (byte)' ');
            for (var written = 0; written < 200; written++)
            {
                await gzip.WriteAsync(spaces);
            }
        };
        using var subject = new GatewayUnderTest(_panel.Address, GatewayUnderTest.Unhurried);
        Assert.Equal(PanelFault.Malformed, (await subject.Gateway.LookUpOrdersAsync(["71"], null, fresh: false))[0].Fault);
    }

    [Fact]
    public async Task Changed_settings_close_the_circuit_and_are_read_again()
    {
        _panel.Answer = (_, http) => http.Response.WriteAsync("<html>");
        using var subject = new GatewayUnderTest(new Uri(_panel.Address, "/wrong"), GatewayUnderTest.Unhurried);
        for (var number = 0; number < 6; number++)
        {
            await subject.Gateway.LookUpOrdersAsync(["71"], null, fresh: true);
        }

        _panel.Answer = (call, http) => http.Response.WriteAsync(PanelReplies.AdminOrders(call.Ids));
        subject.Row.BaseUrl = _panel.Address;
        subject.Gateway.ForgetSettings();
        Assert.NotNull((await subject.Gateway.LookUpOrdersAsync(["71"], null, fresh: false))[0].Order);
        Assert.Equal("/adminapi/v2/orders", _panel.Calls.Last().Path);
    }
}
