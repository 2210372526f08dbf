using PanelAssist.Engine.Orders;

namespace PanelAssist.Engine.Tests.Orders;

public sealed class StatusNameTests
{
    [Theory]
    [InlineData(OrderStatus.Pending, "Pending", "Awaiting", "PENDING")]
    [InlineData(OrderStatus.InProgress, "In progress", "In Progress", "inprogress", "Inprogress", "in_progress", "IN-PROGRESS", " in\u00A0progress ")]
    [InlineData(OrderStatus.Processing, "Processing", "processing")]
    [InlineData(OrderStatus.Completed, "Completed", "Success", "completed")]
    [InlineData(OrderStatus.Partial, "Partial")]
    [InlineData(OrderStatus.Canceled, "Canceled", "Cancelled", "cancelled")]
    [InlineData(OrderStatus.Refunded, "Refunded")]
    [InlineData(OrderStatus.Failed, "Error", "Fail", "Failed")]
    [InlineData(OrderStatus.Unknown, "Active", "Paused", "Expired", "Refill", "2", "", "Not completed", "Completed?", "a very long text that no panel uses as a status", null)]
    public void Every_spelling_of_a_status_is_known(OrderStatus status, params string?[] spellings) =>
        Assert.All(spellings, spelling => Assert.Equal(status, OrderStatusNames.Read(spelling)));

    [Theory]
    [InlineData(RefillTaskState.Rejected, "Rejected", "tasks.status.rejected")]
    [InlineData(RefillTaskState.InProgress, "In progress", "tasks.status.in_progress")]
    [InlineData(RefillTaskState.Completed, "Completed", "tasks.status.completed")]
    [InlineData(RefillTaskState.Pending, "Pending")]
    [InlineData(RefillTaskState.Failed, "Error")]
    [InlineData(RefillTaskState.Canceled, "Canceled")]
    [InlineData(RefillTaskState.Unknown, "Whatever", "tasks.status.", null)]
    public void Every_spelling_of_a_refill_state_is_known(RefillTaskState state, params string?[] spellings) =>
        Assert.All(spellings, spelling => Assert.Equal(state, RefillTaskStates.Read(spelling)));
}
