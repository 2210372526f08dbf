using Microsoft.Extensions.Options;
using PanelAssist.Server.Conversations;

namespace PanelAssist.Server.Channels.WebChat;

/// <summary>What every socket shares; one object instead of eight references in each.</summary>
internal sealed class WebChatServices(
    IConnectionDirectory connections,
    IMessageFeed feed,
    WebChatSessions sessions,
    WebChatIntake intake,
    WebChatLimits limits,
    IOptions<WebChatOptions> options,
    TimeProvider time)
{
    public IConnectionDirectory Connections => connections;

    public IMessageFeed Feed => feed;

    public WebChatSessions Sessions => sessions;

    public WebChatIntake Intake => intake;

    public WebChatLimits Limits => limits;

    public WebChatOptions Options => options.Value;

    public TimeProvider Time => time;
}
