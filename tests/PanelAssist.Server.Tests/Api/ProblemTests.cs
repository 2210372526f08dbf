using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace PanelAssist.Server.Tests.Api;

/// <summary>Whatever goes wrong is a problem document that tells what to do and nothing of the inside.</summary>
public sealed class ProblemTests(ManagementApiHost host) : IClassFixture<ManagementApiHost>
{
    [Theory]
    [InlineData("{", 400, "body")]
    [InlineData("", 400, null)]
    [InlineData("null", 400, null)]
    [InlineData("[]", 400, "body")]
    [InlineData("""{"name":5}""", 400, "name")]
    [InlineData("""{"panelIds":["x"]}""", 400, "panelIds[0]")]
    [InlineData("""{}""", 422, "kind")]
    public async Task A_bad_body_is_answered_with_the_field_that_is_wrong(string body, int expected, string? field)
    {
        var tenant = await host.CreateTenantAsync();
        var (status, problem) = await SendAsync(tenant, "/api/v1/channels", body, "application/json");
        Assert.Equal(expected, status);
        AssertTellsNothingInside(problem);
        if (field is not null)
        {
            Assert.True(problem.GetProperty("errors").TryGetProperty(field, out _), problem.ToString());
        }
    }

    [Fact]
    public async Task Everything_wrong_with_a_body_is_said_at_once()
    {
        var tenant = await host.CreateTenantAsync();
        var (_, problem) = await tenant.Api.SendAsync("POST", "/api/v1/channels", new { kind = "whatsapp", settings = new { } });
        var fields = problem.GetProperty("errors").EnumerateObject().Select(error => error.Name).Order(StringComparer.Ordinal);
        Assert.Equal("kind name panelIds", string.Join(' ', fields));
        Assert.Contains("not supported yet", problem.GetProperty("errors").GetProperty("kind")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_is_not_json_by_name_is_415()
    {
        var tenant = await host.CreateTenantAsync();
        var (status, problem) = await SendAsync(tenant, "/api/v1/tokens", "a=b", "application/x-www-form-urlencoded");
        Assert.Equal(415, status);
        AssertTellsNothingInside(problem);
    }

    [Fact]
    public async Task A_body_above_the_limit_is_413()
    {
        var tenant = await host.CreateTenantAsync();
        var (status, problem) = await SendAsync(tenant, "/api/v1/tokens", $$"""{"name":"{{new string('x', 300_000)}}"}""", "application/json");
        Assert.Equal(413, status);
        AssertTellsNothingInside(problem);
    }

    [Theory]
    [InlineData("GET", "/api/v1/nothing", 404)]
    [InlineData("GET", "/api/v1/panels/not-an-id", 404)]
    [InlineData("GET", "/api/v1/panels/01981f6e-0000-7000-8000-00000000dead", 404)]
    [InlineData("PUT", "/api/v1/panels", 405)]
    [InlineData("GET", "/api/broken", 500)]
    [InlineData("GET", "/api/v1/panels?limit=0", 400)]
    [InlineData("GET", "/api/v1/panels?limit=201", 400)]
    [InlineData("GET", "/api/v1/panels?limit=many", 400)]
    [InlineData("GET", "/api/v1/panels?cursor=abc", 400)]
    [InlineData("GET", "/api/v1/conversations?cursor=f39_f39_f39_f39_f39_f39_f39_f39_", 400)]
    [InlineData("GET", "/api/v1/conversations?externalId=5", 400)]
    [InlineData("GET", "/api/v1/conversations?status=closed", 400)]
    [InlineData("GET", "/api/v1/conversations?channelId=5", 400)]
    public async Task Every_refusal_is_a_problem_document(string method, string path, int expected)
    {
        var tenant = await host.CreateTenantAsync();
        var (status, problem) = await tenant.Api.SendAsync(method, path);
        Assert.Equal(expected, status);
        Assert.Equal(expected, problem.GetProperty("status").GetInt32());
        AssertTellsNothingInside(problem);
    }

    [Fact]
    public async Task Answers_are_not_to_be_stored_by_anyone_between()
    {
        using var answer = await host.Anonymous.GetAsync(new Uri("/api/v1/panels", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.True(answer.Headers.CacheControl!.NoStore);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
    }

    private static async Task<(int Status, JsonElement Problem)> SendAsync(ApiTenant tenant, string path, string body, string contentType)
    {
        using var content = new StringContent(body, Encoding.UTF8);
        content.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        using var answer = await tenant.Api.PostAsync(new Uri(path, UriKind.Relative), content, TestContext.Current.CancellationToken);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        return ((int)answer.StatusCode, JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
    }

    private static void AssertTellsNothingInside(JsonElement problem)
    {
        foreach (var inside in (string[])["System.", "Exception", "   at ", "PanelAssist", "Endpoints", "inside"])
        {
            Assert.DoesNotContain(inside, problem.ToString(), StringComparison.Ordinal);
        }
    }
}
