using System.Globalization;

namespace PanelAssist.Engine.Orders;

/// <summary>An exact amount: millionths of the currency's unit, since a panel's charge such as 0.27819 is normal.</summary>
/// <param name="Currency">ISO 4217 code as the panel gives it, or empty where it gives none.</param>
public readonly record struct Money(long Micros, string Currency)
{
    public decimal Amount => Micros / 1_000_000m;

    public override string ToString() =>
        (Amount.ToString("0.00####", CultureInfo.InvariantCulture) + " " + Currency).TrimEnd();
}
