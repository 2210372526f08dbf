using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace PanelAssist.Migrations.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class SweepByIndex : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_outbox_entries_waiting",
                table: "outbox_entries");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_entries_waiting",
                table: "outbox_entries",
                column: "id",
                filter: "status < 2");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_outbox_entries_waiting",
                table: "outbox_entries");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_entries_waiting",
                table: "outbox_entries",
                column: "due_at",
                filter: "status < 2");
        }
    }
}
