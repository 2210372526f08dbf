using System.Net;
using System.Text.RegularExpressions;
using PanelAssist.Sandbox.Mail;

namespace PanelAssist.Sandbox.Demo;

/// <summary>The demo's owner: opens pages, fills in forms and reads mail as a person at a browser would.</summary>
internal sealed partial class DemoOwner(Uri server, MailBook mail, TimeProvider clock) : IDisposable
{
    public const string Email = "owner@example.org";
    public const string Password = "demo owner of the sandbox";

    private const int MatchTimeoutMs = 4_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, string> _cookies = new(StringComparer.Ordinal);
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = server, Timeout = Patience };

    /// <summary>Signs up, confirms the address, and joins the workspace that invited it.</summary>
    /// <exception cref="DemoException">A page or a mail was not what it was expected to be.</exception>
    public async Task JoinAsync(CancellationToken cancellationToken)
    {
        await SubmitAsync("/signup", new(StringComparer.Ordinal) { ["Form.Name"] = "Olivia Owner", ["Form.Email"] = Email, ["Form.Password"] = Password }, cancellationToken);
        await SubmitAsync(await LinkAsync("/confirm?", cancellationToken), new(StringComparer.Ordinal), cancellationToken);
        await SubmitAsync(await LinkAsync("/invitation?", cancellationToken), new(StringComparer.Ordinal), cancellationToken);
    }

    public void Dispose() => _http.Dispose();

    private async Task SubmitAsync(string path, Dictionary<string, string> fields, CancellationToken cancellationToken)
    {
        using var shown = await SendAsync(HttpMethod.Get, path, content: null, cancellationToken);
        var page = await shown.Content.ReadAsStringAsync(cancellationToken);

        // The page's own form comes before the one that chooses its language.
        var form = Form().Match(page).Value;
        foreach (Match hidden in Hidden().Matches(form))
        {
            fields[hidden.Groups["name"].Value] = WebUtility.HtmlDecode(hidden.Groups["value"].Value);
        }

        using var content = new FormUrlEncodedContent(fields);
        using var answer = await SendAsync(HttpMethod.Post, path, content, cancellationToken);
        if ((int)answer.StatusCode >= 400)
        {
            throw new DemoException($"POST {path.Split('?')[0]} answered {(int)answer.StatusCode}.");
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (_cookies.Count > 0)
        {
            request.Headers.Add("Cookie", string.Join("; ", _cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
        }

        var answer = await _http.SendAsync(request, cancellationToken);
        foreach (var set in answer.Headers.TryGetValues("Set-Cookie", out var all) ? all : [])
        {
            var pair = set.Split(';')[0].Split('=', 2);
            _cookies[pair[0]] = pair[1];
        }

        return answer;
    }

    private async Task<string> LinkAsync(string path, CancellationToken cancellationToken)
    {
        string? Found() => mail.Find(Email).Select(message => Link().Matches(message.Text ?? "").Select(link => link.Value).FirstOrDefault(link => link.Contains(path, StringComparison.Ordinal)))
            .LastOrDefault(link => link is not null);
        await mail.Changed.WaitAsync(() => Found() is not null, Patience, cancellationToken);
        return Found() is { } link ? new Uri(link).PathAndQuery : throw new DemoException($"No mail with a link to {path} came within {Patience.TotalSeconds:0} s, at {clock.GetUtcNow():T}.");
    }

    [GeneratedRegex("<form.*?</form>", RegexOptions.Singleline, MatchTimeoutMs)]
    private static partial Regex Form();

    [GeneratedRegex("<input type=\"hidden\" name=\"(?<name>[^\"]+)\" value=\"(?<value>[^\"]*)\"", RegexOptions.None, MatchTimeoutMs)]
    private static partial Regex Hidden();

    [GeneratedRegex(@"https?://\S+", RegexOptions.None, MatchTimeoutMs)]
    private static partial Regex Link();
}
