using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace PanelAssist.Sandbox.Http;

/// <summary>Reads a call in any of the forms clients use: query, urlencoded form, multipart form, JSON.</summary>
internal static class RequestReader
{
    public static async ValueTask<SandboxRequest> ReadAsync(HttpContext http, CancellationToken cancellationToken)
    {
        var fields = new List<KeyValuePair<string, string>>(8);
        if (http.Request.QueryString.HasValue)
        {
            ReadPairs(http.Request.QueryString.Value.AsSpan(1), fields);
        }

        JsonElement? json = null;
        var malformed = false;
        var type = http.Request.ContentType;
        if (type is not null && type.StartsWith("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            await ReadMultipartAsync(http, fields, cancellationToken);
        }
        else if (http.Request.ContentLength is not 0 && !HttpMethods.IsGet(http.Request.Method))
        {
            var body = await ReadBodyAsync(http.Request, cancellationToken);
            if (LooksLikeJson(type, body))
            {
                malformed = !TryReadJson(body, fields, out json);
            }
            else
            {
                ReadPairs(Encoding.UTF8.GetString(body), fields);
            }
        }

        return new SandboxRequest
        {
            Method = http.Request.Method,
            Path = http.Request.Path.Value ?? "/",
            Fields = fields,
            Json = json,
            IsMalformed = malformed,
            ApiKey = http.Request.Headers["X-Api-Key"],
        };
    }

    private static async ValueTask<byte[]> ReadBodyAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var reader = request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            if (read.IsCompleted)
            {
                var bytes = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return bytes;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    // Some bots send JSON without saying so.
    private static bool LooksLikeJson(string? contentType, byte[] body) =>
        contentType is not null && contentType.Contains("json", StringComparison.OrdinalIgnoreCase)
        || (contentType is null && body is [(byte)'{', ..]);

    private static bool TryReadJson(byte[] body, List<KeyValuePair<string, string>> fields, out JsonElement? json)
    {
        json = null;
        if (body.Length == 0)
        {
            return true;
        }

        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement.Clone();
            json = root;
            if (root.ValueKind is not JsonValueKind.Object)
            {
                return false;
            }

            foreach (var property in root.EnumerateObject())
            {
                if (property.Value.ValueKind is not JsonValueKind.Null)
                {
                    fields.Add(new(property.Name, property.Value.ToString()));
                }
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static async Task ReadMultipartAsync(HttpContext http, List<KeyValuePair<string, string>> fields, CancellationToken cancellationToken)
    {
        var boundary = HeaderUtilities.RemoveQuotes(MediaTypeHeaderValue.Parse(http.Request.ContentType).Boundary).Value;
        if (string.IsNullOrEmpty(boundary))
        {
            return;
        }

        var reader = new MultipartReader(boundary, http.Request.Body);
        while (await reader.ReadNextSectionAsync(cancellationToken) is { } section)
        {
            var disposition = section.GetContentDispositionHeader();
            var name = disposition is null ? null : HeaderUtilities.RemoveQuotes(disposition.Name).Value;
            if (name is null)
            {
                continue;
            }

            using var text = new StreamReader(section.Body, Encoding.UTF8);
            var value = await text.ReadToEndAsync(cancellationToken);
            fields.Add(new(name, disposition!.IsFileDisposition() ? string.Create(CultureInfo.InvariantCulture, $"(file of {value.Length} characters)") : value));
        }
    }

    private static void ReadPairs(ReadOnlySpan<char> text, List<KeyValuePair<string, string>> fields)
    {
        foreach (var range in text.Split('&'))
        {
            var pair = text[range];
            var equals = pair.IndexOf('=');
            if (equals > 0)
            {
                fields.Add(new(Decode(pair[..equals]), Decode(pair[(equals + 1)..])));
            }
        }
    }

    private static string Decode(ReadOnlySpan<char> text) =>
        text.IndexOfAny('+', '%') < 0 ? text.ToString() : WebUtility.UrlDecode(text.ToString());
}
