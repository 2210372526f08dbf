using System.Collections.Frozen;
using System.Globalization;
using Scriban;

namespace PanelAssist.Engine.Replies;

/// <summary>The shipped templates, parsed once. A language or a template that is missing falls back to English.</summary>
internal static class ReplyTemplates
{
    public const string FallbackLanguage = "en";

    private const string ResourceFolder = ".Replies.Templates.";
    private const string ResourceSuffix = ".liquid";

    /// <summary>More than the longest list a reply can show; a template that loops further is a mistake.</summary>
    private const int LoopLimit = 200;
    private const int RecursionLimit = 16;
    private const int OutputLimit = 64 * 1024;

    private static readonly FrozenDictionary<string, FrozenDictionary<string, Template>> ByLanguage = Load();

    /// <summary>Rendering is synchronous, so a context per thread is never shared; building one costs more than rendering.</summary>
    [ThreadStatic]
    private static TemplateContext? _context;

    public static IReadOnlyCollection<string> Languages => ByLanguage.Keys;

    public static IReadOnlyCollection<string> Names(string language) => ByLanguage[language].Keys;

    public static string Render(string name, string language, ReplyModel model) => Render(Find(name, language), model);

    public static string Render(Template template, ReplyModel model)
    {
        var context = _context ?? NewContext();

        // Taken out while in use: what an exception leaves behind is not used again.
        _context = null;
        context.PushGlobal(model);
        var text = template.Render(context);
        context.Reset();
        _context = context;
        return text;
    }

    private static Template Find(string name, string language) =>
        ByLanguage.TryGetValue(language, out var own) && own.TryGetValue(name, out var template) ? template : ByLanguage[FallbackLanguage][name];

    private static LiquidTemplateContext NewContext() => new()
    {
        LoopLimit = LoopLimit,
        LoopLimitQueryable = LoopLimit,
        RecursiveLimit = RecursionLimit,
        ObjectRecursionLimit = RecursionLimit,
        LimitToString = OutputLimit,

        // A misspelt variable must fail a test, not leave a hole in a sentence.
        StrictVariables = true,
        NewLine = "\n",
        TemplateLoader = null,
    };

    private static FrozenDictionary<string, FrozenDictionary<string, Template>> Load()
    {
        var assembly = typeof(ReplyTemplates).Assembly;
        var templates = new Dictionary<string, Dictionary<string, Template>>(StringComparer.Ordinal);
        foreach (var resource in assembly.GetManifestResourceNames())
        {
            var folder = resource.IndexOf(ResourceFolder, StringComparison.Ordinal);
            if (folder < 0 || !resource.EndsWith(ResourceSuffix, StringComparison.Ordinal))
            {
                continue;
            }

            var path = resource[(folder + ResourceFolder.Length)..^ResourceSuffix.Length];
            var dot = path.IndexOf('.', StringComparison.Ordinal);
            var (language, name) = (path[..dot], path[(dot + 1)..]);
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            var template = Template.ParseLiquid(reader.ReadToEnd().TrimEnd('\n'), resource);
            if (template.HasErrors)
            {
                throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{resource}: {string.Join("; ", template.Messages)}"));
            }

            if (!templates.TryGetValue(language, out var ofLanguage))
            {
                templates.Add(language, ofLanguage = new Dictionary<string, Template>(StringComparer.Ordinal));
            }

            ofLanguage.Add(name, template);
        }

        return templates.ToFrozenDictionary(entry => entry.Key, entry => entry.Value.ToFrozenDictionary(StringComparer.Ordinal), StringComparer.Ordinal);
    }
}
