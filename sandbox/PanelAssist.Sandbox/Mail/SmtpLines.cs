using System.Buffers;
using System.IO.Pipelines;
using System.Text;

namespace PanelAssist.Sandbox.Mail;

/// <summary>Reads an SMTP conversation line by line. Lines end in CRLF; a bare LF is part of its line.</summary>
internal sealed class SmtpLines(Stream stream)
{
    public const int MaxData = 10 * 1024 * 1024;

    private const int MaxLine = 1024 * 1024;

    private readonly PipeReader _reader = PipeReader.Create(stream);

    /// <summary>Null when the caller has gone.</summary>
    public async ValueTask<byte[]?> ReadLineAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await _reader.ReadAsync(cancellationToken);
            if (TryCut(read.Buffer, out var line, out var rest))
            {
                _reader.AdvanceTo(rest);
                return line;
            }

            if (read.IsCompleted)
            {
                return null;
            }

            if (read.Buffer.Length > MaxLine)
            {
                throw new InvalidDataException("An SMTP line is longer than a megabyte.");
            }

            _reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    /// <summary>The message up to the lone dot, dots unstuffed; null when it was too large (but read to its end) or the caller has gone.</summary>
    public async Task<(byte[]? Data, bool IsComplete)> ReadDataAsync(CancellationToken cancellationToken)
    {
        using var data = new MemoryStream();
        var isTooLarge = false;
        while (await ReadLineAsync(cancellationToken) is { } line)
        {
            if (line is [(byte)'.'])
            {
                return (isTooLarge ? null : data.ToArray(), true);
            }

            isTooLarge |= data.Length + line.Length > MaxData;
            if (!isTooLarge)
            {
                data.Write(line is [(byte)'.', ..] ? line.AsSpan(1) : line);
                data.Write("\r\n"u8);
            }
        }

        return (null, false);
    }

    public async Task WriteAsync(string text, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(Encoding.UTF8.GetBytes(text + "\r\n"), cancellationToken);
    }

    private static bool TryCut(ReadOnlySequence<byte> buffer, out byte[] line, out SequencePosition rest)
    {
        var reader = new SequenceReader<byte>(buffer);
        if (reader.TryReadTo(out ReadOnlySequence<byte> found, "\r\n"u8))
        {
            line = found.ToArray();
            rest = reader.Position;
            return true;
        }

        line = [];
        rest = buffer.Start;
        return false;
    }
}
