using System.Reflection;
using System.Runtime.Loader;

namespace PanelAssist.Server.Data;

internal static class Migrations
{
    /// <summary>The schema's history for one database. It refers to this project, so it cannot be referred to: it lies beside it and is loaded by path.</summary>
    public static Assembly For(StorageProvider provider) =>
        AssemblyLoadContext.Default.LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, $"PanelAssist.Migrations.{provider}.dll"));
}
