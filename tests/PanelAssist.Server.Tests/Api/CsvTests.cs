using System.Text;
using FsCheck.Xunit;
using PanelAssist.Server.Api;

namespace PanelAssist.Server.Tests.Api;

public sealed class CsvTests
{
    private static readonly string[] Pieces =
    [
        "=", "+", "-", "@", "\t", "\r", "\n", "\r\n", "＝", "＋", "－", "＠", "\"", "\"\"", "'", "''", " ", "\u00A0", "\u200B", "\uFEFF", "\u0000", ",", ";", "|",
        "=HYPERLINK(\"https://evil.example\",\"x\")", "cmd|' /C calc'!A0", "SUM(1,2)", "1", "a", "Ünïcödé 日本 😀", "-1+1", "@SUM", "sep=;",
    ];

    /// <summary>What a spreadsheet might skip at the beginning of a cell before it looks for a formula.</summary>
    private static readonly HashSet<char> Skipped = [' ', '"', '\u00A0', '\u200B', '\uFEFF', '\u0000'];

    private static readonly HashSet<char> Starters = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

    [Property(MaxTest = 1_000)]
    public async Task Any_table_reads_back_as_it_was_and_no_cell_begins_as_a_formula(int seed)
    {
        var table = Table(new Random(seed));
        var read = Read(await WrittenAsync(table));

        Assert.All(read.SelectMany(row => row), cell => Assert.DoesNotContain(cell.SkipWhile(Skipped.Contains).Take(1), Starters.Contains));
        Assert.Equal(table.Select(row => row.Select(cell => cell ?? "")), read.Select(row => row.Select(WithoutApostrophe)));
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"hi\"", "\"say \"\"hi\"\"\"")]
    [InlineData("two\r\nlines", "\"two\r\nlines\"")]
    [InlineData("=1+1", "\"'=1+1\"")]
    [InlineData("-5", "\"'-5\"")]
    [InlineData("  =1+1", "\"'  =1+1\"")]
    [InlineData("\"=1+1", "\"'\"\"=1+1\"")]
    [InlineData("'=1+1", "\"''=1+1\"")]
    [InlineData("\tx", "\"'\tx\"")]
    [InlineData("\rx", "\"'\rx\"")]
    [InlineData("2026-03-01", "2026-03-01")]
    [InlineData("a=b", "a=b")]
    [InlineData("it's", "it's")]
    [InlineData(null, "")]
    public async Task A_cell_is_written_so(string? cell, string written) => Assert.Equal($"x,y\r\n{written},end\r\n", await WrittenAsync([["x", "y"], [cell, "end"]]));

    private static List<string?[]> Table(Random random)
    {
        var columns = random.Next(1, 6);
        return [.. Enumerable.Range(0, random.Next(1, 12)).Select(_ => Enumerable.Range(0, columns)
            .Select(_ => random.Next(10) == 0 ? null : string.Concat(Enumerable.Range(0, random.Next(5)).Select(_ => Pieces[random.Next(Pieces.Length)])))
            .ToArray())];
    }

    private static async Task<string> WrittenAsync(List<string?[]> table)
    {
        using var stream = new MemoryStream();
        await CsvDocument.WriteAsync(stream, [.. table[0].Select(cell => cell ?? "")], table.Skip(1).ToAsyncEnumerable(), TestContext.Current.CancellationToken);
        return new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(stream.ToArray());
    }

    /// <summary>As the description in <see cref="CsvCell"/> tells readers to do.</summary>
    private static string WithoutApostrophe(string cell) => cell.StartsWith('\'') && CsvCell.MightBeFormula(cell.AsSpan(1)) ? cell[1..] : cell;

    /// <summary>Reads by the grammar of RFC 4180, and takes nothing that is not in it.</summary>
    private static List<List<string>> Read(string text)
    {
        var rows = new List<List<string>>();
        var row = new List<string>();
        var at = 0;
        while (at < text.Length)
        {
            var cell = new StringBuilder();
            if (text[at] == '"')
            {
                at++;
                while (true)
                {
                    if (text[at] != '"')
                    {
                        cell.Append(text[at++]);
                    }
                    else if (at + 1 < text.Length && text[at + 1] == '"')
                    {
                        cell.Append('"');
                        at += 2;
                    }
                    else
                    {
                        at++;
                        break;
                    }
                }
            }
            else
            {
                while (text[at] is not (',' or '\r'))
                {
                    Assert.False(text[at] is '"' or '\n', "A quote or a line feed stands in a cell without quotes.");
                    cell.Append(text[at++]);
                }
            }

            row.Add(cell.ToString());
            if (text[at] == ',')
            {
                at++;
                Assert.False(at == text.Length, "The last line ends in a comma.");
                continue;
            }

            Assert.Equal("\r\n", text.Substring(at, 2));
            at += 2;
            rows.Add(row);
            row = [];
        }

        Assert.Empty(row);
        return rows;
    }
}
