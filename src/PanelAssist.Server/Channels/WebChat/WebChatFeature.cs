using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace PanelAssist.Server.Channels.WebChat;

/// <summary>The web chat channel: the script that sites embed, its stand-alone page, and the protocol of docs/webchat.md.</summary>
internal static class WebChatFeature
{
    public static IServiceCollection AddWebChat(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<WebChatOptions>()
            .Bind(configuration.GetSection(WebChatOptions.Section))
            .PostConfigure(options => options.PublicUrl = Uri.TryCreate(configuration["PublicUrl"], UriKind.Absolute, out var address) ? address : options.PublicUrl)
            .ValidateOnStart();
        services.TryAddSingleton<IValidateOptions<WebChatOptions>, WebChatOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<WebChatSessions>();
        services.TryAddSingleton<WebChatLimits>();
        services.TryAddSingleton<WebChatIntake>();
        services.TryAddSingleton<WebChatServices>();
        services.TryAddSingleton<WidgetScript>();
        services.AddSingleton<IChannel, WebChatChannel>();
        return services;
    }

    public static IEndpointRouteBuilder MapWebChat(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/widget.js", (HttpContext context, WidgetScript script) => script.Get(context)).AllowAnonymous().ExcludeFromDescription();

        endpoints.MapGet("/chat/{connectionId}", WebChatPage.ShowAsync).AllowAnonymous().ExcludeFromDescription();

        var chat = endpoints.MapGroup("/chat/{connectionId:guid}").AllowAnonymous().ExcludeFromDescription();
        chat.MapPost("/session", WebChatEndpoints.StartSessionAsync).WithMetadata(new RequestSizeLimitAttribute(WebChatOptions.MaxFrameBytes)).DisableAntiforgery();
        chat.MapPost("/messages", WebChatEndpoints.SendAsync).WithMetadata(new RequestSizeLimitAttribute(WebChatOptions.MaxFrameBytes)).DisableAntiforgery();
        chat.MapGet("/messages", WebChatEndpoints.ReceiveAsync);
        chat.MapMethods("/session", [HttpMethods.Options], WebChatEndpoints.PreflightAsync);
        chat.MapMethods("/messages", [HttpMethods.Options], WebChatEndpoints.PreflightAsync);

        // The upgrade needs its middleware; here nobody can forget it or put it in the wrong place.
        var options = endpoints.ServiceProvider.GetRequiredService<IOptions<WebChatOptions>>().Value;
        var sockets = endpoints.CreateApplicationBuilder();
        sockets.UseWebSockets(new WebSocketOptions { KeepAliveInterval = options.Heartbeat, KeepAliveTimeout = TimeSpan.FromSeconds(20) });
        sockets.Run(UpgradeAsync);
        chat.Map("/socket", sockets.Build());
        return endpoints;
    }

    private static async Task UpgradeAsync(HttpContext context)
    {
        var services = context.RequestServices.GetRequiredService<WebChatServices>();
        if (!context.WebSockets.IsWebSocketRequest || !Guid.TryParse(context.GetRouteValue("connectionId")?.ToString(), out var id))
        {
            await WebChatDoor.Problem(StatusCodes.Status400BadRequest, "Not a socket", "This address speaks the WebSocket protocol.").ExecuteAsync(context);
            return;
        }

        var (visit, refusal) = await WebChatDoor.EnterAsync(context, id, services);
        if (visit is null)
        {
            await refusal!.ExecuteAsync(context);
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var stopping = context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        var logger = context.RequestServices.GetRequiredService<ILogger<WebChatSocket>>();
        await new WebChatSocket(socket, visit.Connection, services, logger, stopping).RunAsync();
    }
}
