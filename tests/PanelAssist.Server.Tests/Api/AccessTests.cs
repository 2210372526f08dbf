using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using PanelAssist.Server.Tenancy.Tokens;

namespace PanelAssist.Server.Tests.Api;

/// <summary>Who may call what, generated from the mapped routes: a new one is in it without being listed.</summary>
public sealed class AccessTests(ManagementApiHost host) : IClassFixture<ManagementApiHost>
{
    [Fact]
    public void Every_route_of_the_api_says_who_may_call_it_and_none_is_anonymous()
    {
        var routes = Routes();
        Assert.True(routes.Count > 25, $"Only {routes.Count} routes were found.");
        foreach (var route in routes)
        {
            var access = route.Endpoint.Metadata.GetOrderedMetadata<RequiredAccess>();
            Assert.True(access.Count == 1, $"{route.Method} {route.Path} has {access.Count} access rules.");
            Assert.True(access[0].IsOperator || Scopes.Names.Contains(access[0].Name, StringComparer.Ordinal), $"{route.Path}: {access[0].Name}");
            Assert.Null(route.Endpoint.Metadata.GetMetadata<IAllowAnonymous>());
        }
    }

    [Fact]
    public async Task Each_scope_opens_its_own_routes_and_no_others()
    {
        var tenant = await host.CreateTenantAsync();
        var wrong = new List<string>();
        foreach (var scope in Scopes.Names)
        {
            using var client = host.Client((await tenant.CreateTokenAsync(scope)).Text);
            foreach (var route in Routes())
            {
                var access = route.Endpoint.Metadata.GetRequiredMetadata<RequiredAccess>();
                var allowed = !access.IsOperator && (scope == access.Name || scope == Scopes.All);
                var (status, _) = await client.SendAsync(route.Method, route.Path, BodyFor(route.Method));
                if (allowed ? status is 401 or 403 : status != 403)
                {
                    wrong.Add($"{scope}: {route.Method} {route.Path} gave {status}");
                }
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task The_operator_opens_the_operators_routes_and_no_others()
    {
        foreach (var route in Routes())
        {
            var (status, _) = await host.Operator.SendAsync(route.Method, route.Path, BodyFor(route.Method));
            var isOperators = route.Endpoint.Metadata.GetRequiredMetadata<RequiredAccess>().IsOperator;
            Assert.True(isOperators ? status is not (401 or 403) : status == 403, $"{route.Method} {route.Path} gave {status}");
        }
    }

    [Fact]
    public async Task Nothing_of_the_api_answers_without_a_token()
    {
        foreach (var route in Routes())
        {
            var (status, problem) = await host.Anonymous.SendAsync(route.Method, route.Path, BodyFor(route.Method));
            Assert.True(status == 401, $"{route.Method} {route.Path} gave {status}");
            Assert.Contains("Authorization: Bearer", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_mapped_route_that_nobody_gave_a_policy_is_closed_to_everybody()
    {
        var tenant = await host.CreateTenantAsync();
        Assert.Equal(401, (await host.Anonymous.SendAsync("GET", "/forgotten")).Status);
        Assert.Equal(403, (await tenant.Api.SendAsync("GET", "/forgotten")).Status);
        Assert.Equal(403, (await host.Operator.SendAsync("GET", "/forgotten")).Status);
    }

    private static object? BodyFor(string method) => method is "POST" or "PATCH" or "PUT" ? new { } : null;

    private List<(string Method, string Path, RouteEndpoint Endpoint)> Routes() =>
        [.. host.ApiRoutes
            .Where(endpoint => endpoint.RoutePattern.RawText!.StartsWith("/api/v1", StringComparison.Ordinal))
            .SelectMany(endpoint => endpoint.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods.Select(method =>
                (method, endpoint.RoutePattern.RawText!.Replace("{id:guid}", "01981f6e-0000-7000-8000-00000000dead", StringComparison.Ordinal)
                    .Replace("{memberId:guid}", "01981f6e-0000-7000-8000-00000000dead", StringComparison.Ordinal), endpoint)))];
}
