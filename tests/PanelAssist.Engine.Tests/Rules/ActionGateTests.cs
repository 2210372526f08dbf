using System.Globalization;
using System.Text;
using PanelAssist.Engine.Orders;
using PanelAssist.Engine.Rules;

namespace PanelAssist.Engine.Tests.Rules;

public sealed class ActionGateTests
{
    private static readonly bool?[] Flags = [null, true, false];

    [Fact]
    public void Every_action_in_every_status_with_every_flag()
    {
        var table = new StringBuilder();
        foreach (var action in Enum.GetValues<OrderActionKind>())
        {
            foreach (var status in Enum.GetValues<OrderStatus>())
            {
                foreach (var flag in Flags)
                {
                    var result = ActionGate.Check(action, Order(status, new OrderFlags(flag, flag)));
                    table.Append(CultureInfo.InvariantCulture, $"{action} {status} flag={flag?.ToString() ?? "silent"}: {result.Refusal?.ToString() ?? "open"}\n");
                    foreach (var line in result.Trace)
                    {
                        table.Append(CultureInfo.InvariantCulture, $"    {(line.Passed ? "pass" : "stop")} {line.Rule}: {line.Detail}\n");
                    }
                }
            }
        }

        Snapshot.Match(table.ToString(), "gates");
    }

    [Theory]
    [InlineData(OrderActionKind.Refill, OrderStatus.Completed, null)]
    [InlineData(OrderActionKind.Refill, OrderStatus.Partial, GateRefusal.PartialHasNoRefill)]
    [InlineData(OrderActionKind.Refill, OrderStatus.Canceled, GateRefusal.WasCanceled)]
    [InlineData(OrderActionKind.Refill, OrderStatus.Refunded, GateRefusal.WasCanceled)]
    [InlineData(OrderActionKind.Refill, OrderStatus.InProgress, GateRefusal.NotCompletedYet)]
    [InlineData(OrderActionKind.Cancel, OrderStatus.Pending, null)]
    [InlineData(OrderActionKind.Cancel, OrderStatus.Completed, GateRefusal.AlreadyEnded)]
    [InlineData(OrderActionKind.SpeedUp, OrderStatus.Processing, null)]
    [InlineData(OrderActionKind.SpeedUp, OrderStatus.Partial, GateRefusal.AlreadyEnded)]
    [InlineData(OrderActionKind.SpeedUp, OrderStatus.Unknown, GateRefusal.UnknownStatus)]
    public void The_status_decides_first(OrderActionKind action, OrderStatus status, GateRefusal? refusal) =>
        Assert.Equal(refusal, ActionGate.Check(action, Order(status, default)).Refusal);

    [Fact]
    public void The_panels_own_no_is_a_no()
    {
        Assert.Equal(GateRefusal.PanelDoesNotOfferRefill, ActionGate.Check(OrderActionKind.Refill, Order(OrderStatus.Completed, new OrderFlags(false, true))).Refusal);
        Assert.Equal(GateRefusal.PanelDoesNotOfferCancel, ActionGate.Check(OrderActionKind.Cancel, Order(OrderStatus.Pending, new OrderFlags(true, false))).Refusal);
        Assert.True(ActionGate.Check(OrderActionKind.Refill, Order(OrderStatus.Completed, new OrderFlags(true, false))).Open);
        Assert.True(ActionGate.Check(OrderActionKind.SpeedUp, Order(OrderStatus.Pending, new OrderFlags(false, false))).Open);
    }

    [Fact]
    public void Only_the_last_line_of_a_trace_can_say_no()
    {
        foreach (var action in Enum.GetValues<OrderActionKind>())
        {
            foreach (var status in Enum.GetValues<OrderStatus>())
            {
                var result = ActionGate.Check(action, Order(status, new OrderFlags(false, false)));
                Assert.Equal(result.Open, result.Trace[^1].Passed);
                Assert.All(result.Trace.SkipLast(1), line => Assert.True(line.Passed));
            }
        }
    }

    private static Order Order(OrderStatus status, OrderFlags flags) =>
        new() { Id = "1001", Status = status, StatusText = "as the panel says", Flags = flags, ReadAt = DateTimeOffset.UnixEpoch };
}
