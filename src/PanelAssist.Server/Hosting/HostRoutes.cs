namespace PanelAssist.Server.Hosting;

internal static class HostRoutes
{
    /// <summary>Routes of one of the two faces: on its host name, or on any when none is set; null when this process does not serve it.</summary>
    public static IEndpointRouteBuilder? MapForHost(this WebApplication app, string? host, ProcessRole role)
    {
        if (!app.Configuration.HasRole(role))
        {
            return null;
        }

        var group = app.MapGroup("");
        return string.IsNullOrWhiteSpace(host) ? group : group.RequireHost(host);
    }
}
