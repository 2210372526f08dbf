using System.Net;

namespace PanelAssist.Sandbox.Http;

/// <summary>The frame of the sandbox's few pages: readable, light and dark.</summary>
internal static class SandboxPage
{
    private const string Style = """
        :root{color-scheme:light dark;--ink:#1b2430;--muted:#5b6776;--paper:#fbfaf7;--card:#fff;--line:#e2dfd6;--accent:#0b6e5d;--on-accent:#fff}
        @media (prefers-color-scheme:dark){:root{--ink:#e8ecf1;--muted:#9aa7b5;--paper:#14181d;--card:#1c2229;--line:#2e3742;--accent:#4cc3a9;--on-accent:#0d1512}}
        *{box-sizing:border-box}body{margin:0;font:16px/1.55 system-ui,sans-serif;color:var(--ink);background:var(--paper)}
        main{max-width:60rem;margin:0 auto;padding:2rem 1.25rem 4rem}h1{font-size:1.7rem;line-height:1.25;margin:.2rem 0 1rem}h2{font-size:1.2rem}
        a{color:var(--accent)}.muted{color:var(--muted)}table{width:100%;border-collapse:collapse}th,td{text-align:left;padding:.5rem .6rem;border-bottom:1px solid var(--line);overflow-wrap:anywhere}
        th{color:var(--muted);font-weight:600}time{font-variant-numeric:tabular-nums;white-space:nowrap}pre{white-space:pre-wrap;overflow-wrap:anywhere;background:var(--card);border:1px solid var(--line);border-radius:.5rem;padding:1rem}
        .button{display:inline-block;background:var(--accent);color:var(--on-accent);padding:.7rem 1.2rem;border-radius:.5rem;text-decoration:none;font-weight:600}
        .button:focus-visible,a:focus-visible,summary:focus-visible{outline:3px solid var(--accent);outline-offset:3px}
        .cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(15rem,1fr));gap:1rem;margin:1.5rem 0}.card{background:var(--card);border:1px solid var(--line);border-radius:.6rem;padding:1rem}
        .card b{display:block}code{background:var(--card);border:1px solid var(--line);border-radius:.3rem;padding:.1rem .35rem}
        """;

    public static string Wrap(string title, string body, string foot = "") =>
        $"""
        <!DOCTYPE html>
        <html lang="en">
        <head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>{WebUtility.HtmlEncode(title)}</title><style>{Style}</style></head>
        <body><main><h1>{WebUtility.HtmlEncode(title)}</h1>{body}</main>{foot}</body>
        </html>
        """;
}
