using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using PanelAssist.Engine.Orders;
using PanelAssist.Server.Panels;

namespace PanelAssist.Server.Tests.Panels;

public sealed class WriteTests : IAsyncLifetime
{
    private static readonly ProtectedKey Customer = GatewayUnderTest.Key("customer-key-1");

    private FakePanel _panel = null!;

    public async ValueTask InitializeAsync() => _panel = await FakePanel.StartAsync();

    public ValueTask DisposeAsync() => _panel.DisposeAsync();

    [Fact]
    public async Task Refills_of_several_orders_start_in_one_call_each_with_its_own_outcome()
    {
        _panel.Answer = (_, http) => http.Response.WriteAsync("""[{"order":71,"refill":504},{"order":"72","refill":{"error":"Incorrect order ID"}}]""");
        using var subject = new GatewayUnderTest(_panel.Address);
        var answers = await subject.Gateway.StartRefillsAsync(["71", "72", "73"], Customer);

        Assert.Equal(new WriteAnswer("71", "504", null, null), answers[0]);
        Assert.Equal(new WriteAnswer("72", null, PanelFault.Refused, "Incorrect order ID"), answers[1]);
        // Not mentioned, so it may have been started.
        Assert.Equal(PanelFault.OutcomeUnknown, answers[2].Fault);
        var call = Assert.Single(_panel.Calls);
        Assert.Equal("key=customer-key-1&action=refill&orders=71%2C72%2C73", call.Body);
    }

    [Fact]
    public async Task A_cancellation_goes_with_the_customers_key_or_else_through_the_admin_api()
    {
        _panel.Answer = (call, http) => http.Response.WriteAsync(call.Path.StartsWith("/admin", StringComparison.Ordinal)
            ? """{"data":{"orders":[{"id":71,"success":true,"message":"","error_code":0},{"id":72,"success":false,"message":"Cancel not allowed","error_code":112}]},"error_message":"","error_code":0}"""
            : """[{"order":71,"cancel":1}]""");
        using var subject = new GatewayUnderTest(_panel.Address);

        Assert.Equal(new WriteAnswer("71", "", null, null), Assert.Single(await subject.Gateway.RequestCancelsAsync(["71"], Customer)));
        var answers = await subject.Gateway.RequestCancelsAsync(["71", "72"], null);
        Assert.Equal(new WriteAnswer("71", "", null, null), answers[0]);
        Assert.Equal(new WriteAnswer("72", null, PanelFault.Refused, "Cancel not allowed"), answers[1]);
        Assert.Equal("""{"ids":"71,72"}""", _panel.Calls.Last().Body);
        Assert.Equal("/adminapi/v2/orders/request-cancel", _panel.Calls.Last().Path);
    }

