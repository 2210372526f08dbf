using System.Numerics;

namespace PanelAssist.Engine.Intents;

/// <summary>The intents whose words occur in one message.</summary>
internal readonly record struct IntentSet(uint Bits)
{
    public bool IsEmpty => Bits == 0;

    public int Count => BitOperations.PopCount(Bits);

    /// <summary>The only member; meaningless where <see cref="Count"/> is not one.</summary>
    public Intent Only => (Intent)BitOperations.TrailingZeroCount(Bits);

    public static IntentSet Of(params ReadOnlySpan<Intent> intents)
    {
        var set = default(IntentSet);
        foreach (var intent in intents)
        {
            set = set.With(intent);
        }

        return set;
    }

    public bool Has(Intent intent) => (Bits & (1u << (int)intent)) != 0;

    public bool HasAny(IntentSet others) => (Bits & others.Bits) != 0;

    public IntentSet With(Intent intent) => new(Bits | (1u << (int)intent));

    public IntentSet With(IntentSet others) => new(Bits | others.Bits);

    public IntentSet Without(IntentSet others) => new(Bits & ~others.Bits);

    public IntentSet Without(Intent intent) => new(Bits & ~(1u << (int)intent));
}
