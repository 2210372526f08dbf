namespace PanelAssist.Server.Tests.App;

/// <summary>Somebody who writes to a shop, on whichever channel.</summary>
public interface ICustomer
{
    Guid ChannelId { get; }

    /// <summary>The person's id on the channel.</summary>
    string ExternalId { get; }

    Task SaysAsync(string text);

    /// <summary>The next words that arrive in the chat and were not read before.</summary>
    Task<string> NextReplyAsync();
}

public static class Customers
{
    public static async Task<string> AsksAsync(this ICustomer customer, string text)
    {
        await customer.SaysAsync(text);
        return await customer.NextReplyAsync();
    }
}
