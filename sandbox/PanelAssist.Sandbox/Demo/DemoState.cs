using System.Text.Json;

namespace PanelAssist.Sandbox.Demo;

/// <summary>What the product answered when the demo was set up. Holds an API token, so the file is its owner's alone.</summary>
internal sealed record DemoState
{
    /// <summary>Where the sandbox listened: on another port the product's panel would point at nobody.</summary>
    public required string Sandbox { get; init; }

    public required string TenantId { get; init; }

    public required string ApiToken { get; init; }

    public required string PanelId { get; init; }

    /// <summary>Null where the product speaks to another Bot API.</summary>
    public string? TelegramChannelId { get; init; }

    public string? TelegramHookUrl { get; init; }

    public string? TelegramHookSecret { get; init; }

    /// <summary>The address the demo's owner signs in with; null where there is no such account.</summary>
    public string? Owner { get; init; }

    public required string WebChannelId { get; init; }

    public required string WebHookSecret { get; init; }

    public static DemoState? Load(string file)
    {
        try
        {
            return File.Exists(file) ? JsonSerializer.Deserialize<DemoState>(File.ReadAllText(file), JsonSerializerOptions.Web) : null;
        }
        catch (JsonException)
        {
            // A file cut short by a crash is made anew.
            return null;
        }
    }

    public void Save(string file)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            File.Delete(file);
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var stream = new FileStream(file, options);
        JsonSerializer.Serialize(stream, this, JsonSerializerOptions.Web);
    }
}
