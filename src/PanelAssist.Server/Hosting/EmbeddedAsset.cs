using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace PanelAssist.Server.Hosting;

/// <summary>A script or style sheet, compressed once. It is part of the assembly, so it is there whatever directory the process starts in.</summary>
internal sealed class EmbeddedAsset
{
    private readonly byte[] _plain;
    private readonly byte[] _brotli;
    private readonly byte[] _gzip;
    private readonly string _contentType;
    private readonly EntityTagHeaderValue _tag;

    public EmbeddedAsset(string name)
    {
        using var resource = typeof(EmbeddedAsset).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not in the assembly.");
        using var copy = new MemoryStream();
        resource.CopyTo(copy);
        _plain = copy.ToArray();
        _brotli = Compress(output => new BrotliStream(output, CompressionLevel.SmallestSize));
        _gzip = Compress(output => new GZipStream(output, CompressionLevel.SmallestSize));
        _contentType = Path.GetExtension(name) switch
        {
            ".js" => "text/javascript; charset=utf-8",
            ".css" => "text/css; charset=utf-8",
            ".svg" => "image/svg+xml",
            var other => throw new InvalidOperationException($"What is served for {other} is not said."),
        };
        Fingerprint = Convert.ToHexStringLower(SHA256.HashData(_plain).AsSpan(0, 8));
        _tag = new($"\"{Fingerprint}\"");
    }

    /// <summary>Changes with the content: an address that holds it may be kept for ever.</summary>
    public string Fingerprint { get; }

    public int GzipLength => _gzip.Length;

    /// <param name="cacheControl">How long who asks may keep it.</param>
    public FileContentHttpResult Get(HttpContext context, string cacheControl)
    {
        var headers = context.Response.Headers;
        headers.Vary = HeaderNames.AcceptEncoding;
        headers.CacheControl = cacheControl;
        headers.XContentTypeOptions = "nosniff";
        var accepted = context.Request.Headers.AcceptEncoding.ToString();
        var (body, encoding) = accepted.Contains("br", StringComparison.OrdinalIgnoreCase) ? (_brotli, "br")
            : accepted.Contains("gzip", StringComparison.OrdinalIgnoreCase) ? (_gzip, "gzip")
            : (_plain, null);
        if (encoding is not null)
        {
            headers.ContentEncoding = encoding;
        }

        return TypedResults.File(body, _contentType, entityTag: _tag);
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
