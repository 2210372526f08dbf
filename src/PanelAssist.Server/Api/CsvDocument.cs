using System.Text;

namespace PanelAssist.Server.Api;

/// <summary>A table as CSV: a header, commas, CRLF, UTF-8. It is written while its rows are read, so that its size does not matter.</summary>
internal static class CsvDocument
{
    public const string ContentType = "text/csv; charset=utf-8; header=present";

    private const int BufferSize = 16 * 1024;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    public static async Task WriteAsync(
        Stream stream, IReadOnlyList<string> header, IAsyncEnumerable<IReadOnlyList<string?>> rows, CancellationToken cancellationToken)
    {
        await using var writer = new StreamWriter(stream, Utf8, BufferSize, leaveOpen: true);
        var line = new StringBuilder();
        await WriteLineAsync(writer, line, header, cancellationToken);
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            await WriteLineAsync(writer, line, row, cancellationToken);
        }
    }

    private static Task WriteLineAsync(StreamWriter writer, StringBuilder line, IReadOnlyList<string?> cells, CancellationToken cancellationToken)
    {
        line.Clear();
        for (var index = 0; index < cells.Count; index++)
        {
            if (index > 0)
            {
                line.Append(',');
            }

            CsvCell.Append(line, cells[index]);
        }

        return writer.WriteAsync(line.Append("\r\n"), cancellationToken);
    }
}
