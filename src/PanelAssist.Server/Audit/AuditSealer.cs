using Microsoft.Extensions.Options;

namespace PanelAssist.Server.Audit;

/// <summary>Seals new entries soon after they were written.</summary>
internal sealed partial class AuditSealer(AuditSealing sealing, IOptions<AuditOptions> options, TimeProvider time, ILogger<AuditSealer> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.SealEvery, time);
        do
        {
            try
            {
                await sealing.SealAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                Log.Failed(logger, exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 8010, Level = LogLevel.Error, Message = "Audit entries that wait to be sealed could not be looked for")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}
