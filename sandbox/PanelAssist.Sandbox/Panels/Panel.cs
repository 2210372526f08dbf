using PanelAssist.Sandbox.Http;

namespace PanelAssist.Sandbox.Panels;

/// <summary>One panel's books. Everything is read and changed under <see cref="Gate"/>.</summary>
internal sealed class Panel
{
    private readonly List<PanelOrder> _ordersByAge = [];
    private bool _isSorted = true;
    private long _nextOrder = 1;
    private long _nextTask = 501;
    private long _nextPayment = 8801;

    public Panel(string name, string currency, int callsPerSecond, TimeProvider clock)
    {
        Name = name;
        Currency = currency;
        Clock = clock;
        CallsPerSecond = callsPerSecond;
        Limit = new CallWindow(clock, callsPerSecond);
        Changed = new Signal(clock);
        Customer = new CustomerApi(this);
        Admin = new AdminApi(this);
    }

    public Lock Gate { get; } = new();

    public string Name { get; }

    public string Currency { get; }

    public TimeProvider Clock { get; }

    public Signal Changed { get; }

    public int CallsPerSecond { get; private set; }

    public CallWindow Limit { get; private set; }

    public string AdminKey { get; set; } = "";

    /// <summary>The body field the bulk order calls accept: <c>ids</c>, <c>order_id</c> or <c>order</c>.</summary>
    public string CancelField { get; set; } = "ids";

    public Variances Variances { get; set; }

    public CustomerApi Customer { get; }

    public AdminApi Admin { get; }

    public Dictionary<string, PanelUser> UsersByName { get; } = new(StringComparer.OrdinalIgnoreCase);

    public Dictionary<string, PanelUser> UsersByKey { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<int, PanelService> Services { get; } = [];

    public Dictionary<long, PanelOrder> Orders { get; } = [];

    /// <summary>Oldest first; a listing walks it backwards.</summary>
    public List<PanelOrder> OrdersByAge
    {
        get
        {
            // Seeds come in any order of age and by the thousand: sorted once, when somebody looks.
            if (!_isSorted)
            {
                _ordersByAge.Sort(static (a, b) => (a.Created, a.Id).CompareTo((b.Created, b.Id)));
                _isSorted = true;
            }

            return _ordersByAge;
        }
    }

    public Dictionary<long, RefillTask> Refills { get; } = [];

    public Dictionary<long, CancelTask> Cancels { get; } = [];

    public List<PanelPayment> Payments { get; } = [];

    public void LimitTo(int callsPerSecond)
    {
        CallsPerSecond = callsPerSecond;
        Limit = new CallWindow(Clock, callsPerSecond);
    }

    public void Add(PanelUser user)
    {
        UsersByName[user.Username] = user;
        UsersByKey[user.ApiKey] = user;
    }

    public void Add(PanelOrder order)
    {
        if (Orders.Remove(order.Id, out var replaced))
        {
            _ordersByAge.Remove(replaced);
        }

        Orders[order.Id] = order;
        _isSorted &= _ordersByAge.Count == 0 || _ordersByAge[^1].Created <= order.Created;
        _ordersByAge.Add(order);
        _nextOrder = Math.Max(_nextOrder, order.Id + 1);
    }

    public long TakeOrderId() => _nextOrder;

    public RefillTask OpenRefill(PanelOrder order)
    {
        var task = new RefillTask { Id = _nextTask++, Order = order, Created = Clock.GetUtcNow() };
        Refills.Add(task.Id, task);
        order.OpenRefill = task;
        Changed.Raise();
        return task;
    }

    public CancelTask OpenCancel(PanelOrder order)
    {
        var task = new CancelTask { Id = _nextTask++, Order = order, Created = Clock.GetUtcNow() };
        Cancels.Add(task.Id, task);
        order.OpenCancel = task;
        Changed.Raise();
        return task;
    }

    public void Move(RefillTask task, TaskState state)
    {
        task.State = state;
        task.Order.OpenRefill = state is TaskState.Pending or TaskState.InProgress ? task : null;
        Changed.Raise();
    }

    public void Move(CancelTask task, TaskState state)
    {
        task.State = state;
        task.Order.OpenCancel = state is TaskState.Pending or TaskState.InProgress ? task : null;
        if (state is TaskState.Completed)
        {
            CancelAndRefund(task.Order);
        }

        Changed.Raise();
    }

    /// <summary>What was not delivered goes back to the user's balance.</summary>
    public void CancelAndRefund(PanelOrder order)
    {
        if (!order.IsUnfinished && order.Status is not OrderStatus.Fail)
        {
            return;
        }

        order.User.Balance += order.Charge;
        order.Charge = 0;
        order.Status = OrderStatus.Canceled;
        order.OpenCancel = null;
        Changed.Raise();
    }

    public void SetPartial(PanelOrder order, int remains)
    {
        var refund = order.Quantity == 0 ? 0 : Math.Round(order.Charge * remains / order.Quantity, 5);
        order.User.Balance += refund;
        order.Charge -= refund;
        order.Remains = remains;
        order.Status = OrderStatus.Partial;
        Changed.Raise();
    }

    public PanelPayment Pay(PanelUser user, decimal amount, string method, string memo)
    {
        user.Balance += amount;
        var payment = new PanelPayment(_nextPayment++, user, amount, method, memo, Clock.GetUtcNow());
        Payments.Add(payment);
        Changed.Raise();
        return payment;
    }
}
