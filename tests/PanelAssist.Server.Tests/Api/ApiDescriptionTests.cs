using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;

namespace PanelAssist.Server.Tests.Api;

public sealed partial class ApiDescriptionTests(ManagementApiHost host) : IClassFixture<ManagementApiHost>
{
    [Fact]
    public async Task The_document_describes_every_route_with_a_summary_and_how_to_be_let_in()
    {
        var document = await host.Anonymous.GetJsonAsync("/openapi/v1.json");
        Assert.Equal("bearer", document.GetProperty("components").GetProperty("securitySchemes").GetProperty("token").GetProperty("scheme").GetString());
        foreach (var endpoint in host.ApiRoutes.Where(route => route.RoutePattern.RawText!.StartsWith("/api/v1", StringComparison.Ordinal)))
        {
            var path = "/" + endpoint.RoutePattern.RawText!.Trim('/').Replace(":guid", "", StringComparison.Ordinal);
            foreach (var method in endpoint.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods)
            {
                var operation = document.GetProperty("paths").GetProperty(path).GetProperty(method switch { "GET" => "get", "POST" => "post", "PATCH" => "patch", "PUT" => "put", "DELETE" => "delete", _ => method });
                Assert.False(string.IsNullOrEmpty(operation.GetProperty("summary").GetString()), path);
                Assert.Contains("eeds the ", operation.GetProperty("description").GetString(), StringComparison.Ordinal);
                Assert.True(operation.GetProperty("security")[0].TryGetProperty("token", out _), path);
                Assert.True(operation.GetProperty("responses").TryGetProperty("401", out _), path);
            }
        }
    }

    [Fact]
    public async Task Every_body_has_an_example_that_is_of_its_own_shape()
    {
        var document = await host.Anonymous.GetJsonAsync("/openapi/v1.json");
        var schemas = document.GetProperty("components").GetProperty("schemas");
        var bodies = document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject())
            .Where(operation => operation.Value.TryGetProperty("requestBody", out _)).ToList();
        Assert.NotEmpty(bodies);
        foreach (var operation in bodies)
        {
            var content = operation.Value.GetProperty("requestBody").GetProperty("content").GetProperty("application/json");
            var schema = schemas.GetProperty(ReferenceIn(content.GetProperty("schema")).Split('/')[^1]);
            foreach (var member in content.GetProperty("example").EnumerateObject())
            {
                Assert.True(schema.GetProperty("properties").TryGetProperty(member.Name, out _), $"{operation.Value.GetProperty("summary")}: {member.Name}");
            }
        }
    }

    /// <summary>A body that may be left out is one of null and its shape.</summary>
    private static string ReferenceIn(JsonElement schema) => schema.TryGetProperty("$ref", out var reference)
        ? reference.GetString()!
        : schema.GetProperty("oneOf").EnumerateArray().Single(choice => choice.TryGetProperty("$ref", out _)).GetProperty("$ref").GetString()!;

    [Fact]
    public async Task The_reference_page_loads_nothing_from_elsewhere_and_forbids_it()
    {
        using var answer = await host.Anonymous.GetAsync(new Uri("/docs/api", UriKind.Relative), TestContext.Current.CancellationToken);
        var page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
        Assert.Empty(Elsewhere.Matches(page).Select(match => match.Value));
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.StartsWith("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("http", policy, StringComparison.Ordinal);

        Assert.NotEmpty(Scripts.Matches(page));
        foreach (var script in Scripts.Matches(page).Select(match => match.Groups["file"].Value))
        {
            using var file = await host.Anonymous.GetAsync(new Uri(answer.RequestMessage!.RequestUri!, script), TestContext.Current.CancellationToken);
            Assert.True(file.IsSuccessStatusCode, script);
        }
    }

    [GeneratedRegex("""(src|href)=["'](https?:)?//[^"']*""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Elsewhere { get; }

    [GeneratedRegex("""<script[^>]*src=["'](?<file>[^"']+)""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Scripts { get; }
}
