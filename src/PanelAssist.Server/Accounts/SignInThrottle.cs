using Microsoft.Extensions.Options;
using PanelAssist.Server.Data;

namespace PanelAssist.Server.Accounts;

/// <summary>
/// Slows guessing without a lock that strangers could turn: failures count for an address and, for an account, apart for
/// each browser it has signed in with and together for all others. Who is at a known browser is not held up by strangers.
/// Counts live in this process: several nodes allow several times as many.
/// </summary>
internal sealed class SignInThrottle(IOptions<AccountOptions> options, TimeProvider time)
{
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    private readonly BoundedCache<string, Count> _counts = new(capacity: 100_000, Window, time);

    /// <returns>How long to wait before the next try; null: go on.</returns>
    public TimeSpan? Held(string email, string? address, string? knownDevice)
    {
        var byAccount = Left(AccountKey(email, knownDevice), options.Value.FailuresPerAccount);
        var byAddress = address is null ? null : Left("address:" + address, options.Value.FailuresPerAddress);
        return byAccount > byAddress || byAddress is null ? byAccount : byAddress;
    }

    public void Failed(string email, string? address, string? knownDevice)
    {
        Add(AccountKey(email, knownDevice));
        if (address is not null)
        {
            Add("address:" + address);
        }
    }

    /// <summary>The right password clears the account's count, not the address's: or one right guess would pay for many wrong ones.</summary>
    public void Succeeded(string email, string? knownDevice) => _counts.Forget(AccountKey(email, knownDevice));

    private static string AccountKey(string email, string? knownDevice) =>
        (knownDevice is null ? "account:" : "device:" + knownDevice + ":") + email.ToUpperInvariant();

    private TimeSpan? Left(string key, int limit) =>
        _counts.TryGet(key, out var count) && Volatile.Read(ref count.Failures) >= limit ? Window - time.GetElapsedTime(count.Since) : null;

    private void Add(string key)
    {
        if (!_counts.TryGet(key, out var count))
        {
            count = new Count(time.GetTimestamp());
            _counts.Store(key, count, _counts.Changes);
        }

        Interlocked.Increment(ref count.Failures);
    }

    private sealed class Count(long since)
    {
        public int Failures;

        public long Since { get; } = since;
    }
}
