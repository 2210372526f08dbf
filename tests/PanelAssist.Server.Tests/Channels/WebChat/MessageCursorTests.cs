using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using PanelAssist.Server.Channels.WebChat;
using PanelAssist.Server.Conversations;
using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Tests.Channels.WebChat;

public sealed class MessageCursorTests
{
    private const int Page = 5;

    /// <summary>What may happen to a client: a message is committed and offered late, early, twice or never; history is read; it reconnects.</summary>
    [Property(MaxTest = 500)]
    public Property Whatever_is_mixed_each_message_comes_once_and_in_order() => Prop.ForAll(
        Gen.Choose(0, 9).ListOf().ToArbitrary(),
        steps => RunAsync(steps).GetAwaiter().GetResult());

    [Fact]
    public async Task Someone_new_sees_the_newest_page_only()
    {
        var scene = new Scene();
        scene.Commit(12);
        await scene.ConnectAsync(0);
        Assert.Equal([8, 9, 10, 11, 12], scene.Seen);
    }

    [Fact]
    public async Task Someone_coming_back_gets_everything_missed()
    {
        var scene = new Scene();
        scene.Commit(23);
        await scene.ConnectAsync(4);
        Assert.Equal(Enumerable.Range(5, 19).Select(i => (long)i), scene.Seen);
    }

    [Fact]
    public async Task Notes_of_the_staff_stay_with_the_staff()
    {
        var scene = new Scene();
        await scene.ConnectAsync(0);
        var spoken = scene.Conversation.Append(MessageDirection.Outgoing, MessageAuthor.Assistant, "a");
        var note = scene.Conversation.Append(MessageDirection.Note, MessageAuthor.Agent, "secret");
        var activity = scene.Conversation.Append(MessageDirection.Activity, MessageAuthor.System, "assigned");
        var more = scene.Conversation.Append(MessageDirection.Outgoing, MessageAuthor.Agent, "b");
        foreach (var message in new[] { more, note, activity, spoken })
        {
            await scene.Cursor.OfferAsync(message, CancellationToken.None);
        }

        Assert.Equal([1, 4], scene.Seen);
    }

    private static async Task<bool> RunAsync(IEnumerable<int> steps)
    {
        var scene = new Scene();
        await scene.ConnectAsync(0);
        var held = new List<MessageView>();
        foreach (var step in steps)
        {
            switch (step)
            {
                case <= 3:
                    held.AddRange(scene.Commit(step + 1));
                    break;
                case 4 when held.Count > 0:
                    await scene.Cursor.OfferAsync(held[0], CancellationToken.None);
                    held.RemoveAt(0);
                    break;
                case 5 when held.Count > 0:
                    await scene.Cursor.OfferAsync(held[^1], CancellationToken.None);
                    break;
                case 6 when held.Count > 0:
                    held.RemoveAt(held.Count / 2);
                    break;
                case 7:
                    await scene.Cursor.ReadAsync(CancellationToken.None);
                    break;
                case 8 when scene.Seen.Count > 0:
                    await scene.ConnectAsync(scene.Seen[^1]);
                    break;
                default:
                    break;
            }
        }

        while (await scene.Cursor.ReadAsync(CancellationToken.None))
        {
        }

        return scene.Seen.SequenceEqual(Enumerable.Range(1, (int)scene.Conversation.Last).Select(i => (long)i));
    }

    private sealed class Scene
    {
        private readonly FakeSpine _spine = new();
        private readonly Guid _connection = Guid.CreateVersion7(TimeProvider.System.GetUtcNow());
        private readonly Guid _id;

        public Scene()
        {
            _id = Data.DerivedIds.Conversation(_connection, "visitor:v", null);
            Conversation = _spine.Of(_connection, "visitor:v");
            Cursor = null!;
        }

        public FakeConversation Conversation { get; }

        public MessageCursor Cursor { get; private set; }

        public List<long> Seen { get; } = [];

        public async Task ConnectAsync(long after)
        {
            Cursor = new(_spine, new TenantId(_connection), _id, Page, (message, _) =>
            {
                Seen.Add(message.Sequence);
                return ValueTask.CompletedTask;
            });
            await Cursor.StartAsync(after, CancellationToken.None);
            while (await Cursor.ReadAsync(CancellationToken.None))
            {
            }
        }

        public List<MessageView> Commit(int count) =>
            [.. Enumerable.Range(0, count).Select(_ => Conversation.Append(MessageDirection.Outgoing, MessageAuthor.Assistant, "x"))];
    }
}
