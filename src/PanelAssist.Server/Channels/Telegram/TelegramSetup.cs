using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using PanelAssist.Server.Api;
using PanelAssist.Server.Data;
using PanelAssist.Server.Tenancy;
using Telegram.Bot;
using Telegram.Bot.Exceptions;
using Telegram.Bot.Types.Enums;

namespace PanelAssist.Server.Channels.Telegram;

/// <summary>Checks a bot's token and tells the Bot API where its updates go.</summary>
internal sealed class TelegramSetup(
    TelegramBots bots,
    ISecretProtector secrets,
    PublicAddress address,
    IServiceScopeFactory scopes,
    TelegramPolling polling) : IChannelSetup
{
    private static readonly UpdateType[] Wanted =
        [UpdateType.Message, UpdateType.EditedMessage, UpdateType.CallbackQuery, UpdateType.MyChatMember];

    public ChannelKind Kind => ChannelKind.Telegram;

    public async Task<ChannelSetupResult> ActivateAsync(ChannelConnection connection, CancellationToken cancellationToken)
    {
        if (connection.Credential is not { } credential)
        {
            return new ChannelSetupResult.Failed("The bot's token is missing.");
        }

        try
        {
            var bot = bots.Of(await secrets.RevealAsync(connection.TenantId, SecretPurpose.ChannelCredential, credential, cancellationToken));
            var me = await bot.GetMe(cancellationToken);
            var settings = (JsonSerializer.Deserialize<TelegramSettings>(connection.Settings, JsonSerializerOptions.Web) ?? new TelegramSettings()) with { BotUsername = me.Username };
            await StoreAsync(connection, JsonSerializer.Serialize(settings, JsonSerializerOptions.Web), cancellationToken);
            if (PollsFor(settings))
            {
                await bot.DeleteWebhook(cancellationToken: cancellationToken);
            }
            else
            {
                var secret = await secrets.RevealAsync(connection.TenantId, SecretPurpose.HookSecret, connection.HookSecret, cancellationToken);
                await bot.SetWebhook(address.For($"/hooks/telegram/{connection.Id}").ToString(), allowedUpdates: Wanted, secretToken: secret.Reveal(), cancellationToken: cancellationToken);
            }

            polling.LookAgain();
            return new ChannelSetupResult.Active();
        }
        catch (ArgumentException)
        {
            return new ChannelSetupResult.Failed("This is not a bot token: BotFather gives digits, a colon and letters.");
        }
        catch (ApiRequestException refusal)
        {
            return new ChannelSetupResult.Failed($"Telegram says: {refusal.Message}");
        }
        catch (Exception failure) when (failure is RequestException or HttpRequestException || (failure is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return new ChannelSetupResult.Failed("Telegram could not be reached; try again in a moment.");
        }
    }

    public async Task DeactivateAsync(ChannelConnection connection, CancellationToken cancellationToken)
    {
        polling.LookAgain();
        if (connection.Credential is not { } credential)
        {
            return;
        }

        try
        {
            var bot = bots.Of(await secrets.RevealAsync(connection.TenantId, SecretPurpose.ChannelCredential, credential, cancellationToken));
            await bot.DeleteWebhook(cancellationToken: cancellationToken);
        }
        catch (Exception failure) when (failure is RequestException or HttpRequestException or ArgumentException or TaskCanceledException)
        {
            // The connection goes all the same; Telegram gives up on an address that answers 401.
        }
    }

    /// <summary>A webhook needs a public https address; a laptop has none.</summary>
    public bool PollsFor(TelegramSettings settings) => settings.Delivery switch
    {
        "webhook" => false,
        "polling" => true,
        _ => address.Root.Scheme is not "https",
    };

    private async Task StoreAsync(ChannelConnection connection, string settings, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateTenantScope(connection.TenantId);
        var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
        await db.WriteAsync(
            context => context.ChannelConnections.Where(e => e.Id == connection.Id)
                .ExecuteUpdateAsync(set => set.SetProperty(e => e.Settings, settings), cancellationToken),
            cancellationToken);
    }
}
