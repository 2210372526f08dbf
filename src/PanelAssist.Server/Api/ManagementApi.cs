using System.Text.Json;
using System.Text.Json.Serialization;
using PanelAssist.Server.Actions;
using PanelAssist.Server.Audit;
using PanelAssist.Server.Channels;
using PanelAssist.Server.Conversations;
using PanelAssist.Server.Inbox;
using PanelAssist.Server.Limits;
using PanelAssist.Server.Linking;
using PanelAssist.Server.Panels;
using PanelAssist.Server.Simulation;
using PanelAssist.Server.Tenancy;
using PanelAssist.Server.Tenancy.Tokens;
using PanelAssist.Server.Understanding;

namespace PanelAssist.Server.Api;

/// <summary>The doors of the management API: what scripts and other programs call.</summary>
internal static class ManagementApi
{
    public const string Root = "/api/v1";

    public static IServiceCollection AddManagementApi(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(json =>
            json.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)));

        // So that what could not be read arrives at the one place that words problems.
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.AddProblemDetails();
        services.AddExceptionHandler<ProblemExceptionHandler>();
        services.AddApiDescription();

        services.AddSingleton<PublicAddress>();
        services.AddScoped<TokenDesk>();
        services.AddScoped<StaffLinks>();
        services.AddScoped<ChannelChanges>();
        return services;
    }

    /// <summary>Before everything that may fail, refuse or not find.</summary>
    public static IApplicationBuilder UseApiProblems(this IApplicationBuilder app)
    {
        app.UseExceptionHandler();
        app.UseWhen(context => context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase), api =>
        {
            api.Use((context, next) =>
            {
                context.Response.Headers.CacheControl = "no-store";
                context.Response.Headers.XContentTypeOptions = "nosniff";
                return next(context);
            });
            api.UseStatusCodePages(context => TypedResults.Problem(statusCode: context.HttpContext.Response.StatusCode).ExecuteAsync(context.HttpContext));
        });
        return app;
    }

    public static void MapManagementApi(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup(Root).LimitCalls().AddEndpointFilter<RequestScope>().WithMaxBody(BodyLimits.Default)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status429TooManyRequests)
            .ProducesValidationProblem(StatusCodes.Status400BadRequest)
            .ProducesValidationProblem(StatusCodes.Status422UnprocessableEntity);
        api.MapTenants();
        api.MapTokens();
        api.MapPanels();
        api.MapChannels();
        api.MapLinks();
        api.MapConversations();
        api.MapLabels();
        api.MapCannedReplies();
        api.MapMemberDesk();
        api.MapActions();
        api.MapDeadLetters();
        api.MapUnderstanding();
        api.MapSimulation();
        api.MapAudit();
        app.MapApiDescription();
    }
}
