using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace PanelAssist.Server.Limits;

internal static class LimitsFeature
{
    public static IServiceCollection AddLimits(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<IValidateOptions<LimitOptions>, LimitOptionsValidator>();
        services.AddOptions<LimitOptions>().Bind(configuration.GetSection(LimitOptions.Section)).ValidateOnStart();
        services.AddSingleton<CallLimits>();
        services.AddRateLimiter(_ => { });
        return services;
    }

    /// <summary>Before authentication: guessing a token costs no look-up.</summary>
    public static IApplicationBuilder UseAddressLimits(this IApplicationBuilder app)
    {
        var limits = app.ApplicationServices.GetRequiredService<CallLimits>();
        return app.Use("sign_in", "tries to sign in from this address", limits.SignIn).Use("address", "calls from this address", limits.Address);
    }

    /// <summary>After authentication, which says whose call it is.</summary>
    public static IApplicationBuilder UseCallerLimits(this IApplicationBuilder app)
    {
        var limits = app.ApplicationServices.GetRequiredService<CallLimits>();
        return app.Use("token", "calls with this token", limits.Token).Use("tenant", "calls for this tenant", limits.Tenant);
    }

    private static IApplicationBuilder Use(this IApplicationBuilder app, string by, string what, PartitionedRateLimiter<HttpContext> limiter) =>
        app.UseRateLimiter(new RateLimiterOptions
        {
            GlobalLimiter = limiter,
            OnRejected = (context, _) => RefuseAsync(context, by, what),
        });

    private static async ValueTask RefuseAsync(OnRejectedContext context, string by, string what)
    {
        Metrics.CallsRefused.Add(1, new KeyValuePair<string, object?>("by", by));
        var wait = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var told) ? told : TimeSpan.Zero;
        var seconds = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        context.HttpContext.Response.Headers.RetryAfter = seconds;
        await TypedResults.Problem(
            statusCode: StatusCodes.Status429TooManyRequests,
            detail: $"Too many {what}. Try again in {seconds} s, as Retry-After says.").ExecuteAsync(context.HttpContext);
    }
}
