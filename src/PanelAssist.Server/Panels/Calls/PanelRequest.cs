using System.Net;
using System.Net.Http.Headers;
using System.Text;
using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Panels.Calls;

/// <summary>One call as it goes out. The key is known here so that it can be taken out of whatever comes back.</summary>
internal sealed record PanelRequest(Uri Address, Secret Key, bool IsWrite)
{
    public byte[]? Body { get; private init; }

    public string? MediaType { get; private init; }

    /// <summary>The admin API takes its key as a header, the customer API inside the form.</summary>
    public bool KeyInHeader { get; private init; }

    public static PanelRequest Form(Uri address, Secret key, bool isWrite, string action, string? name = null, string? value = null)
    {
        var form = new StringBuilder("key=").Append(Uri.EscapeDataString(key.Reveal())).Append("&action=").Append(action);
        if (name is not null)
        {
            form.Append('&').Append(name).Append('=').Append(Uri.EscapeDataString(value ?? ""));
        }

        return new PanelRequest(address, key, isWrite)
        {
            Body = Encoding.ASCII.GetBytes(form.ToString()),
            MediaType = "application/x-www-form-urlencoded",
        };
    }

    public static PanelRequest Get(Uri address, Secret key) => new(address, key, IsWrite: false) { KeyInHeader = true };

    public static PanelRequest Json(Uri address, Secret key, bool isWrite, byte[] body) =>
        new(address, key, isWrite) { KeyInHeader = true, Body = body, MediaType = "application/json" };

    public HttpRequestMessage ToMessage(out SentOnce? content)
    {
        content = Body is null ? null : new SentOnce(Body, MediaType!);
        var message = new HttpRequestMessage(Body is null ? HttpMethod.Get : HttpMethod.Post, Address) { Content = content };
        message.Headers.TryAddWithoutValidation("Accept", "application/json");
        message.Headers.TryAddWithoutValidation("User-Agent", "PanelAssist/1.0");
        if (KeyInHeader)
        {
            message.Headers.TryAddWithoutValidation("X-Api-Key", Key.Reveal());
        }

        return message;
    }
}

/// <summary>
/// A body that knows whether it began to leave, which tells "nothing happened" from "it may have happened",
/// and that refuses to leave twice: nothing below this code may repeat a write.
/// </summary>
internal sealed class SentOnce : HttpContent
{
    private readonly byte[] _body;

    public SentOnce(byte[] body, string mediaType)
    {
        _body = body;
        Headers.ContentType = new MediaTypeHeaderValue(mediaType);
    }

    public bool Started { get; private set; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        if (Started)
        {
            throw new InvalidOperationException("A panel request is sent once.");
        }

        Started = true;
        await stream.WriteAsync(_body, cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _body.Length;
        return true;
    }
}