    [Fact]
    public async Task The_field_for_ids_is_the_one_the_connection_names()
    {
        _panel.Answer = (_, http) => http.Response.WriteAsync("""{"data":{},"error_message":"","error_code":0}""");
        using var subject = new GatewayUnderTest(_panel.Address);
        subject.Row.BulkIdsField = "order_id";
        await subject.Gateway.RequestCancelsAsync(["71"], null);
        Assert.Equal("""{"order_id":"71"}""", _panel.Calls.Single().Body);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_lost_answer_leaves_the_outcome_unknown_and_the_request_is_not_repeated(bool onReusedConnection)
    {
        using var subject = new GatewayUnderTest(_panel.Address);
        if (onReusedConnection)
        {
            // A connection that closes before its answer is what HTTP clients like to try again on.
            await subject.Gateway.LookUpOrdersAsync(["71"], Customer, fresh: false);
        }

        _panel.Answer = (_, http) =>
        {
            http.Abort();
            return Task.CompletedTask;
        };
        var answers = await subject.Gateway.StartRefillsAsync(["71", "72"], Customer);

        Assert.All(answers, answer => Assert.Equal(PanelFault.OutcomeUnknown, answer.Fault));
        Assert.Single(_panel.Calls, call => call.Action == "refill");
    }

    [Theory]
    [InlineData(200, "<html><body>Just a moment...</body></html>")]
    [InlineData(200, "")]
    [InlineData(200, """[{"order":71,"ref""")]
    [InlineData(200, "\"ok\"")]
    [InlineData(200, "{}")]
    [InlineData(502, "<html>Bad gateway</html>")]
    [InlineData(500, """{"error":"Internal error"}""")]
    [InlineData(302, "")]
    public async Task A_reply_that_cannot_be_understood_leaves_the_outcome_unknown(int status, string body)
    {
        _panel.Answer = (_, http) => Reply(http, status, body);
        using var subject = new GatewayUnderTest(_panel.Address);
        Assert.Equal(PanelFault.OutcomeUnknown, Assert.Single(await subject.Gateway.StartRefillsAsync(["71"], Customer)).Fault);
        Assert.Equal(PanelFault.OutcomeUnknown, Assert.Single(await subject.Gateway.RequestCancelsAsync(["71"], null)).Fault);
        Assert.Equal(2, _panel.Calls.Count);
    }

    [Fact]
    public async Task A_panel_that_takes_no_connections_did_nothing()
    {
        var gone = _panel.Address;
        await _panel.DisposeAsync();
        using var subject = new GatewayUnderTest(gone);
        Assert.Equal(PanelFault.Unavailable, Assert.Single(await subject.Gateway.StartRefillsAsync(["71"], Customer)).Fault);
    }

    [Fact]
    public async Task A_refusal_for_too_many_requests_did_nothing_and_is_not_repeated()
    {
        _panel.Answer = (_, http) => Reply(http, 429, """{"error":"Too many requests"}""");
        using var subject = new GatewayUnderTest(_panel.Address);
        Assert.Equal(PanelFault.Unavailable, Assert.Single(await subject.Gateway.StartRefillsAsync(["71"], Customer)).Fault);
        Assert.Single(_panel.Calls);
    }

    [Fact]
    public async Task A_write_that_finds_no_free_slot_in_time_never_leaves()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch);
        _panel.Answer = (call, http) => Reply(http, 200, """[{"order":1,"refill":5}]""");
        using var subject = new GatewayUnderTest(_panel.Address, new PanelOptions { RequestsPerSecond = 0.1 }, time);
        await subject.Gateway.StartRefillsAsync(["1"], Customer);
        var late = await Steps.RunAsync(time, subject.Gateway.StartRefillsAsync(["2"], Customer));
        Assert.Equal(PanelFault.Unavailable, Assert.Single(late).Fault);
        Assert.Single(_panel.Calls);
    }

    [Fact]
    public async Task A_panel_silent_after_a_write_leaves_it_unknown_at_the_deadline()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch);
        var asked = new TaskCompletionSource();
        _panel.Answer = (_, http) =>
        {
            asked.TrySetResult();
            return Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, http.RequestAborted);
        };
        using var subject = new GatewayUnderTest(_panel.Address, new PanelOptions(), time);
        var write = subject.Gateway.StartRefillsAsync(["71"], Customer);
        await asked.Task;
        time.Advance(TimeSpan.FromSeconds(7.9));
        Assert.False(write.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(0.2));
        Assert.Equal(PanelFault.OutcomeUnknown, Assert.Single(await write).Fault);
        Assert.Single(_panel.Calls);
    }

    [Fact]
    public async Task What_was_read_before_a_write_is_not_shown_after_it()
    {
        using var subject = new GatewayUnderTest(_panel.Address, GatewayUnderTest.Unhurried);
        await subject.Gateway.LookUpOrdersAsync(["71", "72"], null, fresh: false);
        var usual = _panel.Answer;
        _panel.Answer = (_, http) => Reply(http, 200, """[{"order":71,"cancel":1}]""");
        await subject.Gateway.RequestCancelsAsync(["71"], Customer);
        _panel.Answer = usual;
        await subject.Gateway.LookUpOrdersAsync(["71", "72"], null, fresh: false);

        Assert.Equal("71,72 71 71", string.Join(' ', _panel.Calls.Select(call => string.Join(',', call.Ids))));
    }

    [Fact]
    public async Task A_key_that_the_panel_repeats_in_its_words_is_taken_out()
    {
        _panel.Answer = (call, http) => Reply(http, 200, $$"""{"error":"Key {{call.Key}} may not\u0007 refill {{new string('x', 400)}}"}""");
        using var subject = new GatewayUnderTest(_panel.Address);
        var detail = Assert.Single(await subject.Gateway.StartRefillsAsync(["71"], Customer)).Detail!;
        Assert.StartsWith("Key *** may not refill", detail, StringComparison.Ordinal);
        Assert.True(detail.Length <= 200);
    }

    [Fact]
    public async Task Refill_states_are_read_in_normal_words()
    {
        _panel.Answer = (_, http) => Reply(http, 200, """[{"refill":504,"status":"tasks.status.in_progress"},{"refill":505,"status":{"error":"Refill not found"}},{"refill":"506","status":"Rejected"}]""");
        using var subject = new GatewayUnderTest(_panel.Address);
        var answers = await subject.Gateway.ReadRefillStatesAsync(["504", "505", "506"], Customer);
        Assert.Equal("in progress", answers[0].Reference);
        Assert.Equal((PanelFault.Refused, "Refill not found"), (answers[1].Fault, answers[1].Detail));
        Assert.Equal("rejected", answers[2].Reference);
    }

    [Fact]
    public async Task A_customers_key_is_checked_by_its_balance()
    {
        using var subject = new GatewayUnderTest(_panel.Address);
        _panel.Answer = (call, http) => Reply(http, 200, call.Key == "customer-key-1" ? """{"balance":41.0207,"currency":"EUR"}""" : """{"error":"Invalid API key"}""");
        Assert.Equal(new Money(41_020_700, "EUR"), (await subject.Gateway.ReadBalanceAsync(Customer)).Value);
        var wrong = await subject.Gateway.ReadBalanceAsync(GatewayUnderTest.Key("wrong-key"));
        Assert.Equal((PanelFault.Refused, "Invalid API key"), (wrong.Fault, wrong.Detail));
    }

    [Fact]
    public async Task A_refused_key_is_not_tried_again_for_a_minute_unless_it_is_being_checked()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch);
        using var subject = new GatewayUnderTest(_panel.Address, GatewayUnderTest.Unhurried, time);
        var usual = _panel.Answer;
        _panel.Answer = (_, http) => Reply(http, 200, """{"error_message":"Invalid api key","error_code":101,"data":[]}""");
        for (var attempt = 0; attempt < 10; attempt++)
        {
            Assert.Equal(PanelFault.Unavailable, (await subject.Gateway.LookUpOrdersAsync(["71"], null, fresh: true))[0].Fault);
        }

        Assert.Single(_panel.Calls);
        _panel.Answer = usual;
        time.Advance(TimeSpan.FromSeconds(61));
        Assert.Null((await subject.Gateway.LookUpOrdersAsync(["71"], null, fresh: true))[0].Fault);
    }

    private static Task Reply(HttpContext http, int status, string body)
    {
        http.Response.StatusCode = status;
        if (status == 302)
        {
            http.Response.Headers.Location = "https://elsewhere.example/login";
        }

        return status is (int)HttpStatusCode.NoContent ? Task.CompletedTask : http.Response.WriteAsync(body);
    }
}
