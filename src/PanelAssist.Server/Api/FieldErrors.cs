using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http.HttpResults;

namespace PanelAssist.Server.Api;

/// <summary>What is wrong with a request's body, by field. Everything wrong is said at once.</summary>
internal sealed class FieldErrors
{
    private readonly Dictionary<string, string[]> _errors = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, string[]> ByField => _errors;

    public bool Any => _errors.Count > 0;

    public void Add(string field, string message) =>
        _errors[field] = _errors.TryGetValue(field, out var earlier) ? [.. earlier, message] : [message];

    /// <summary>A text that has to be there; it is trimmed.</summary>
    public string Text(string field, string? value, int maxLength)
    {
        var text = value?.Trim() ?? "";
        if (text.Length == 0)
        {
            Add(field, "Needed.");
        }

        return OptionalText(field, text, maxLength) ?? "";
    }

    [return: NotNullIfNotNull(nameof(value))]
    public string? OptionalText(string field, string? value, int maxLength)
    {
        var text = value?.Trim();
        if (text?.Length > maxLength)
        {
            Add(field, $"At most {maxLength} characters.");
        }
        else if (text is not null && text.Any(character => char.IsControl(character) && character is not ('\n' or '\r' or '\t')))
        {
            Add(field, "Without control characters.");
        }

        return text;
    }

    /// <summary>A key or token as another system gave it: printable ASCII without spaces. It is never repeated in an answer.</summary>
    public string? OptionalKey(string field, string? value, int maxLength = 512)
    {
        var key = value?.Trim();
        if (key is "")
        {
            Add(field, "Empty. Leave it out where there is none.");
        }
        else if (key?.Length > maxLength || (key is not null && !key.All(character => character is > ' ' and <= '~')))
        {
            Add(field, $"Letters, digits and signs without spaces, at most {maxLength}. Was it copied whole?");
        }

        return key;
    }

    public ProblemHttpResult ToProblem() => Problems.Invalid(_errors);
}
