using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace PanelAssist.Migrations.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class AuditChain : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_audit_entries_tenant_id_at",
                table: "audit_entries");

            migrationBuilder.AddColumn<string>(
                name: "actor_name",
                table: "audit_entries",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "address",
                table: "audit_entries",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "details",
                table: "audit_entries",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "hash",
                table: "audit_entries",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "position",
                table: "audit_entries",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "previous_hash",
                table: "audit_entries",
                type: "BLOB",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "audit_heads",
                columns: table => new
                {
                    tenant_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    position = table.Column<long>(type: "INTEGER", nullable: false),
                    hash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    sealed_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_audit_heads", x => x.tenant_id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_audit_entries_tenant_id_at_id",
                table: "audit_entries",
                columns: new[] { "tenant_id", "at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_audit_entries_tenant_id_position",
                table: "audit_entries",
                columns: new[] { "tenant_id", "position" },
                unique: true,
                filter: "position is not null");

            migrationBuilder.CreateIndex(
                name: "ix_audit_entries_waiting",
                table: "audit_entries",
                columns: new[] { "tenant_id", "id" },
                filter: "position is null");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "audit_heads");

            migrationBuilder.DropIndex(
                name: "ix_audit_entries_tenant_id_at_id",
                table: "audit_entries");

            migrationBuilder.DropIndex(
                name: "ix_audit_entries_tenant_id_position",
                table: "audit_entries");

            migrationBuilder.DropIndex(
                name: "ix_audit_entries_waiting",
                table: "audit_entries");

            migrationBuilder.DropColumn(
                name: "actor_name",
                table: "audit_entries");

            migrationBuilder.DropColumn(
                name: "address",
                table: "audit_entries");

            migrationBuilder.DropColumn(
                name: "details",
                table: "audit_entries");

            migrationBuilder.DropColumn(
                name: "hash",
                table: "audit_entries");

            migrationBuilder.DropColumn(
                name: "position",
                table: "audit_entries");

            migrationBuilder.DropColumn(
                name: "previous_hash",
                table: "audit_entries");

            migrationBuilder.CreateIndex(
                name: "ix_audit_entries_tenant_id_at",
                table: "audit_entries",
                columns: new[] { "tenant_id", "at" });
        }
    }
}
