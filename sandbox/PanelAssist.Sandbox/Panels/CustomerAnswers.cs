using System.Text.Json;
using PanelAssist.Sandbox.Http;

namespace PanelAssist.Sandbox.Panels;

/// <summary>The reply shapes of the customer API, in every spelling the panel is told to use.</summary>
internal static class CustomerAnswers
{
    public static SandboxReply Error(string text, string? code, Variances variances, int status, int? retryAfterSeconds = null) =>
        SandboxReply.Json((text, code, variances), static (json, e) =>
        {
            json.WriteStartObject();
            if (e.variances.HasFlag(Variances.StatusFalse))
            {
                json.WriteBoolean("status", false);
                json.WriteString("msg", e.text);
            }
            else
            {
                json.WriteString("error", e.text);
                if (e.variances.HasFlag(Variances.ErrorCodes) && e.code is not null)
                {
                    json.WriteString("status", e.code);
                }
            }

            json.WriteEndObject();
        }, status, retryAfterSeconds);

    public static SandboxReply Status(Panel panel, PanelOrder order, Variances variances) =>
        SandboxReply.Json((panel, order, variances), static (json, s) => WriteStatus(json, s.panel, s.order, s.variances));

    public static SandboxReply Statuses(Panel panel, IEnumerable<(string Id, PanelOrder? Order)> asked, Variances variances) =>
        SandboxReply.Json((panel, asked, variances), static (json, s) =>
        {
            json.WriteStartObject();
            foreach (var (id, order) in s.asked)
            {
                if (order is not null)
                {
                    json.WritePropertyName(id);
                    WriteStatus(json, s.panel, order, s.variances);
                }
                else if (!s.variances.HasFlag(Variances.OmitBadIds))
                {
                    json.WritePropertyName(id);
                    WriteRowError(json, "Incorrect order ID", s.variances);
                }
            }

            json.WriteEndObject();
        });

    public static SandboxReply Refill(RefillTask task, Variances variances) =>
        SandboxReply.Json((task, variances), static (json, s) =>
        {
            json.WriteStartObject();
            WriteSuccess(json, s.variances);
            // One refill answers with a text id, many with numbers: that is how the standard page has it.
            json.WritePropertyName("refill");
            if (s.variances.HasFlag(Variances.Numbers))
            {
                json.WriteNumberValue(s.task.Id);
            }
            else
            {
                PanelJson.TextValue(json, s.task.Id);
            }

            json.WriteEndObject();
        });

