using System.Net;
using System.Net.Sockets;
using System.Security.Claims;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using PanelAssist.Server.Tenancy.Tokens;

namespace PanelAssist.Server.Limits;

/// <summary>The limiters of all limited routes.</summary>
internal sealed class CallLimits : IAsyncDisposable
{
    /// <summary>
    /// Keys share so many buckets, by a hash that differs in each process: whoever has many addresses cannot fill the memory with
    /// them. Two keys in one bucket share its limit; with a thousand at once that happens to one in a hundred.
    /// </summary>
    private const int Buckets = 1 << 16;

    public CallLimits(IOptions<LimitOptions> options)
    {
        var limits = options.Value;
        Address = Limiter(limits.AddressPerMinute, limits.AddressBurst, context => context.Limited() is null ? null : Network(context.Connection.RemoteIpAddress));
        SignIn = Limiter(limits.SignInPerMinute, limits.SignInBurst, context => context.Limited() is { IsSignIn: true } ? Network(context.Connection.RemoteIpAddress) : null);
        Token = Limiter(limits.TokenPerMinute, limits.TokenBurst, context => context.Limited() is null ? null : context.User.FindFirstValue(TokenClaims.Actor));
        Tenant = Limiter(limits.TenantPerMinute, limits.TenantBurst, context => context.Limited() is null ? null : context.User.FindFirstValue(TokenClaims.Tenant));
    }

    public PartitionedRateLimiter<HttpContext> Address { get; }

    public PartitionedRateLimiter<HttpContext> SignIn { get; }

    public PartitionedRateLimiter<HttpContext> Token { get; }

    public PartitionedRateLimiter<HttpContext> Tenant { get; }

    public async ValueTask DisposeAsync()
    {
        await Address.DisposeAsync();
        await SignIn.DisposeAsync();
        await Token.DisposeAsync();
        await Tenant.DisposeAsync();
    }

    /// <param name="keyOf">Null where the limit is not for this call.</param>
    private static PartitionedRateLimiter<HttpContext> Limiter(int perMinute, int burst, Func<HttpContext, string?> keyOf)
    {
        var bucket = new TokenBucketRateLimiterOptions
        {
            TokenLimit = burst,
            TokensPerPeriod = 1,
            ReplenishmentPeriod = TimeSpan.FromMinutes(1) / perMinute,
            QueueLimit = 0,
        };
        return PartitionedRateLimiter.Create<HttpContext, int>(context => keyOf(context) is { } key
            ? RateLimitPartition.GetTokenBucketLimiter((int)((uint)string.GetHashCode(key, StringComparison.Ordinal) % Buckets), _ => bucket)
            : RateLimitPartition.GetNoLimiter(-1));
    }

    // One IPv6 customer has a whole /64.
    private static string Network(IPAddress? address) => address switch
    {
        null => "",
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
        { AddressFamily: AddressFamily.InterNetworkV6 } => Convert.ToHexStringLower(address.GetAddressBytes().AsSpan(0, 8)),
        _ => address.ToString(),
    };
}
