using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;

namespace PanelAssist.Server.Site;

/// <summary>
/// The words on screen, from one resource a language, by key. Which language is the current UI culture's; what a language
/// lacks is said in English. <c>{0}</c> takes an argument; a key with plurals has the forms <c>key.one</c>, <c>key.other</c>
/// and so on, named as in CLDR.
/// </summary>
internal sealed class Words
{
    public const string Default = "en";

    /// <summary>English with accents, a third longer and in brackets: shows what is not translated and what does not fit.</summary>
    public const string Pseudo = "en-XA";

    /// <summary>Code and name in the language itself.</summary>
    public static readonly IReadOnlyList<(string Code, string Name)> Languages =
    [
        ("en", "English"), ("es", "Español"), ("pt", "Português"), ("tr", "Türkçe"), ("ru", "Русский"),
        ("ar", "العربية"), ("hi", "हिन्दी"), ("id", "Bahasa Indonesia"),
    ];

    private readonly FrozenDictionary<string, FrozenDictionary<string, string>> _byLanguage;

    public Words()
    {
        var all = Languages.ToDictionary(language => language.Code, language => Read(language.Code), StringComparer.Ordinal);
        all[Pseudo] = all[Default].ToFrozenDictionary(pair => pair.Key, pair => PseudoWords.Of(pair.Value), StringComparer.Ordinal);
        _byLanguage = all.ToFrozenDictionary(StringComparer.Ordinal);
    }

    public string this[string key] => Find(key) ?? key;

    public string this[string key, params object?[] arguments] => string.Format(CultureInfo.CurrentCulture, this[key], arguments);

    public static string Language => CultureInfo.CurrentUICulture.Name == Pseudo ? Pseudo : CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;

    public static bool IsRightToLeft => CultureInfo.CurrentUICulture.TextInfo.IsRightToLeft;

    public IReadOnlyDictionary<string, string> All(string language) => _byLanguage[language];

    /// <summary>The form that fits the count; <c>{0}</c> is the count.</summary>
    public string Count(string key, long count)
    {
        var form = Find($"{key}.{PluralForm.Of(Language, count)}") ?? this[key + ".other"];
        return string.Format(CultureInfo.CurrentCulture, form, count);
    }

    private string? Find(string key) =>
        _byLanguage.TryGetValue(Language, out var words) && words.TryGetValue(key, out var text) ? text
        : _byLanguage[Default].GetValueOrDefault(key);

    private static FrozenDictionary<string, string> Read(string language)
    {
        using var resource = typeof(Words).Assembly.GetManifestResourceStream($"words/{language}.json");
        return (resource is null ? [] : JsonSerializer.Deserialize<Dictionary<string, string>>(resource)!).ToFrozenDictionary(StringComparer.Ordinal);
    }
}

/// <summary>CLDR's cardinal forms of whole numbers, for the languages we have.</summary>
internal static class PluralForm
{
    public static string Of(string language, long count)
    {
        var n = Math.Abs(count);
        var (ten, hundred) = (n % 10, n % 100);
        return language switch
        {
            "id" => "other",
            "hi" => n is 0 or 1 ? "one" : "other",
            "pt" => n is 0 or 1 ? "one" : "other",
            "ru" => ten == 1 && hundred != 11 ? "one" : ten is >= 2 and <= 4 && hundred is < 12 or > 14 && ten is >= 2 and <= 4 ? "few" : "many",
            "ar" => n switch
            {
                0 => "zero",
                1 => "one",
                2 => "two",
                _ => hundred is >= 3 and <= 10 ? "few" : hundred is >= 11 ? "many" : "other",
            },
            _ => n == 1 ? "one" : "other",
        };
    }
}

internal static class PseudoWords
{
    private const string Plain = "aeiouycnAEIOUYCN";
    private const string Accented = "áéíóúýçñÁÉÍÓÚÝÇÑ";

    public static string Of(string text)
    {
        var inside = false;
        var accented = string.Concat(text.Select(letter =>
        {
            inside = letter == '{' || (inside && letter != '}');
            var at = inside ? -1 : Plain.IndexOf(letter, StringComparison.Ordinal);
            return at < 0 ? letter : Accented[at];
        }));
        return $"[{accented}{new string('·', text.Length / 3)}]";
    }
}
