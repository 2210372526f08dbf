using Microsoft.AspNetCore.Http.HttpResults;
using PanelAssist.Server.Hosting;

namespace PanelAssist.Server.Site;

/// <summary>Style sheets and scripts of the site and the dashboard, under addresses that change with their content.</summary>
internal sealed class SiteAssets
{
    private const string ForEver = "public, max-age=31536000, immutable";

    private readonly Dictionary<string, EmbeddedAsset> _assets = typeof(SiteAssets).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith("assets/", StringComparison.Ordinal))
        .ToDictionary(name => name["assets/".Length..], name => new EmbeddedAsset(name), StringComparer.Ordinal);

    public string Url(string name) => $"assets/{name}?v={_assets[name].Fingerprint}";

    public Results<FileContentHttpResult, Microsoft.AspNetCore.Http.HttpResults.NotFound> Get(HttpContext context, string name) =>
        _assets.TryGetValue(name, out var asset)
            ? asset.Get(context, context.Request.Query["v"] == asset.Fingerprint ? ForEver : "no-cache")
            : TypedResults.NotFound();
}
