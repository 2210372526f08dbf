namespace PanelAssist.Server.Hosting;

/// <summary>What a process does; all of it unless <c>Roles</c> names some.</summary>
[Flags]
internal enum ProcessRole
{
    None = 0,

    /// <summary>Public pages and the dashboard.</summary>
    Site = 1,

    /// <summary>Webhooks, web chat and the API.</summary>
    Bot = 2,

    /// <summary>Turns, sends, polling, upkeep.</summary>
    Worker = 4,

    All = Site | Bot | Worker,
}

internal static class ProcessRoles
{
    /// <exception cref="InvalidOperationException">A name in <c>Roles</c> is not known.</exception>
    public static bool HasRole(this IConfiguration configuration, ProcessRole role)
    {
        var names = configuration.GetSection("Roles").Get<string[]>() is { Length: > 0 } list
            ? list
            : configuration["Roles"]?.Split([',', ' ', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
        var roles = names.Aggregate(ProcessRole.None, (sum, name) => sum | (Enum.TryParse<ProcessRole>(name, ignoreCase: true, out var known)
            ? known
            : throw new InvalidOperationException($"Roles: \"{name}\" is not known. Use any of site, bot, worker.")));
        return (roles is ProcessRole.None ? ProcessRole.All : roles).HasFlag(role);
    }
}
