using Microsoft.AspNetCore.Http.HttpResults;
using PanelAssist.Server.Hosting;

namespace PanelAssist.Server.Channels.WebChat;

/// <summary>Serves widget.js to the sites that embed it.</summary>
internal sealed class WidgetScript
{
    private readonly EmbeddedAsset _asset = new("widget.js");

    public int GzipLength => _asset.GzipLength;

    public FileContentHttpResult Get(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.AccessControlAllowOrigin = "*";
        headers["Cross-Origin-Resource-Policy"] = "cross-origin";

        // Embedded everywhere under one address, so it cannot be cached for long; the tag makes asking again cheap.
        return _asset.Get(context, "public, max-age=300, stale-while-revalidate=86400");
    }
}
