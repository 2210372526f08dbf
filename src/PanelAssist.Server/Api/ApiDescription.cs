using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using PanelAssist.Server.Tenancy.Tokens;
using Scalar.AspNetCore;

namespace PanelAssist.Server.Api;

/// <summary>The OpenAPI document and the page that shows it.</summary>
internal static class ApiDescription
{
    private const string SchemeId = "token";

    public static void AddApiDescription(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.ShouldInclude = description => description.RelativePath?.StartsWith("api/v1", StringComparison.Ordinal) is true;
        options.AddDocumentTransformer(DescribeAsync);
        options.AddOperationTransformer(DescribeAsync);
    });

    public static void MapApiDescription(this IEndpointRouteBuilder app)
    {
        app.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
        app.MapScalarApiReference("/docs/api", options =>
        {
            // Everything comes from this process: no fonts, scripts or services of others.
            options.WithTitle("PanelAssist API").DisableDefaultFonts().DisableTelemetry().DisableAgent().DisableMcp().HideClientButton().HideDeveloperTools()
                .AddPreferredSecuritySchemes(SchemeId);
        }).AllowAnonymous().AddEndpointFilter(async (context, next) =>
        {
            // A browser enforces it, whatever the page's script would like to load.
            context.HttpContext.Response.Headers.ContentSecurityPolicy =
                "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; connect-src 'self'; img-src 'self' data:; font-src 'self' data:; worker-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
            return await next(context);
        });
    }

    private static Task DescribeAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info.Title = "PanelAssist API";
        document.Info.Description =
            "Errors are RFC 9457 problem details. Lists take `limit` and `cursor` and answer `{items, next}`. Moments are ISO 8601 in UTC.";
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal);
        document.Components.SecuritySchemes[SchemeId] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = $"`Authorization: Bearer pa_…`. Scopes: {string.Join(", ", Scopes.Names)}.",
        };
        return Task.CompletedTask;
    }

    private static Task DescribeAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        if (metadata.OfType<RequiredAccess>().LastOrDefault() is { } access)
        {
            operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(SchemeId, context.Document)] = [] }];
            var needs = access.IsOperator ? "Needs the operator's token." : $"Needs the scope `{access.Name}`.";
            operation.Description = operation.Description is { Length: > 0 } said ? $"{said}\n\n{needs}" : needs;
        }

        if (metadata.OfType<Examples>().LastOrDefault() is { } examples)
        {
            Show(operation.RequestBody?.Content, examples.Request);
            Show(operation.Responses?.FirstOrDefault(answer => answer.Key.StartsWith('2')).Value?.Content, examples.Answer);
        }

        return Task.CompletedTask;
    }

    private static void Show(IDictionary<string, OpenApiMediaType>? content, string? example)
    {
        if (example is not null && content is not null && content.TryGetValue("application/json", out var json))
        {
            json.Example = JsonNode.Parse(example);
        }
    }
}
