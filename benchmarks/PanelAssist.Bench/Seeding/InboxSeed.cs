using System.Globalization;

namespace PanelAssist.Bench.Seeding;

/// <summary>
/// A year of a busy tenant: most conversations are resolved, a quarter is the assistant's, people have one in seventeen.
/// The same number makes the same rows.
/// </summary>
internal sealed class InboxSeed(Guid tenant, Guid channel, int conversations, DateTimeOffset now)
{
    public const int MessagesEach = 3;
    private const int Members = 20;
    private const int Labels = 10;
    private static readonly string[] Names = ["Ana", "Ben", "Chidi", "Dora", "Emre", "Fatima", "Goran", "Hana", "Ines", "Jamal"];
    private static readonly string[] Words = ["status", "refill", "order", "not", "started", "since", "yesterday", "please", "check", "dropped", "cancel", "my", "balance", "speed"];

    /// <summary>A second channel with a tenth of the conversations.</summary>
    public Guid SmallChannel { get; } = IdOf(4, 0);

    public static Guid Member(int number) => IdOf(1, number);

    public static Guid Label(int number) => IdOf(2, number);

    public async Task FillAsync(ISeedDatabase database)
    {
        await database.FillAsync("labels", ["id", "tenant_id", "name", "created_at"], Enumerable.Range(0, Labels).Select(number =>
            new object?[] { Label(number), tenant, string.Create(CultureInfo.InvariantCulture, $"label {number}"), Ago(TimeSpan.FromDays(365)) }));
        await database.FillAsync(
            "contact_identities",
            ["id", "tenant_id", "channel_connection_id", "external_id", "contact_id", "display_name", "created_at"],
            All().Select(c => new object?[] { c.Identity, tenant, c.Channel, c.ChatId, c.Identity, c.Name, c.At }));
        await database.FillAsync(
            "conversations",
            [
                "id", "tenant_id", "channel_connection_id", "chat_id", "thread_id", "is_private", "identity_id", "status", "version", "last_sequence", "language", "memory",
                "unreachable", "created_at", "last_message_at", "assignee_id", "snoozed_until", "waiting_since", "silenced_sequence", "labels", "last_text", "last_author",
            ],
            All().Select(c => new object?[]
            {
                c.Id, tenant, c.Channel, c.ChatId, null, true, c.Identity, c.Status, (long)MessagesEach, (long)MessagesEach, "en", "{}",
                false, c.At, c.At, c.Assignee, c.Status == 2 ? Ago(TimeSpan.FromDays(-30)) : null, c.Waiting ? c.At : null, 0L,
                c.Labelled is { } label ? $"[\"{label}\"]" : "[]", c.Text, 0,
            }));
        await database.FillAsync(
            "conversation_labels",
            ["conversation_id", "label_id", "tenant_id", "last_message_at"],
            All().Where(c => c.Labelled is not null).Select(c => new object?[] { c.Id, c.Labelled, tenant, c.At }));
        await database.FillAsync(
            "messages",
            ["id", "tenant_id", "conversation_id", "sequence", "direction", "author", "identity_id", "text", "at", "delivery"],
            All().SelectMany(c => Enumerable.Range(1, MessagesEach).Select(sequence => new object?[]
            {
                IdOf(10 + sequence, c.Number), tenant, c.Id, (long)sequence, sequence == 2 ? 1 : 0, sequence == 2 ? 1 : 0, c.Identity, c.Text, c.At, 1,
            })));
        await database.SettleAsync();
    }

    private IEnumerable<Seeded> All() => Enumerable.Range(0, conversations).Select(Of);

    private Seeded Of(int number)
    {
        var dice = new Random(number);
        var lot = dice.Next(100);
        var status = lot < 70 ? 3 : lot < 94 ? 0 : lot < 99 ? 1 : 2;
        var text = string.Join(' ', Enumerable.Range(0, 4 + dice.Next(12)).Select(_ => Words[dice.Next(Words.Length)]));
        return new Seeded(
            number,
            IdOf(5, number),
            IdOf(6, number),
            dice.Next(10) == 0 ? SmallChannel : channel,
            (600_000_000L + number).ToString(CultureInfo.InvariantCulture),
            string.Create(CultureInfo.InvariantCulture, $"{Names[dice.Next(Names.Length)]} {number}"),
            status,
            status > 0 && dice.Next(10) < 6 ? Member(dice.Next(Members)) : null,
            status == 1 && dice.Next(2) == 0,
            dice.Next(20) == 0 ? Label(dice.Next(Labels)) : null,
            string.Create(CultureInfo.InvariantCulture, $"{text} {1_000_000 + number}"),
            Ago(TimeSpan.FromSeconds(dice.Next(365 * 86_400))));
    }

    private long Ago(TimeSpan time) => (now - time).ToUnixTimeMilliseconds();

    /// <summary>As spread as the ids that follow from what they name.</summary>
    private static Guid IdOf(int kind, int number)
    {
        Span<byte> input = stackalloc byte[8];
        BitConverter.TryWriteBytes(input, kind);
        BitConverter.TryWriteBytes(input[4..], number);
        return new Guid(System.Security.Cryptography.SHA256.HashData(input).AsSpan(0, 16));
    }

    private sealed record Seeded(
        int Number, Guid Id, Guid Identity, Guid Channel, string ChatId, string Name, int Status, Guid? Assignee, bool Waiting, Guid? Labelled, string Text, long At);
}
