using System.Buffers;
using System.Text;

namespace PanelAssist.Bench.Stubs;

internal static class Wire
{
    /// <summary>The whole body in one buffer; chunked bodies (node-fetch sends them) included.</summary>
    public static async ValueTask<ReadOnlySequence<byte>> ReadBodyAsync(HttpContext context)
    {
        var reader = context.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(context.RequestAborted);
            if (read.IsCompleted)
            {
                return read.Buffer;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    public static async ValueTask<string> ReadTextAsync(HttpContext context)
    {
        var body = await ReadBodyAsync(context);
        var text = Encoding.UTF8.GetString(body);
        context.Request.BodyReader.AdvanceTo(body.End);
        return text;
    }

    public static async ValueTask JsonAsync(HttpContext context, string json)
    {
        var response = context.Response;
        response.ContentType = "application/json";
        response.ContentLength = Encoding.UTF8.GetByteCount(json);
        Encoding.UTF8.GetBytes(json, response.BodyWriter);
        await response.BodyWriter.FlushAsync(context.RequestAborted);
    }
}
