using System.Reflection;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using PanelAssist.Server.Data;
using PanelAssist.Server.Tenancy;
using ArchLoader = ArchUnitNET.Loader.ArchLoader;
using IType = ArchUnitNET.Domain.IType;

namespace PanelAssist.Server.Tests.Architecture;

/// <summary>Rules about the code that reading it would not enforce. What they look at is found by reflection.</summary>
public sealed class StructureTests
{
    private const string Root = "PanelAssist.Server";

    private static readonly Assembly Product = typeof(AppDbContext).Assembly;

    /// <summary>Tables without a tenant, and why.</summary>
    private static readonly Dictionary<string, string> Tenantless = new(StringComparer.Ordinal)
    {
        ["Tenant"] = "is the tenant",
        ["OperatorToken"] = "the operator stands above tenants",
        ["Account"] = "a person, who may be a member of several",
        ["IdentityUserClaim`1"] = "of an account",
        ["IdentityUserLogin`1"] = "of an account",
        ["IdentityUserToken`1"] = "of an account: authenticator keys, recovery codes",
        ["IdentityUserPasskey`1"] = "of an account",
        ["AccountSession"] = "of an account, wherever it works",
        ["MailEntry"] = "mail to people who sign in",
        ["PlatformKey"] = "the platform's own keys",
    };

    /// <summary>Of the channels, what an owner sets up may look at the owner's panels; the way of a message may not.</summary>
    private static readonly HashSet<string> SetsUpChannels = new(StringComparer.Ordinal) { "ChannelChanges" };

    /// <summary>Interfaces with one implementation, and what earns them.</summary>
    private static readonly Dictionary<string, string> Earned = new(StringComparer.Ordinal)
    {
        ["IConnectionCache"] = "lets the management API run where nothing is dispatched and so nothing is cached",
    };

    private static readonly string[] EmptyWords = ["Manager", "Helper", "Helpers", "Util", "Utils", "Utility", "Utilities", "Processor", "Info", "Base"];

    [Fact]
    public void Every_table_belongs_to_a_tenant_or_is_listed_with_the_reason()
    {
        var options = new DbContextOptionsBuilder<AppDbContext>().UseSqlite("Data Source=:memory:").Options;
        using var db = new AppDbContext(options, new TenantContext(), new SqliteWriteGate());
        var entities = db.Model.GetEntityTypes().Where(entity => !entity.IsOwned()).ToList();
        Assert.True(entities.Count >= 15, $"Only {entities.Count} tables were found.");
        foreach (var entity in entities)
        {
            var isOwned = typeof(ITenantOwned).IsAssignableFrom(entity.ClrType);
            Assert.True(isOwned != Tenantless.ContainsKey(entity.ClrType.Name), $"{entity.ClrType.Name} is not ITenantOwned, or is both owned and listed.");
            Assert.Equal(isOwned, entity.GetDeclaredQueryFilters().Any(filter => filter.Key == AppDbContext.TenantFilter));
        }
    }

    [Fact]
    public void Channels_do_not_know_panels()
    {
        var architecture = new ArchLoader().LoadAssemblies(Product).Build();
        var channels = architecture.Types.Where(type => IsIn(type, "Channels")).ToList();
        Assert.True(channels.Count > 30, $"Only {channels.Count} types of channels were found.");
        var known = channels
            .SelectMany(type => type.Dependencies.Select(dependency => (From: type, To: dependency.Target)))
            .Where(pair => IsIn(pair.To, "Panels"))
            .ToLookup(pair => SetsUpChannels.Contains(OuterName(pair.From)), pair => $"{pair.From.FullName} knows {pair.To.FullName}");
        Assert.Empty(known[false].Distinct(StringComparer.Ordinal));
        Assert.NotEmpty(known[true]);
    }

    [Fact]
    public void What_crosses_a_grain_call_has_a_name_of_its_own()
    {
        var grains = Product.GetTypes().Where(type => type.IsInterface && typeof(IGrain).IsAssignableFrom(type)).ToList();
        Assert.Equal(3, grains.Count);
        foreach (var grain in grains)
        {
            Assert.True(grain.GetCustomAttribute<AliasAttribute>() is not null, $"{grain.Name} has no [Alias].");
            Assert.All(grain.GetMethods(), method => Assert.True(method.GetCustomAttribute<AliasAttribute>() is not null, $"{grain.Name}.{method.Name} has no [Alias]."));
        }

        var carried = Product.GetTypes().Where(type => type.GetCustomAttribute<GenerateSerializerAttribute>() is not null).ToList();
        Assert.NotEmpty(carried);
        Assert.All(carried, type => Assert.True(type.GetCustomAttribute<AliasAttribute>(inherit: false) is not null, $"{type.Name} has no [Alias]."));
    }

    [Fact]
    public void No_class_has_a_name_that_says_nothing()
    {
        var named = OwnTypes().Where(type => EmptyWords.Any(word => type.Name.Split('`')[0].EndsWith(word, StringComparison.Ordinal))).Select(type => type.FullName);
        Assert.Empty(named);
    }

    [Fact]
    public void Every_interface_has_two_implementations_or_a_reason()
    {
        var tests = typeof(StructureTests).Assembly.GetTypes();
        var implementations = Product.GetTypes().Concat(tests).Where(type => type is { IsInterface: false, IsAbstract: false }).ToList();
        var idle = OwnTypes()
            .Where(type => type.IsInterface && !typeof(IAddressable).IsAssignableFrom(type))
            .Where(type => implementations.Count(candidate => Implements(candidate, type)) < 2)
            .Select(type => type.Name);
        Assert.Equal(Earned.Keys.Order(StringComparer.Ordinal), idle.Order(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    [Fact]
    public void A_class_that_nobody_inherits_cannot_be_inherited()
    {
        // Pages are written by the Razor compiler, which seals nothing.
        var types = OwnTypes().Where(type => type is { IsClass: true, IsAbstract: false, IsSealed: false } && !IsPage(type)).ToList();
        var open = types.Where(type => !Product.GetTypes().Any(other => other.BaseType == type)).Select(type => type.FullName);
        Assert.Empty(open);
    }

    private static bool IsPage(Type type) => typeof(ComponentBase).IsAssignableFrom(type) || type.Name == "_Imports";

    private static bool Implements(Type candidate, Type wanted) => candidate.GetInterfaces().Any(implemented =>
        implemented == wanted || (implemented.IsGenericType && implemented.GetGenericTypeDefinition() == wanted));

    /// <summary>Without what compilers and generators add.</summary>
    private static IEnumerable<Type> OwnTypes() => Product.GetTypes().Where(type =>
        type.Namespace?.StartsWith(Root, StringComparison.Ordinal) is true
        && !type.FullName!.Contains('<', StringComparison.Ordinal)
        && !type.FullName.Contains("Generated", StringComparison.Ordinal)
        && type.GetCustomAttribute<System.Runtime.CompilerServices.CompilerGeneratedAttribute>() is null
        && type.GetCustomAttribute<System.CodeDom.Compiler.GeneratedCodeAttribute>() is null);

    private static bool IsIn(IType type, string feature) =>
        type.FullName.StartsWith($"{Root}.{feature}.", StringComparison.Ordinal);

    private static string OuterName(IType type) => type.FullName.Split('.')[^1].Split('+', '/')[0];
}
