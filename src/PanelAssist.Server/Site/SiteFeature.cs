using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Mvc;
using PanelAssist.Server.Accounts;
using PanelAssist.Server.Limits;

namespace PanelAssist.Server.Site;

/// <summary>The public pages and the frame of the dashboard's.</summary>
internal static class SiteFeature
{
    public static IServiceCollection AddSite(this IServiceCollection services)
    {
        services.AddSingleton<Words>();
        services.AddSingleton<SiteAssets>();
        services.AddRazorComponents().AddInteractiveServerComponents(options =>
        {
            options.DisconnectedCircuitMaxRetained = 200;
            options.DisconnectedCircuitRetentionPeriod = TimeSpan.FromMinutes(2);
            options.MaxBufferedUnacknowledgedRenderBatches = 5;
        }).AddHubOptions(options => options.MaximumReceiveMessageSize = 64 * 1024);
        services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
        services.AddCascadingAuthenticationState();
        services.AddScoped<Workspace>();
        services.AddAntiforgery(options =>
        {
            options.Cookie.Name = "__Host-panelassist-form";

            // The framework's own "always" refuses a laptop's plain http, which browsers count as safe; the mark itself is what the prefix needs.
            options.Cookie.SecurePolicy = CookieSecurePolicy.None;
            options.Cookie.Extensions.Add("Secure");
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.SuppressXFrameOptionsHeader = true;
        });
        services.Configure<RequestLocalizationOptions>(options =>
        {
            string[] known = [.. Words.Languages.Select(language => language.Code), Words.Pseudo];
            options.SetDefaultCulture(Words.Default).AddSupportedCultures(known).AddSupportedUICultures(known);
            options.RequestCultureProviders = [new CookieRequestCultureProvider(), new AcceptLanguageHeaderRequestCultureProvider()];
        });
        return services;
    }

    /// <summary>Language, and the headers of pages. Before anything that answers.</summary>
    public static void UseSite(this WebApplication app)
    {
        app.UseRequestLocalization();
        app.UsePageSecurity();

        // For people who look for a page. Programs get the bare status, or the API's problem.
        app.UseStatusCodePagesWithReExecute("/sorry/{0}");
        app.Use((context, next) =>
        {
            if (!IsForPage(context))
            {
                context.Features.Get<IStatusCodePagesFeature>()!.Enabled = false;
            }

            return next(context);
        });
    }

    public static void MapSite(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/assets/{name}", (HttpContext context, SiteAssets assets, string name) => assets.Get(context, name)).AllowAnonymous().ExcludeFromDescription();
        endpoints.MapGet("/_framework/blazor.web.js", (HttpContext context, SiteAssets assets) => assets.Get(context, "blazor.web.js")).AllowAnonymous().ExcludeFromDescription();
        endpoints.MapPost("/look", ChangeLook).AllowAnonymous().ExcludeFromDescription();
        endpoints.MapPost("/signout", SignOutAsync).AllowAnonymous().ExcludeFromDescription();
        var pages = endpoints.MapRazorComponents<App>().AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = null);
        pages.Add(DenyByDefault);
        pages.Add(LimitGuessing);
    }

    /// <summary>Pages say who may open them. The socket of the live pages is for who signed in; what else the framework maps is its own scripts.</summary>
    private static void DenyByDefault(EndpointBuilder endpoint)
    {
        if (endpoint is not RouteEndpointBuilder { RoutePattern.RawText: { } route } || endpoint.Metadata.OfType<IAllowAnonymous>().Any() || endpoint.Metadata.OfType<IAuthorizeData>().Any())
        {
            return;
        }

        if (route.TrimStart('/').StartsWith("_blazor", StringComparison.Ordinal))
        {
            endpoint.Metadata.Add(new MemberAccess(MemberAccess.SignedIn));
        }
        else if (route.TrimStart('/').StartsWith("_framework", StringComparison.Ordinal))
        {
            endpoint.Metadata.Add(new AllowAnonymousAttribute());
        }
    }

    private static bool IsForPage(HttpContext context) =>
        HttpMethods.IsGet(context.Request.Method)
        && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase)
        && !context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
        && !context.Request.Path.StartsWithSegments("/chat", StringComparison.OrdinalIgnoreCase);

    /// <summary>Forms in which a password, a code or an address can be tried.</summary>
    private static void LimitGuessing(EndpointBuilder endpoint)
    {
        if (endpoint is RouteEndpointBuilder { RoutePattern.RawText: "/signin" or "/signin/code" or "/signup" or "/forgot" or "/reset" or "/confirm" }
            && endpoint.Metadata.OfType<HttpMethodMetadata>().Any(methods => methods.HttpMethods.Any(HttpMethods.IsPost)))
        {
            endpoint.Metadata.Add(new LimitedRoute(IsSignIn: true));
        }
    }

    private static RedirectHttpResult ChangeLook(HttpContext context, [FromForm] string? language, [FromForm] string? theme, [FromForm(Name = "return")] string? back)
    {
        var options = new CookieOptions { MaxAge = TimeSpan.FromDays(365), Path = "/", Secure = true, SameSite = SameSiteMode.Lax, IsEssential = true };
        if (Words.Languages.Any(known => known.Code == language))
        {
            context.Response.Cookies.Append(CookieRequestCultureProvider.DefaultCookieName, CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(new CultureInfo(language!))), options);
        }

        if (theme is "light" or "dark" or "system")
        {
            context.Response.Cookies.Append(PageLook.ThemeCookie, theme, options);
        }

        var safe = Entrance.SafeReturn(back);
        return TypedResults.LocalRedirect(back == "/" ? "/" : safe);
    }

    private static async Task<RedirectHttpResult> SignOutAsync(HttpContext context, SessionDirectory sessions, [FromForm] string? everywhere)
    {
        if (SessionCookie.Find(context.Request) is { } text && await sessions.FindAsync(text, context.RequestAborted) is { } session)
        {
            await (everywhere is null
                ? sessions.EndAsync(session.Id, CancellationToken.None)
                : sessions.EndAllAsync(session.AccountId, except: null, CancellationToken.None));
        }

        SessionCookie.Clear(context.Response);
        return TypedResults.LocalRedirect("/signin");
    }
}
