using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace PanelAssist.Server.Channels.WebChat;

/// <summary>Serves widget.js, compressed once. It is part of the assembly, so it is there whatever directory the process starts in.</summary>
internal sealed class WidgetScript
{
    private readonly byte[] _plain;
    private readonly byte[] _brotli;
    private readonly byte[] _gzip;
    private readonly EntityTagHeaderValue _tag;

    public WidgetScript()
    {
        using var resource = typeof(WidgetScript).Assembly.GetManifestResourceStream("widget.js")
            ?? throw new InvalidOperationException("widget.js is not in the assembly.");
        using var copy = new MemoryStream();
        resource.CopyTo(copy);
        _plain = copy.ToArray();
        _brotli = Compress(output => new BrotliStream(output, CompressionLevel.SmallestSize));
        _gzip = Compress(output => new GZipStream(output, CompressionLevel.SmallestSize));
        _tag = new($"\"{Convert.ToHexStringLower(SHA256.HashData(_plain).AsSpan(0, 8))}\"");
    }

    public int GzipLength => _gzip.Length;

    public FileContentHttpResult Get(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.Vary = HeaderNames.AcceptEncoding;

        // Embedded everywhere under one address, so it cannot be cached for long; the tag makes asking again cheap.
        headers.CacheControl = "public, max-age=300, stale-while-revalidate=86400";
        headers.XContentTypeOptions = "nosniff";
        headers.AccessControlAllowOrigin = "*";
        headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        var accepted = context.Request.Headers.AcceptEncoding.ToString();
        var (body, encoding) = accepted.Contains("br", StringComparison.OrdinalIgnoreCase) ? (_brotli, "br")
            : accepted.Contains("gzip", StringComparison.OrdinalIgnoreCase) ? (_gzip, "gzip")
            : (_plain, null);
        if (encoding is not null)
        {
            headers.ContentEncoding = encoding;
        }

        return TypedResults.File(body, "text/javascript; charset=utf-8", entityTag: _tag);
    }

    private byte[] Compress(Func<Stream, Stream> wrap)
    {
        using var output = new MemoryStream();
        using (var compressor = wrap(output))
        {
            compressor.Write(_plain);
        }

        return output.ToArray();
    }
}
