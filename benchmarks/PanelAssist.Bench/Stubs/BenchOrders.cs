using System.Globalization;

namespace PanelAssist.Bench.Stubs;

/// <summary>
/// The made-up world of the benchmarks, computed from numbers so that no stub keeps a table:
/// customer <c>n</c> writes from chat <c>FirstChat + n</c>, is <c>u{n}</c> at the panel, and owns 1,000 orders.
/// </summary>
internal static class BenchOrders
{
    public const long FirstChat = 500_000_000;
    public const int MostCustomers = 80_000;
    public const string AdminKey = "bench-admin-key";
    private const long FirstOrder = 10_000_000;
    private const int OrdersEach = 1_000;

    /// <summary>Eight digits always, so that it can be patched into a prepared request.</summary>
    public static long OrderOf(int customer, int number) => FirstOrder + ((long)customer * OrdersEach) + (number % OrdersEach);

    public static int OwnerOf(long order) => (int)((order - FirstOrder) / OrdersEach);

    public static bool Exists(long order) => order is >= FirstOrder and < FirstOrder + ((long)MostCustomers * OrdersEach);

    /// <summary>Odd orders are completed, and so may be refilled; even ones are still running.</summary>
    public static bool IsCompleted(long order) => (order & 1) == 1;

    public static string Username(int customer) => string.Create(CultureInfo.InvariantCulture, $"u{customer}");

    public static string CustomerKey(int customer) => string.Create(CultureInfo.InvariantCulture, $"key-u{customer}");

    /// <summary>The customer a key belongs to, or null for a key that may see every order.</summary>
    public static int? CustomerOfKey(ReadOnlySpan<char> key) =>
        key.StartsWith("key-u", StringComparison.Ordinal) && int.TryParse(key[5..], NumberStyles.None, CultureInfo.InvariantCulture, out var customer)
            ? customer
            : null;
}
