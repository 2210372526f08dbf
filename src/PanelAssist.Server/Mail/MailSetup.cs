using Microsoft.Extensions.Options;

namespace PanelAssist.Server.Mail;

/// <summary>Whether mail can be sent at all.</summary>
internal sealed class MailSetup(IOptions<EmailOptions> options)
{
    public bool IsReady => options.Value.IsSetUp;
}
