using System.Text;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using PanelAssist.Server.Tenancy.Tokens;
using PanelAssist.Server.Tests.App;

namespace PanelAssist.Server.Tests.Architecture;

/// <summary>Who may call what, of everything the running product has mapped.</summary>
public sealed class EndpointTests(PanelAssistApp app)
{
    /// <summary>Anonymous, and why that is right. Whoever adds a line says the reason.</summary>
    private static readonly Dictionary<string, string> Anonymous = new(StringComparer.Ordinal)
    {
        ["POST /hooks/telegram/{connectionId}"] = "proves itself by the hook's secret",
        ["GET /widget.js"] = "a public script",
        ["GET /chat/{connectionId}"] = "a public page",
        ["POST /chat/{connectionId:guid}/session"] = "visitors have no account; origins and signatures are checked",
        ["OPTIONS /chat/{connectionId:guid}/session"] = "a browser's question before the above",
        ["POST /chat/{connectionId:guid}/messages"] = "needs a session of the chat",
        ["GET /chat/{connectionId:guid}/messages"] = "needs a session of the chat",
        ["OPTIONS /chat/{connectionId:guid}/messages"] = "a browser's question before the above",
        ["* /chat/{connectionId:guid}/socket"] = "needs a session of the chat in its first frame",
        ["GET /"] = "the public site",
        ["POST /"] = "the public site",
        ["GET /invitation"] = "proves itself by the link's secret, and asks to sign in",
        ["POST /invitation"] = "proves itself by the link's secret, and asks to sign in",
        ["GET /assets/{name}"] = "style sheets and scripts",
        ["GET /_framework/blazor.web.js"] = "the live pages' script",
        ["GET /_framework/opaque-redirect"] = "the framework's own way to say where a form's answer leads",
        ["POST /look"] = "language and theme, of whoever looks; with a form's token",
        ["POST /signout"] = "ends the session its cookie names; with a form's token",
        ["GET /signin"] = "the way in",
        ["POST /signin"] = "the way in",
        ["GET /signin/code"] = "the way in, second step",
        ["POST /signin/code"] = "the way in, second step",
        ["GET /signup"] = "the way in for strangers",
        ["POST /signup"] = "the way in for strangers",
        ["GET /confirm"] = "proves itself by the link's token",
        ["POST /confirm"] = "proves itself by the link's token",
        ["GET /forgot"] = "the way back in",
        ["POST /forgot"] = "the way back in",
        ["GET /reset"] = "proves itself by the link's token",
        ["POST /reset"] = "proves itself by the link's token",
        ["GET /sorry/{Status:int}"] = "says what went wrong with a page",
        ["POST /sorry/{Status:int}"] = "says what went wrong with a page",
        ["GET /not-found"] = "says that there is nothing",
        ["POST /not-found"] = "says that there is nothing",
        ["GET /docs/api/{documentName?}"] = "the API's reference page",
        ["GET /docs/api/favicon.svg"] = "the API's reference page",
        ["GET /docs/api/scalar.js"] = "the API's reference page",
        ["GET /docs/api/scalar.aspnetcore.js"] = "the API's reference page",
        ["GET /openapi/{documentName}.json"] = "the API's description",
        ["* /health/live"] = "for load balancers; says only that it lives",
        ["* /health/ready"] = "for load balancers; says only that it is ready",
        ["* /metrics"] = "for monitors inside the network; counts, no names",
    };

    [Fact]
    public void Every_endpoint_says_who_may_call_it_and_is_anonymous_only_by_the_list()
    {
        var anonymous = new List<string>();
        foreach (var (route, endpoint) in Routes())
        {
            var access = endpoint.Metadata.GetOrderedMetadata<IRequiredAccess>();
            if (endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            {
                Assert.True(Anonymous.ContainsKey(route), $"{route} is anonymous and not in the list.");
                Assert.Empty(access);
                anonymous.Add(route);
            }
            else
            {
                Assert.True(access.Count == 1, $"{route} has {access.Count} access rules.");
            }
        }

        Assert.Empty(Anonymous.Keys.Except(anonymous, StringComparer.Ordinal));
    }

    [Fact]
    public void The_matrix_of_routes_and_scopes_is_the_one_that_was_looked_at()
    {
        var matrix = new StringBuilder();
        foreach (var (route, endpoint) in Routes().OrderBy(line => line.Route.Split(' ')[1], StringComparer.Ordinal).ThenBy(line => line.Route, StringComparer.Ordinal))
        {
            matrix.Append(System.Globalization.CultureInfo.InvariantCulture, $"{endpoint.Metadata.GetMetadata<IRequiredAccess>()?.Name ?? "anonymous",-16} {route}\n");
        }

        Snapshot.Match(matrix.ToString(), "access");
    }

    private List<(string Route, RouteEndpoint Endpoint)> Routes()
    {
        var routes = app.Routes
            .SelectMany(endpoint => (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods is { Count: > 0 } methods ? methods : ["*"])
                .Select(method => (Route: $"{method} /{endpoint.RoutePattern.RawText!.Trim('/')}", endpoint)))
            .ToList();
        Assert.True(routes.Count > 40, $"Only {routes.Count} routes were found.");
        return routes;
    }
}
