using PanelAssist.Sandbox.Mail;

namespace PanelAssist.Sandbox.Control;

/// <summary>The mail, for programs.</summary>
internal static class MailControl
{
    public static void MapMailControl(this WebApplication app, MailBook mail)
    {
        app.MapGet("/_control/mail", Answer.Of(async http =>
        {
            var to = http.Query("to");
            var waitFor = http.QueryLong("waitFor", 0);
            await mail.Changed.WaitAsync(() => mail.Find(to).Count >= waitFor, http.WaitTime(), http.RequestAborted);
            return Answer.Ok(new
            {
                items = mail.Find(to).Select(m => new { m.Id, m.At, m.From, m.To, m.Subject, m.Text, m.Html, m.Headers }),
            });
        }));
        app.MapDelete("/_control/mail", Answer.Of(_ =>
        {
            mail.Clear();
            return Answer.Ok(new { cleared = true });
        }));
    }
}
