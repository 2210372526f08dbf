using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using PanelAssist.Engine.Intents;

namespace PanelAssist.Engine.Tests.Architecture;

/// <summary>The engine only thinks: what its assembly refers to is read from the file itself.</summary>
public sealed class PurityTests
{
    /// <summary>Reading an embedded resource is not I/O of the outside world.</summary>
    private static readonly HashSet<string> AllowedTypes = new(StringComparer.Ordinal) { "System.IO.Stream", "System.IO.StreamReader", "System.IO.TextReader" };

    private static readonly string[] ForbiddenNamespaces =
        ["System.IO", "System.Net", "System.Data", "System.Diagnostics.Process", "System.Threading.Tasks", "Microsoft.", "Orleans", "Npgsql", "System.Console"];

    private static readonly HashSet<string> ForbiddenTypes = new(StringComparer.Ordinal)
    {
        "System.TimeProvider", "System.Random", "System.Console", "System.Diagnostics.Process", "System.Diagnostics.Stopwatch",
        "System.Threading.Thread", "System.Threading.Timer",
    };

    private static readonly HashSet<string> ForbiddenMembers = new(StringComparer.Ordinal)
    {
        "System.DateTime.get_Now", "System.DateTime.get_UtcNow", "System.DateTime.get_Today", "System.DateTimeOffset.get_Now",
        "System.DateTimeOffset.get_UtcNow", "System.Guid.NewGuid", "System.Guid.CreateVersion7",
    };

    [Fact]
    public void The_engine_needs_only_the_base_library_and_the_template_language()
    {
        var references = typeof(MessageReader).Assembly.GetReferencedAssemblies().Select(reference => reference.Name!);
        Assert.All(references, name => Assert.True(name.StartsWith("System.", StringComparison.Ordinal) || name is "Scriban.Signed", name));
    }

    [Fact]
    public void The_engine_touches_no_files_network_clock_or_chance()
    {
        using var file = File.OpenRead(typeof(MessageReader).Assembly.Location);
        using var image = new PEReader(file);
        var metadata = image.GetMetadataReader();
        var types = metadata.TypeReferences.Select(handle => NameOf(metadata, handle)).ToArray();
        Assert.Contains("System.Collections.Frozen.FrozenDictionary`2", types, StringComparer.Ordinal);
        Assert.DoesNotContain(types, IsForbidden);

        var members = metadata.MemberReferences
            .Select(handle => metadata.GetMemberReference(handle))
            .Where(member => member.Parent.Kind is HandleKind.TypeReference)
            .Select(member => $"{NameOf(metadata, (TypeReferenceHandle)member.Parent)}.{metadata.GetString(member.Name)}");
        Assert.DoesNotContain(members, member => ForbiddenMembers.Contains(member) || IsEnvironment(member));
    }

    /// <summary>The compiler itself asks for the thread in every iterator.</summary>
    private static bool IsEnvironment(string member) =>
        member.StartsWith("System.Environment.", StringComparison.Ordinal) && member is not "System.Environment.get_CurrentManagedThreadId";

    private static bool IsForbidden(string type) =>
        !AllowedTypes.Contains(type)
        && (ForbiddenTypes.Contains(type)
            || ForbiddenNamespaces.Any(prefix => type.StartsWith(prefix, StringComparison.Ordinal) && !type.StartsWith("Microsoft.CodeAnalysis.", StringComparison.Ordinal)));

    private static string NameOf(MetadataReader metadata, TypeReferenceHandle handle)
    {
        var type = metadata.GetTypeReference(handle);
        return $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}";
    }
}
