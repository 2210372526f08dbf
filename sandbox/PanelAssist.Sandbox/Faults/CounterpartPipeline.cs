using System.Globalization;
using PanelAssist.Sandbox.Http;
using PanelAssist.Sandbox.Journal;
using PanelAssist.Sandbox.Panels;

namespace PanelAssist.Sandbox.Faults;

/// <summary>The way of every call: into the journal, through the faults, to the counterpart, and back.</summary>
internal sealed class CounterpartPipeline(FaultBook faults, HoldBook holds, RequestJournal journal, TimeProvider clock)
{
    public async Task ServeAsync(HttpContext http, ICounterpart counterpart)
    {
        var request = await RequestReader.ReadAsync(http, http.RequestAborted);
        var entry = journal.Begin(counterpart.Name, request);
        var taken = faults.Take(counterpart.Name, request);
        SandboxReply? reply = null;
        try
        {
            reply = taken.Count == 0
                ? await counterpart.AnswerAsync(request, http.RequestAborted)
                : await SpoilAsync(counterpart, request, taken, http.RequestAborted);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The caller went away while it was made to wait.
        }
        finally
        {
            journal.End(entry, reply?.Status ?? JournalEntry.Dropped);
        }

        if (reply is null)
        {
            http.Abort();
            return;
        }

        await WriteAsync(http, reply, isCut: taken.Any(f => f.Kind is FaultKind.Cut));
    }

    /// <summary>Null means that the connection is dropped.</summary>
    private async Task<SandboxReply?> SpoilAsync(ICounterpart counterpart, SandboxRequest request, IReadOnlyList<Fault> taken, CancellationToken cancellationToken)
    {
        var extra = Variances.None;
        foreach (var fault in taken)
        {
            extra |= fault.Variances;
            if (fault.Milliseconds > 0 && fault.Kind is FaultKind.Latency)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(fault.Milliseconds), clock, cancellationToken);
            }
            else if (fault.Kind is FaultKind.HoldBefore
                && await holds.WaitForReleaseAsync(counterpart.Name, request, hasActed: false, cancellationToken))
            {
                return null;
            }
        }

        var spoiling = taken.FirstOrDefault(f => f.Kind is not (FaultKind.Latency or FaultKind.HoldBefore or FaultKind.HoldAfter or FaultKind.Variance));
        var acts = spoiling is null || spoiling.Acts || spoiling.Kind is FaultKind.Truncated or FaultKind.Cut or FaultKind.DropAfter;
        var reply = !acts ? null
            : extra != Variances.None && counterpart is IVaried varied ? await varied.AnswerAsync(request, extra, cancellationToken)
            : await counterpart.AnswerAsync(request, cancellationToken);

        if (taken.Any(f => f.Kind is FaultKind.HoldAfter)
            && await holds.WaitForReleaseAsync(counterpart.Name, request, hasActed: true, cancellationToken))
        {
            return null;
        }

        return spoiling is null ? reply : Replace(counterpart, reply, spoiling);
    }

    private static SandboxReply? Replace(ICounterpart counterpart, SandboxReply? reply, Fault fault) => fault.Kind switch
    {
        FaultKind.DropBefore or FaultKind.DropAfter => null,
        FaultKind.Status when fault.Status == 429 => counterpart.Error(429, fault.Text ?? "Too many requests", Math.Max(1, fault.Milliseconds / 1000)),
        FaultKind.Status => counterpart.Error(fault.Status, fault.Text ?? "Internal Server Error", null),
        FaultKind.Error => counterpart.Error(200, fault.Text ?? "Something went wrong, try again later", null),
        FaultKind.Migrate => counterpart.Error(400, "migrate:" + fault.Text, null),
        FaultKind.Html => SandboxReply.Text(Html(fault), SandboxReply.HtmlType, fault.Status == 500 ? 200 : fault.Status),
        FaultKind.Empty => SandboxReply.Text("", SandboxReply.JsonType),
        FaultKind.Truncated => new SandboxReply { Status = reply!.Status, Body = reply.Body[..(reply.Body.Length / 2)] },
        FaultKind.Cut or FaultKind.Latency or FaultKind.HoldBefore or FaultKind.HoldAfter or FaultKind.Variance => reply,
    };

    private static string Html(Fault fault) =>
        fault.Text ?? "<!DOCTYPE html><html><head><title>Just a moment...</title></head><body><h1>Checking your browser</h1></body></html>";

    private static async Task WriteAsync(HttpContext http, SandboxReply reply, bool isCut)
    {
        var response = http.Response;
        response.StatusCode = reply.Status;
        response.ContentType = reply.ContentType;
        response.ContentLength = reply.Body.Length;
        if (reply.RetryAfterSeconds is { } seconds)
        {
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        if (isCut)
        {
            await response.Body.WriteAsync(reply.Body[..(reply.Body.Length / 2)], http.RequestAborted);
            await response.Body.FlushAsync(http.RequestAborted);
            http.Abort();
            return;
        }

        await response.Body.WriteAsync(reply.Body, http.RequestAborted);
    }
}
