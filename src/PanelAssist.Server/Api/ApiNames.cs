using System.Text.Json;

namespace PanelAssist.Server.Api;

/// <summary>Enum names as they are in JSON, for query parameters.</summary>
internal static class ApiNames
{
    public static string Of<TEnum>()
        where TEnum : struct, Enum => string.Join(", ", Enum.GetNames<TEnum>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName));

    public static string Of<TEnum>(TEnum value)
        where TEnum : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    /// <returns>False for a name that is none; a missing name is null.</returns>
    public static bool TryRead<TEnum>(string? name, out TEnum? value)
        where TEnum : struct, Enum
    {
        value = null;
        foreach (var candidate in Enum.GetValues<TEnum>())
        {
            if (JsonNamingPolicy.SnakeCaseLower.ConvertName(candidate.ToString()) == name)
            {
                value = candidate;
            }
        }

        return name is null || value is not null;
    }
}
