using System.Buffers;
using FsCheck;
using FsCheck.Fluent;
using PanelAssist.Server.Audit;
using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Tests.Audit;

/// <summary>The encoding that hashes are made of.</summary>
public sealed class AuditChainTests
{
    private static readonly string?[] Texts = [null, "", "a", "ab", "b", "\0", "bb", "日本", "a\u0001b", "token:1"];

    /// <summary>Few values and many fields, so that two entries are often almost the same.</summary>
    [Fact]
    public void Two_entries_are_encoded_alike_only_when_every_field_is_the_same()
    {
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(5_000), Prop.ForAll<int, int>((seed, other) =>
        {
            var one = Fields(new Random(seed));
            var another = Fields(new Random(seed));
            another[Math.Abs(other % another.Length)] = new Random(other).Next(Texts.Length);
            return Encoded(one).AsSpan().SequenceEqual(Encoded(another)) == one.AsSpan().SequenceEqual(another);
        }));
    }

    [Fact]
    public void A_text_moved_across_the_border_of_two_fields_is_another_entry() =>
        Assert.NotEqual(Encoded([0, 0, 0, 3, 4, 0, 0, 0, 0, 0]), Encoded([0, 0, 0, 2, 6, 0, 0, 0, 0, 0]));

    /// <summary>Computed from the written description, by another program: keeps entries of years ago verifiable.</summary>
    [Fact]
    public void The_hash_of_a_known_entry_stays_what_it_is()
    {
        var entry = new AuditEntry
        {
            Id = Guid.Parse("01981f6e-0000-7000-8000-000000000002"),
            TenantId = new TenantId(Guid.Parse("01981f6e-0000-7000-8000-000000000001")),
            At = DateTimeOffset.FromUnixTimeMilliseconds(1_772_366_400_123),
            Actor = "member:01981f6e000070008000000000000003",
            ActorName = "Zoë",
            Address = null,
            Action = "link.created",
            Target = "link:01981f6e000070008000000000000004",
            Details = "",
        };
        Assert.Equal("f9ea77dcc8d20953bf115154c844c5e948062b81967ec615baa12da636679e75", Convert.ToHexStringLower(AuditChain.HashOf(entry, AuditChain.Genesis)));
    }

    private static int[] Fields(Random random) => [.. Enumerable.Range(0, 10).Select(_ => random.Next(Texts.Length))];

    private static byte[] Encoded(int[] fields)
    {
        var bytes = new ArrayBufferWriter<byte>();
        AuditChain.Encode(
            bytes,
            new AuditEntry
            {
                Id = Id(fields[0]),
                TenantId = new TenantId(Id(fields[1])),
                At = DateTimeOffset.FromUnixTimeMilliseconds(fields[2]),
                Actor = Texts[fields[3]] ?? "none",
                ActorName = Texts[fields[4]],
                Address = Texts[fields[5]],
                Action = Texts[fields[6]] ?? "none",
                Target = Texts[fields[7]] ?? "none",
                Details = Texts[fields[8]],
            },
            [.. Enumerable.Repeat((byte)fields[9], 32)]);
        return bytes.WrittenSpan.ToArray();
    }

    private static Guid Id(int number) => new(number, 0, 0, new byte[8]);
}