    public static SandboxReply Refills(List<(string Id, (RefillTask? Task, string? Error) Outcome)> rows, Variances variances) =>
        SandboxReply.Json((rows, variances), static (json, s) =>
        {
            json.WriteStartArray();
            foreach (var (id, (task, error)) in s.rows)
            {
                if (task is null && s.variances.HasFlag(Variances.OmitBadIds))
                {
                    continue;
                }

                json.WriteStartObject();
                PanelJson.AskedId(json, "order", id, s.variances);
                json.WritePropertyName("refill");
                if (task is not null)
                {
                    PanelJson.IdValue(json, task.Id, s.variances);
                }
                else
                {
                    WriteRowError(json, error!, s.variances);
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
        });

    public static SandboxReply RefillStatus(RefillTask task, Variances variances) =>
        SandboxReply.Json((task, variances), static (json, s) =>
        {
            json.WriteStartObject();
            json.WriteString("status", StatusWords.Task(s.task.State, s.variances));
            json.WriteEndObject();
        });

    public static SandboxReply RefillStatuses(IEnumerable<(string Id, RefillTask? Task)> asked, Variances variances) =>
        SandboxReply.Json((asked, variances), static (json, s) =>
        {
            json.WriteStartArray();
            foreach (var (id, task) in s.asked)
            {
                json.WriteStartObject();
                PanelJson.AskedId(json, "refill", id, s.variances);
                json.WritePropertyName("status");
                if (task is not null)
                {
                    json.WriteStringValue(StatusWords.Task(task.State, s.variances));
                }
                else
                {
                    WriteRowError(json, "Refill not found", s.variances);
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
        });

    public static SandboxReply Cancels(List<(string Id, string? Error)> rows, Variances variances) =>
        SandboxReply.Json((rows, variances), static (json, s) =>
        {
            json.WriteStartArray();
            foreach (var (id, error) in s.rows)
            {
                json.WriteStartObject();
                PanelJson.AskedId(json, "order", id, s.variances);
                json.WritePropertyName("cancel");
                if (error is null)
                {
                    json.WriteNumberValue(1);
                }
                else
                {
                    WriteRowError(json, error, s.variances);
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
        });

    public static SandboxReply Balance(PanelUser user, Panel panel, Variances variances) =>
        SandboxReply.Json((user, panel, variances), static (json, s) =>
        {
            json.WriteStartObject();
            PanelJson.Amount(json, "balance", s.user.Balance, s.variances);
            json.WriteString("currency", s.panel.Currency);
            json.WriteEndObject();
        });

    public static SandboxReply Placed(PanelOrder order, Variances variances) =>
        SandboxReply.Json((order, variances), static (json, s) =>
        {
            json.WriteStartObject();
            WriteSuccess(json, s.variances);
            json.WritePropertyName("order");
            PanelJson.IdValue(json, s.order.Id, s.variances);
            json.WriteEndObject();
        });

    public static SandboxReply Services(Panel panel, Variances variances) =>
        SandboxReply.Json((panel, variances), static (json, s) =>
        {
            if (s.panel.Services.Count == 0 && s.variances.HasFlag(Variances.EmptyData))
            {
                json.WriteStartObject();
                json.WriteString("status", "success");
                json.WriteString("data", "Empty Data");
                json.WriteEndObject();
                return;
            }

            json.WriteStartArray();
            foreach (var service in s.panel.Services.Values)
            {
                json.WriteStartObject();
                json.WritePropertyName("service");
                PanelJson.IdValue(json, service.Id, s.variances);
                json.WriteString("name", service.Name);
                json.WriteString("type", s.variances.HasFlag(Variances.LowerTypes) ? service.Type.ToLowerInvariant() : service.Type);
                json.WriteString("category", service.Category);
                PanelJson.Amount(json, "rate", service.Rate, s.variances);
                PanelJson.Amount(json, "min", service.Min, s.variances);
                PanelJson.Amount(json, "max", service.Max, s.variances);
                PanelJson.Flag(json, "dripfeed", service.DripFeed, s.variances);
                PanelJson.Flag(json, "refill", service.Refill, s.variances);
                PanelJson.Flag(json, "cancel", service.Cancel, s.variances);
                if (service.Description is not null)
                {
                    json.WriteString("description", service.Description);
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
        });

    private static void WriteStatus(Utf8JsonWriter json, Panel panel, PanelOrder order, Variances variances)
    {
        json.WriteStartObject();
        if (variances.HasFlag(Variances.OrderInStatus))
        {
            json.WritePropertyName("order");
            PanelJson.IdValue(json, order.Id, variances);
        }

        PanelJson.Amount(json, "charge", order.Charge, variances);
        PanelJson.StartCount(json, order.StartCount, variances);
        json.WriteString("status", order.StatusText ?? StatusWords.Customer(order.Status, variances));
        if (variances.HasFlag(Variances.UnknownRemains))
        {
            json.WriteString("remains", "Unknown");
        }
        else
        {
            PanelJson.Amount(json, "remains", order.Remains, variances);
        }

        json.WriteString("currency", panel.Currency);
        json.WriteEndObject();
    }

    private static void WriteSuccess(Utf8JsonWriter json, Variances variances)
    {
        if (variances.HasFlag(Variances.SuccessWrapper))
        {
            json.WriteString("status", "success");
        }
    }

    private static void WriteRowError(Utf8JsonWriter json, string text, Variances variances)
    {
        if (variances.HasFlag(Variances.PlainErrors))
        {
            json.WriteStringValue(text);
            return;
        }

        json.WriteStartObject();
        json.WriteString("error", text);
        json.WriteEndObject();
    }
}
