using PanelAssist.Server.Channels.WebChat;
using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Tests.Channels.WebChat;

public sealed class SignedIdentityTests
{
    private static readonly Secret Key = new("k3y");
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);

    [Fact]
    public void The_signature_is_the_documented_one() =>
        // printf 'alice\nAlice A.\n1800000600' | openssl dgst -sha256 -hmac k3y
        Assert.Equal("560568b9573e96dd46cc2f0c9bc29b8d3acc3be702a0384b43b85bfe0f9803e5", SignedIdentity.Sign(Key, "alice", "Alice A.", 1_800_000_600));

    [Fact]
    public void A_fresh_signature_holds() => Assert.Null(Signed("alice", "Alice", 600).Check(Key, Now));

    [Fact]
    public void A_name_may_be_missing() => Assert.Null((Signed("alice", "", 600) with { Name = null }).Check(Key, Now));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(-86_400)]
    public void It_ends_at_the_second_it_names(int seconds) => Assert.Contains("expired", Signed("alice", "Alice", seconds).Check(Key, Now), StringComparison.Ordinal);

    [Fact]
    public void Each_altered_field_breaks_it()
    {
        var signed = Signed("alice", "Alice", 600);
        Assert.All(
            [signed with { User = "alicf" }, signed with { Name = "Alicf" }, signed with { Expires = signed.Expires + 1 }, signed with { Signature = null }, signed with { Signature = "" }],
            altered => Assert.Contains("does not match", altered.Check(Key, Now), StringComparison.Ordinal));
    }

    [Fact]
    public void Each_altered_character_of_the_signature_breaks_it()
    {
        var signed = Signed("alice", "Alice", 600);
        for (var i = 0; i < signed.Signature!.Length; i++)
        {
            var altered = signed.Signature.ToCharArray();
            altered[i] = altered[i] == '0' ? '1' : '0';
            Assert.NotNull((signed with { Signature = new(altered) }).Check(Key, Now));
        }
    }

    [Fact]
    public void Another_key_does_not_sign_for_this_one() => Assert.NotNull(Signed("alice", "Alice", 600).Check(new("k4y"), Now));

    [Fact]
    public void A_line_break_cannot_move_a_name_into_the_user()
    {
        var honest = Signed("alice", "x\ny", 600);
        var shifted = honest with { User = "alice\nx", Name = "y" };
        Assert.NotNull(honest.Check(Key, Now));
        Assert.NotNull(shifted.Check(Key, Now));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData(null)]
    public void A_user_is_needed(string? user) => Assert.NotNull((Signed(user ?? "", "Alice", 600) with { User = user }).Check(Key, Now));

    [Fact]
    public void A_user_of_129_characters_is_too_long() => Assert.NotNull(Signed(new('a', 129), "", 600).Check(Key, Now));

    private static SignedIdentity Signed(string user, string name, int seconds)
    {
        var expires = Now.AddSeconds(seconds).ToUnixTimeSeconds();
        return new(user, name, expires, SignedIdentity.Sign(Key, user, name, expires));
    }
}
