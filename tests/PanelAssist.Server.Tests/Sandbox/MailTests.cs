using System.Net.Mail;
using System.Net.Sockets;
using System.Text;

namespace PanelAssist.Server.Tests.Sandbox;

public sealed class MailTests
{
    [Fact]
    public async Task A_mail_arrives_readable_whatever_its_encoding()
    {
        await using var world = await SandboxWorld.StartAsync();
        using var client = new SmtpClient("127.0.0.1", world.SmtpPort);
        using var message = new MailMessage("shop@example.org", "ana@example.org", "Код 123456 – готов", "Привет, Ana!\r\n.\r\nYour code: 123456");
        await client.SendMailAsync(message, TestContext.Current.CancellationToken);
        var mail = (await world.ControlAsync("mail?to=ana@example.org&waitFor=1")).GetProperty("items")[0];
        Assert.Equal("Код 123456 – готов", mail.GetProperty("subject").GetString());
        Assert.Equal("Привет, Ana!\r\n.\r\nYour code: 123456", mail.GetProperty("text").GetString()!.TrimEnd());
    }

    [Fact]
    public async Task The_text_part_is_taken_out_of_a_message_of_several_parts_and_dots_are_unstuffed()
    {
        await using var world = await SandboxWorld.StartAsync();
        var replies = await SayAsync(world, "EHLO me", "MAIL FROM:<a@example.org> SIZE=100", "RCPT TO:<b@example.org>", "RCPT TO:<c@example.org>", "DATA",
            "Subject: =?utf-8?Q?caf=C3=A9_?=\r\n =?utf-8?B?b2s=?=\r\nContent-Type: multipart/alternative; boundary=\"xx\"\r\n\r\n--xx\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n..one =E2=9C=93 lo=\r\nng\r\n--xx\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\nPGI+b25lPC9iPg==\r\n--xx--\r\n.",
            "QUIT");
        Assert.Contains("250 Stored as 1", replies, StringComparison.Ordinal);
        var mail = (await world.ControlAsync("mail?to=c@example.org&waitFor=1")).GetProperty("items")[0];
        Assert.Equal("café ok", mail.GetProperty("subject").GetString());
        Assert.Equal(".one ✓ long", mail.GetProperty("text").GetString());
        Assert.Equal("<b>one</b>", mail.GetProperty("html").GetString());
    }

    [Theory]
    [InlineData("MAIL FROM:<a@example.org>", "503")]
    [InlineData("EHLO me\r\nRCPT TO:<a@example.org>", "503")]
    [InlineData("EHLO me\r\nMAIL FROM:a@example.org", "501")]
    [InlineData("EHLO me\r\nMAIL FROM:<a@example.org> SIZE=99999999", "552")]
    [InlineData("EHLO me\r\nMAIL FROM:<a@example.org>\r\nRSET\r\nDATA", "503")]
    [InlineData("WHAT", "500")]
    public async Task A_command_out_of_turn_is_refused(string commands, string code)
    {
        await using var world = await SandboxWorld.StartAsync();
        var replies = await SayAsync(world, commands, "QUIT");
        Assert.StartsWith(code, replies.Split("\r\n")[^3], StringComparison.Ordinal);
    }

    private static async Task<string> SayAsync(SandboxWorld world, params string[] lines)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", world.SmtpPort, TestContext.Current.CancellationToken);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes(string.Concat(lines.Select(l => l + "\r\n"))), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }
}
