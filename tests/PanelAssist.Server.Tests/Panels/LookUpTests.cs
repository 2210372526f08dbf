using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using PanelAssist.Engine.Orders;
using PanelAssist.Server.Panels;

namespace PanelAssist.Server.Tests.Panels;

public sealed class LookUpTests : IAsyncLifetime
{
    private FakePanel _panel = null!;

    public async ValueTask InitializeAsync() => _panel = await FakePanel.StartAsync();

    public ValueTask DisposeAsync() => _panel.DisposeAsync();

    [Fact]
    public async Task An_order_is_read_through_the_admin_api()
    {
        using var subject = new GatewayUnderTest(_panel.Address);
        var answer = Assert.Single(await subject.Gateway.LookUpOrdersAsync(["71"], null, fresh: false));

        Assert.Equal("71", answer.OrderId);
        Assert.Equal(OrderStatus.InProgress, answer.Order!.Status);
        Assert.Equal("ana", answer.Order.Username);
        Assert.Equal(new Money(900_000, "USD"), answer.Order.Charge);
        Assert.Equal(new OrderFlags(Refill: true, RequestCancel: false), answer.Order.Flags);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1767521472), answer.Order.CreatedAt);
        var call = Assert.Single(_panel.Calls);
        Assert.Equal(("GET", "/adminapi/v2/orders", "?ids=71&limit=100", GatewayUnderTest.AdminKeyText), (call.Method, call.Path, call.Query, call.Key));
    }

    [Fact]
    public async Task Several_orders_of_a_customer_are_read_with_the_customers_key_in_one_call()
    {
        using var subject = new GatewayUnderTest(_panel.Address);
        var answers = await subject.Gateway.LookUpOrdersAsync(["72", "71", "72"], GatewayUnderTest.Key("customer-1"), fresh: false);

        Assert.Equal("72 71 72", string.Join(' ', answers.Select(answer => answer.OrderId)));
        Assert.All(answers, answer => Assert.Equal(new Money(410_000, "EUR"), answer.Order!.Charge));
        var call = Assert.Single(_panel.Calls);
        Assert.Equal(("/api/v2", "status", "customer-1"), (call.Path, call.Action, call.Key));
        Assert.Equal("72 71", string.Join(' ', call.Ids));
    }

    [Fact]
    public async Task Questions_that_come_while_the_settings_are_read_share_a_call()
    {
        var read = new TaskCompletionSource();
        using var subject = new GatewayUnderTest(_panel.Address) { RowIsRead = read.Task };
        var questions = Enumerable.Range(70, 20).Select(id => subject.Gateway.LookUpOrdersAsync([id.ToString(CultureInfo.InvariantCulture)], null, fresh: false)).ToList();
        read.SetResult();
        await Task.WhenAll(questions);

        // One that leaves at once, and one with all that came meanwhile.
        Assert.InRange(_panel.Calls.Count, 1, 2);
    }

    [Fact]
    public async Task A_thousand_questions_within_a_second_cost_at_most_twenty_calls()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch);
        using var subject = new GatewayUnderTest(_panel.Address, new PanelOptions(), time);
        var questions = new List<Task<OrderAnswer[]>>();
        for (var number = 0; number < 1_000; number++)
        {
            questions.Add(subject.Gateway.LookUpOrdersAsync([number.ToString(CultureInfo.InvariantCulture)], null, fresh: false));
            time.Advance(TimeSpan.FromMilliseconds(1));
        }

        var all = Task.WhenAll(questions);
        while (!all.IsCompleted)
        {
            await Steps.AdvanceAsync(time, all);
        }

        Assert.All(await all, answers => Assert.NotNull(Assert.Single(answers).Order));
        Assert.InRange(_panel.Calls.Count, 10, 20);
        Assert.Equal(1_000, _panel.Calls.SelectMany(call => call.Ids).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task What_is_asked_while_a_call_is_under_way_shares_the_next_one()
    {
        var first = new TaskCompletionSource();
        _panel.Answer = async (call, http) =>
        {
            await (call.Ids.Contains("1") ? first.Task : Task.CompletedTask);
            await http.Response.WriteAsync(PanelReplies.AdminOrders(call.Ids));
        };
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch);
        using var subject = new GatewayUnderTest(_panel.Address, GatewayUnderTest.Unhurried, time);
        var leaving = subject.Gateway.LookUpOrdersAsync(["1"], null, fresh: false);
        time.Advance(TimeSpan.FromMilliseconds(1));
        var waiting = Enumerable.Range(1, 50)
            .Select(number => subject.Gateway.LookUpOrdersAsync([number.ToString(CultureInfo.InvariantCulture)], null, fresh: false))
            .ToArray();
        first.SetResult();
        await leaving;
        time.Advance(TimeSpan.FromMilliseconds(1));
        await Task.WhenAll(waiting);

        Assert.Equal(2, _panel.Calls.Count);
        Assert.Equal(49, _panel.Calls.Last().Ids.Length);
    }

    [Fact]
    public async Task A_slow_call_does_not_hold_up_the_next_question()
    {
        var never = new TaskCompletionSource();
        _panel.Answer = async (call, http) =>
        {
            await (call.Ids.Contains("1") ? never.Task : Task.CompletedTask);
            await http.Response.WriteAsync(PanelReplies.AdminOrders(call.Ids));
        };
        using var subject = new GatewayUnderTest(_panel.Address, GatewayUnderTest.Unhurried);
        var slow = subject.Gateway.LookUpOrdersAsync(["1"], null, fresh: false);
        var quick = await subject.Gateway.LookUpOrdersAsync(["2"], null, fresh: false);

        Assert.NotNull(quick[0].Order);
        Assert.False(slow.IsCompleted);
        never.SetResult();
        Assert.NotNull((await slow)[0].Order);
    }

    [Fact]
    public async Task An_answer_serves_again_for_five_seconds_and_no_longer()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch);
        using var subject = new GatewayUnderTest(_panel.Address, GatewayUnderTest.Unhurried, time);
        Task<OrderAnswer[]> Ask() => subject.Gateway.LookUpOrdersAsync(["71"], null, fresh: false);
        await Ask();
        time.Advance(TimeSpan.FromSeconds(4.9));
        await Ask();
        Assert.Single(_panel.Calls);
        time.Advance(TimeSpan.FromSeconds(0.1));
        await Ask();
        Assert.Equal(2, _panel.Calls.Count);
    }

    [Fact]
    public async Task An_unknown_order_is_refused_and_remembered_as_unknown()
    {
        _panel.Answer = (call, http) => http.Response.WriteAsync(PanelReplies.AdminOrders(call.Ids.Where(id => id != "72")));
        using var subject = new GatewayUnderTest(_panel.Address, GatewayUnderTest.Unhurried);
        var answers = await subject.Gateway.LookUpOrdersAsync(["71", "72"], null, fresh: false);
        var again = await subject.Gateway.LookUpOrdersAsync(["72"], null, fresh: false);

        Assert.Null(answers[0].Fault);
        Assert.Equal(PanelFault.Refused, answers[1].Fault);
        Assert.Equal(PanelFault.Refused, again[0].Fault);
        Assert.Single(_panel.Calls);
    }

    [Fact]
    public async Task A_fresh_question_goes_past_the_cache()
    {
        using var subject = new GatewayUnderTest(_panel.Address, GatewayUnderTest.Unhurried);
        await subject.Gateway.LookUpOrdersAsync(["71"], null, fresh: false);
        await subject.Gateway.LookUpOrdersAsync(["71"], null, fresh: true);
        Assert.Equal(2, _panel.Calls.Count);
    }

    [Fact]
    public async Task Orders_that_were_not_asked_for_are_not_believed()
    {
        _panel.Answer = (_, http) => http.Response.WriteAsync(PanelReplies.AdminOrders(["1", "2", "3"]));
        using var subject = new GatewayUnderTest(_panel.Address);
        var answer = Assert.Single(await subject.Gateway.LookUpOrdersAsync(["71"], null, fresh: false));
        Assert.Null(answer.Order);
        // The panel ignored the filter, so the order may well exist.
        Assert.Equal(PanelFault.Malformed, answer.Fault);
    }

    [Fact]
    public async Task A_list_cut_short_by_the_panel_is_asked_for_further()
    {
        _panel.Answer = (call, http) => http.Response.WriteAsync(PanelReplies.AdminOrders(call.Ids.Take(20), total: call.Ids.Length));
        using var subject = new GatewayUnderTest(_panel.Address, GatewayUnderTest.Unhurried);
        var ids = Enumerable.Range(1, 50).Select(number => number.ToString(CultureInfo.InvariantCulture)).ToArray();
        var answers = await subject.Gateway.LookUpOrdersAsync(ids, null, fresh: false);
        Assert.All(answers, answer => Assert.NotNull(answer.Order));
        Assert.Equal([50, 30, 10], _panel.Calls.Select(call => call.Ids.Length));
    }

    [Fact]
    public async Task A_panel_that_knows_no_lists_is_asked_one_by_one()
    {
        _panel.Answer = (call, http) => http.Response.WriteAsync(call.Ids.Length > 1 ? """{"error":"Incorrect request"}""" : PanelReplies.CustomerOrders(call.Ids));
        using var subject = new GatewayUnderTest(_panel.Address, GatewayUnderTest.Unhurried);
        var answers = await subject.Gateway.LookUpOrdersAsync(["1", "2", "3"], GatewayUnderTest.Key("customer-1"), fresh: false);
        Assert.All(answers, answer => Assert.NotNull(answer.Order));
        Assert.Equal(4, _panel.Calls.Count);
    }

    [Theory]
    [InlineData("1,2")]
    [InlineData("1&ids=2")]
    [InlineData("")]
    [InlineData("١٢٣")]
    [InlineData("11111111111111111111111111111111111111111")]
    public async Task What_is_no_order_id_never_reaches_the_panel(string id)
    {
        using var subject = new GatewayUnderTest(_panel.Address);
        Assert.Equal(PanelFault.Refused, Assert.Single(await subject.Gateway.LookUpOrdersAsync([id], null, fresh: false)).Fault);
        Assert.Equal(PanelFault.Refused, Assert.Single(await subject.Gateway.StartRefillsAsync([id], GatewayUnderTest.Key("customer-1"))).Fault);
        Assert.Empty(_panel.Calls);
    }

    [Fact]
    public async Task Without_an_admin_key_only_customers_keys_read_orders()
    {
        using var subject = new GatewayUnderTest(_panel.Address, withAdminKey: false);
        Assert.Equal(PanelFault.Unavailable, (await subject.Gateway.LookUpOrdersAsync(["71"], null, fresh: false))[0].Fault);
        Assert.Empty(_panel.Calls);
        Assert.NotNull((await subject.Gateway.LookUpOrdersAsync(["71"], GatewayUnderTest.Key("customer-1"), fresh: false))[0].Order);
    }
}
