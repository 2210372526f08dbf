using System.Text.Json;
using PanelAssist.Server.Outbox;
using Telegram.Bot.Exceptions;

namespace PanelAssist.Server.Channels.Telegram;

/// <summary>The Bot API's errors as outcomes; descriptions are matched in part, since their wording has no version.</summary>
internal static class TelegramFaults
{
    /// <param name="call">Gives the message id, or null where there is none.</param>
    /// <param name="cancellationToken">When it is this one that stops the call, the exception goes on.</param>
    public static async Task<SendOutcome> CatchAsync(Func<Task<string?>> call, CancellationToken cancellationToken)
    {
        try
        {
            return new SendOutcome.Sent(await call());
        }
        catch (ApiRequestException refusal)
        {
            return Of(refusal);
        }
        catch (RequestException failure) when (failure.InnerException is HttpRequestException
        {
            HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError
        })
        {
            return new SendOutcome.NotSent("The Bot API could not be reached.");
        }
        catch (Exception failure) when (
            (failure is RequestException or HttpRequestException or JsonException or TaskCanceledException)
            && !cancellationToken.IsCancellationRequested)
        {
            return new SendOutcome.Unknown("The Bot API gave no usable answer.");
        }
    }

    /// <summary>The Bot API could not read an entity or an option of the message, and sent nothing.</summary>
    public static bool IsAboutFormatting(ApiRequestException refusal) => refusal.ErrorCode == 400 && Says(refusal, "can't parse");

    private static SendOutcome Of(ApiRequestException refusal) => refusal switch
    {
        { ErrorCode: 429 } => new SendOutcome.Wait(TimeSpan.FromSeconds(Math.Max(1, refusal.Parameters?.RetryAfter ?? 5)), WholeConnection: false),
        { Parameters.MigrateToChatId: { } newId } => new SendOutcome.Moved(newId.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        { ErrorCode: 401 or 404 } when !Says(refusal, "chat") => new SendOutcome.Disabled("Telegram refuses the bot's token: " + refusal.Message),
        { ErrorCode: 403 } => new SendOutcome.Unreachable(refusal.Message),
        { ErrorCode: 400 } when Says(refusal, "chat not found") => new SendOutcome.Unreachable(refusal.Message),
        { ErrorCode: 400 } when Says(refusal, "query is too old") || Says(refusal, "message is not modified") || Says(refusal, "message to delete not found")
            => new SendOutcome.Sent(null),
        { ErrorCode: >= 500 } => new SendOutcome.Unknown("The Bot API answered " + refusal.ErrorCode.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        _ => new SendOutcome.Refused(refusal.Message),
    };

    private static bool Says(ApiRequestException refusal, string words) => refusal.Message.Contains(words, StringComparison.OrdinalIgnoreCase);
}
