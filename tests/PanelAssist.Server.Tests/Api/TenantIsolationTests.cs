using Microsoft.AspNetCore.Routing;
using PanelAssist.Server.Tenancy.Tokens;

namespace PanelAssist.Server.Tests.Api;

/// <summary>Two tenants, every route: what is one's does not exist for the other. A route that is not covered fails.</summary>
public sealed class TenantIsolationTests(ManagementApiHost host) : IClassFixture<ManagementApiHost>
{
    [Fact]
    public async Task Nothing_of_a_tenant_exists_for_another()
    {
        var owner = await FurnishedTenant.CreateAsync(host);
        var stranger = await host.CreateTenantAsync();
        await stranger.ConnectPanelAsync("The stranger's own");
        var before = await owner.SnapshotAsync();

        foreach (var (method, pattern, isOperators) in Routes())
        {
            if (isOperators)
            {
                Assert.Equal(403, (await stranger.Api.SendAsync(method, pattern, new { })).Status);
            }
            else if (pattern.Contains('{', StringComparison.Ordinal))
            {
                var path = owner.PathOf(pattern);
                var (status, _) = await stranger.Api.SendAsync(method, path, owner.BodyOf(method, pattern));
                Assert.True(status == 404, $"{method} {path} of another tenant gave {status}");
            }
            else if (method == "GET")
            {
                foreach (var query in owner.QueriesOf(pattern))
                {
                    var list = await stranger.Api.GetStringAsync(new Uri(pattern + query, UriKind.Relative), TestContext.Current.CancellationToken);
                    Assert.DoesNotContain(owner.Marks, mark => list.Contains(mark, StringComparison.Ordinal));
                }
            }
            else if (owner.BodyOf(method, pattern) is { } body)
            {
                var (status, _) = await stranger.Api.SendAsync(method, pattern, body);
                Assert.True(status is 404 or 422, $"{method} {pattern} with another tenant's ids gave {status}");
            }
        }

        Assert.Equal(before, await owner.SnapshotAsync());
    }

    [Fact]
    public async Task The_owner_itself_is_answered_on_every_route_so_the_404s_above_mean_something()
    {
        var owner = await FurnishedTenant.CreateAsync(host);
        var withId = Routes().Where(route => route.Pattern.Contains('{', StringComparison.Ordinal)).OrderBy(route => FurnishedTenant.DeletionRank(route.Method, route.Pattern));
        foreach (var (method, pattern, _) in withId)
        {
            var path = owner.PathOf(pattern);
            var (status, body) = await owner.Tenant.Api.SendAsync(method, path, owner.BodyOf(method, pattern));
            Assert.True(status is >= 200 and < 300, $"{method} {path} gave {status} {body}");
        }

        foreach (var (_, pattern, _) in Routes().Where(route => route is { Method: "GET", IsOperators: false } && !route.Pattern.Contains('{', StringComparison.Ordinal)))
        {
            foreach (var query in owner.QueriesOf(pattern))
            {
                Assert.Equal(200, (await owner.Tenant.Api.SendAsync("GET", pattern + query)).Status);
            }
        }
    }

    [Fact]
    public async Task A_list_shows_its_owner_everything_that_the_other_was_not_shown()
    {
        var owner = await FurnishedTenant.CreateAsync(host);
        var seen = await owner.SnapshotAsync();
        Assert.All(owner.Marks, mark => Assert.Contains(mark, seen, StringComparison.Ordinal));
    }

    private List<(string Method, string Pattern, bool IsOperators)> Routes() =>
        [.. host.ApiRoutes
            .Where(endpoint => endpoint.RoutePattern.RawText!.StartsWith("/api/v1", StringComparison.Ordinal))
            .SelectMany(endpoint => endpoint.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods.Select(method =>
                (method, endpoint.RoutePattern.RawText!.TrimEnd('/'), endpoint.Metadata.GetRequiredMetadata<RequiredAccess>().IsOperator)))];
}
