namespace PanelAssist.Server.Tests.App;

public enum Channel
{
    Telegram,
    WebChat,
}

/// <summary>An owner's panel, bot and web chat, and the customers that come to them.</summary>
public sealed class Shop(PanelAssistApp app, Owner owner, PlayedPanel panel, Guid panelId, TelegramBot telegram, WebChat webChat)
{
    public PanelAssistApp App => app;

    public Owner Owner => owner;

    public PlayedPanel Panel => panel;

    public Guid PanelId => panelId;

    public TelegramBot Telegram => telegram;

    public WebChat WebChat => webChat;

    public async Task<ICustomer> StrangerAsync(Channel channel) => channel is Channel.Telegram ? telegram.NewChat() : await webChat.StrangerAsync();

    /// <summary>A customer whom staff linked to a panel account, with its key.</summary>
    public async Task<ICustomer> LinkedAsync(Channel channel, string username = PlayedPanel.Ana, bool withKey = true)
    {
        var customer = await StrangerAsync(channel);
        await LinkAsync(customer, username, withKey);
        return customer;
    }

    public async Task<TelegramChat> LinkedInTelegramAsync(string username = PlayedPanel.Ana, bool withKey = true) =>
        (TelegramChat)await LinkedAsync(Channel.Telegram, username, withKey);

    public Task LinkAsync(ICustomer customer, string username = PlayedPanel.Ana, bool withKey = true) =>
        owner.LinkAsync(customer.ChannelId, customer.ExternalId, panelId, username, withKey ? panel.KeyOf(username) : null);
}
