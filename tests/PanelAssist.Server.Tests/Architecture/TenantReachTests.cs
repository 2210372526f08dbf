using System.Text.RegularExpressions;
using Mono.Cecil;
using Mono.Cecil.Cil;
using PanelAssist.Server.Data;
using PanelAssist.Server.Data.RowSecurity;

namespace PanelAssist.Server.Tests.Architecture;

/// <summary>Who may see rows of all tenants, found in the compiled program call by call.</summary>
public sealed partial class TenantReachTests
{
    /// <summary>Each call that lifts the wall between tenants, and why it has to. Whoever adds a line says the reason.</summary>
    private static readonly Dictionary<string, string> Listed = new(StringComparer.Ordinal)
    {
        ["AuditSealing.WaitingAsync calls ReadAcrossTenantsAsync"] = "one sealer finds whose entries wait; it reads their ids",
        ["SessionDirectory.ReadMemberAsync calls ReadAcrossTenantsAsync"] = "a session is what proves the tenant",
        ["SignInDesk.EnterAsync calls ReadAcrossTenantsAsync"] = "the workspaces of one account",
        ["SnoozeClock.WakeAsync calls ReadAcrossTenantsAsync"] = "one clock wakes the conversations of all tenants",
        ["TeamDesk.AcceptAsync calls ReadAcrossTenantsAsync"] = "an invitation's secret is what proves the tenant",
        ["AppDbContext.ReadAcrossTenantsAsync calls IgnoreQueryFilters"] = "the one place that lifts the program's filter",
        ["ConnectionDirectory.LoadAsync calls ReadAcrossTenantsAsync"] = "a hook names a connection, and that tells the tenant",
        ["EncryptionStartup.WrappedKeysAsync calls ReadAcrossTenantsAsync"] = "a new master key takes over everybody's data keys",
        ["PostgresHotStore.OpenAsync calls SeeAllTenantsAsync"] = "one commit carries the rows of many tenants; sweeps are for all",
        ["StoragePreparation.PrepareAsync calls MigrateAcrossTenantsAsync"] = "a new schema is everybody's",
        ["TelegramPoller.ListAsync calls ReadAcrossTenantsAsync"] = "one loop looks after the bots of all tenants",
        ["TenantConnections.ConnectionOpened calls SeeAllTenants"] = "passes on what the context said",
        ["TenantConnections.ConnectionOpenedAsync calls SeeAllTenantsAsync"] = "passes on what the context said",
        ["TokenDirectory.ReadAsync calls ReadAcrossTenantsAsync"] = "a token is what proves the tenant",
    };

    private static readonly HashSet<string> Lifting = new(StringComparer.Ordinal)
    {
        "IgnoreQueryFilters",
        nameof(AppDbContext.ReadAcrossTenantsAsync),
        nameof(AppDbContext.MigrateAcrossTenantsAsync),
        nameof(TenantSetting.SeeAllTenants),
        nameof(TenantSetting.SeeAllTenantsAsync),
    };

    [Fact]
    public void Rows_of_all_tenants_are_reached_only_by_the_list()
    {
        var calls = Instructions()
            .Where(found => found.Instruction.Operand is MethodReference called && Lifting.Contains(called.Name))
            .Select(found => $"{NameOf(found.Method)} calls {((MethodReference)found.Instruction.Operand).Name}")
            .Order(StringComparer.Ordinal);
        Assert.Equal(Listed.Keys.Order(StringComparer.Ordinal), calls, StringComparer.Ordinal);
    }

    [Fact]
    public void The_databases_setting_is_named_in_one_class()
    {
        var naming = Instructions()
            .Where(found => found.Instruction.OpCode == OpCodes.Ldstr && ((string)found.Instruction.Operand).Contains("app.tenant", StringComparison.OrdinalIgnoreCase))
            .Select(found => NameOf(found.Method).Split('.')[0])
            .Distinct(StringComparer.Ordinal);
        Assert.Equal([nameof(TenantSetting)], naming, StringComparer.Ordinal);
    }

    private static List<(MethodDefinition Method, Instruction Instruction)> Instructions()
    {
        using var product = ModuleDefinition.ReadModule(typeof(AppDbContext).Assembly.Location, new ReaderParameters(ReadingMode.Immediate));
        var found = product.GetTypes()
            .SelectMany(type => type.Methods)
            .Where(method => method.HasBody)
            .SelectMany(method => method.Body.Instructions, (method, instruction) => (method, instruction))
            .ToList();
        Assert.True(found.Count > 10_000, $"Only {found.Count} instructions were found.");
        return found;
    }

    /// <summary>Class and method as they are in the source: what compilers make of an async method or a lambda has its name in angle brackets.</summary>
    private static string NameOf(MethodDefinition method)
    {
        var type = method.DeclaringType;
        var name = method.Name;
        while (type.DeclaringType is { } outer)
        {
            name = OfTheSource().Match(name) is { Success: true } lambda ? lambda.Groups["name"].Value
                : OfTheSource().Match(type.Name) is { Success: true } machine ? machine.Groups["name"].Value
                : name;
            type = outer;
        }

        return $"{type.Name}.{(OfTheSource().Match(name) is { Success: true } local ? local.Groups["name"].Value : name)}";
    }

    [GeneratedRegex(@"^<+(?<name>\w+)>", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex OfTheSource();
}
