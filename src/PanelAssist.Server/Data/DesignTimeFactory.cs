using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Data;

/// <summary>For <c>dotnet ef</c> only: the provider is the first argument after <c>--</c>; no database is touched.</summary>
internal sealed class DesignTimeFactory : IDesignTimeDbContextFactory<AppDbContext>
{
    public AppDbContext CreateDbContext(string[] args)
    {
        var builder = new DbContextOptionsBuilder<AppDbContext>();
        if (args is ["postgres", ..])
        {
            builder.UseNpgsql("Host=design-time", postgres => postgres.MigrationsAssembly("PanelAssist.Migrations.Postgres"));
        }
        else
        {
            builder.UseSqlite("Data Source=design-time", sqlite => sqlite.MigrationsAssembly("PanelAssist.Migrations.Sqlite"));
        }

        return new AppDbContext(builder.Options, new TenantContext(), new SqliteWriteGate());
    }
}
