using System.Globalization;
using System.Text.Json;

namespace PanelAssist.Sandbox.Demo;

/// <summary>Makes the demo tenant, its panel, channels and customer in the product, or finds them again.</summary>
internal static class DemoSetup
{
    public static async Task RunAsync(SandboxServer sandbox, DemoOptions options, TextWriter output, CancellationToken cancellationToken)
    {
        sandbox.World.Panels.Put(DemoPanel.Build(sandbox.World.Clock));
        using var product = new ProductApi(options.Server, sandbox.World.Clock);
        await product.WaitUntilReadyAsync(cancellationToken);
        var state = DemoState.Load(options.StateFile);
        if (state is null || state.Sandbox != sandbox.BaseAddress.ToString()
            || !await product.AnswersAsync($"/api/v1/conversations?channelId={state.WebChannelId}", state.ApiToken, cancellationToken))
        {
            state = await CreateAsync(product, sandbox, options, output, cancellationToken);
            state.Save(options.StateFile);
        }

        sandbox.World.Shop.Open(options.Server, state);
        await PrintAsync(sandbox, options, state, output);
    }

    private static async Task<DemoState> CreateAsync(
        ProductApi product, SandboxServer sandbox, DemoOptions options, TextWriter output, CancellationToken cancellationToken)
    {
        var tenant = await product.PostAsync("/api/v1/tenants", options.OperatorToken,
            new { name = "Demo", ownerEmail = DemoOwner.Email }, cancellationToken);
        var token = Text(tenant, "apiToken");
        var panel = Text(await product.PostAsync("/api/v1/panels", token, new
        {
            name = DemoPanel.Name,
            kind = "auto",
            baseUrl = new Uri(sandbox.BaseAddress, "/panel/" + DemoPanel.Name).ToString(),
            adminKey = DemoPanel.AdminKey,
        }, cancellationToken), "id");
        var telegram = await ConnectTelegramAsync(product, token, panel, output, cancellationToken);
        var port = sandbox.BaseAddress.Port.ToString(CultureInfo.InvariantCulture);
        var web = await product.PostAsync("/api/v1/channels", token, new
        {
            kind = "webchat",
            name = "Web chat",
            panelIds = new[] { panel },
            settings = new { allowedOrigins = new[] { "http://localhost:" + port, "http://127.0.0.1:" + port } },
        }, cancellationToken);
        await LinkAsync(product, token, Text(web, "id"), DemoPanel.WebVisitor, panel, cancellationToken);
        if (telegram is { } bot)
        {
            await LinkAsync(product, token, Text(bot, "id"), DemoPanel.TelegramUserId, panel, cancellationToken);
        }

        return new DemoState
        {
            Owner = await JoinOwnerAsync(sandbox, options, output, cancellationToken),
            Sandbox = sandbox.BaseAddress.ToString(),
            TenantId = Text(tenant, "id"),
            ApiToken = token,
            PanelId = panel,
            TelegramChannelId = telegram is { } channel ? Text(channel, "id") : null,
            TelegramHookUrl = telegram is { } hook ? OptionalText(hook, "hookUrl") : null,
            TelegramHookSecret = telegram is { } secret ? OptionalText(secret, "hookSecret") : null,
            WebChannelId = Text(web, "id"),
            WebHookSecret = Text(web, "hookSecret"),
        };
    }

    /// <summary>Null where the product speaks to another Bot API, which does not know the demo's bot: the rest of the demo goes on.</summary>
    private static async Task<JsonElement?> ConnectTelegramAsync(
        ProductApi product, string token, string panel, TextWriter output, CancellationToken cancellationToken)
    {
        try
        {
            return await product.PostAsync("/api/v1/channels", token, new
            {
                kind = "telegram",
                name = "Telegram",
                panelIds = new[] { panel },
                settings = new { token = DemoPanel.BotToken },
            }, cancellationToken);
        }
        catch (DemoException e)
        {
            await output.WriteLineAsync($"The demo goes on without its Telegram bot: {e.Message}");
            return null;
        }
    }

    /// <summary>Null where the product's mail goes elsewhere: then nobody here can open its links.</summary>
    private static async Task<string?> JoinOwnerAsync(SandboxServer sandbox, DemoOptions options, TextWriter output, CancellationToken cancellationToken)
    {
        try
        {
            using var owner = new DemoOwner(options.Server, sandbox.World.Mail, sandbox.World.Clock);
            await owner.JoinAsync(cancellationToken);
            return DemoOwner.Email;
        }
        catch (DemoException e)
        {
            await output.WriteLineAsync($"The demo goes on without its owner's account: {e.Message}");
            return null;
        }
    }

    private static Task<JsonElement> LinkAsync(ProductApi product, string token, string channel, string person, string panel, CancellationToken cancellationToken) =>
        product.PostAsync("/api/v1/links", token, new
        {
            channelId = channel,
            externalId = person,
            panelId = panel,
            username = DemoPanel.Customer,
            panelApiKey = DemoPanel.CustomerKey,
        }, cancellationToken);

    private static Task PrintAsync(SandboxServer sandbox, DemoOptions options, DemoState state, TextWriter output) => output.WriteLineAsync(
        $"""

        Site       {options.Server}
        Web chat   {new Uri(sandbox.BaseAddress, "/shop")}  (the demo owner's shop: enter as the demo customer)
                   {new Uri(options.Server, "/chat/" + state.WebChannelId)}  (as a stranger)
        Sign-in    {(state.Owner is null ? "none: the mail with the link went elsewhere" : $"{state.Owner}  {DemoOwner.Password}")}
        API token  {state.ApiToken}
        Try        status 1001
                   refill 1002 1003
                   cancel 1004

        """);

    private static string Text(JsonElement answer, string name) =>
        OptionalText(answer, name) ?? throw new DemoException($"The product's answer has no '{name}'.");

    private static string? OptionalText(JsonElement answer, string name) =>
        answer.ValueKind is JsonValueKind.Object && answer.TryGetProperty(name, out var value) && value.ValueKind is not JsonValueKind.Null
            ? value.ToString()
            : null;
}
