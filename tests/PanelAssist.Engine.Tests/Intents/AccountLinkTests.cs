using PanelAssist.Engine.Intents;

namespace PanelAssist.Engine.Tests.Intents;

public sealed class AccountLinkTests
{
    private static readonly ReadingContext English = new(AwaitsLinkCode: false, "en");
    private static readonly ReadingContext AwaitsCode = new(AwaitsLinkCode: true, "en");

    [Theory]
    [InlineData("123456")]
    [InlineData(" 123456 ")]
    [InlineData("123 456")]
    [InlineData("123-456")]
    [InlineData("١٢٣٤٥٦")]
    [InlineData("１２３４５６")]
    [InlineData("code 123456")]
    [InlineData("1 2 3 4 5 6")]
    public void Six_digits_are_the_code_while_one_is_awaited(string text) =>
        Assert.Equal(new AccountLinkRequest.ByCode("123456"), MessageReader.Read(text, AwaitsCode).Link);

    [Theory]
    [InlineData("12345")]
    [InlineData("1234567")]
    [InlineData("status 123456")]
    [InlineData("123456 refill")]
    [InlineData("-123456")]
    public void Anything_else_is_read_as_ever(string text) => Assert.Null(MessageReader.Read(text, AwaitsCode).Link);

    [Fact]
    public void Six_digits_are_an_order_while_no_code_is_awaited()
    {
        var read = MessageReader.Read("123456", English);
        Assert.Equal((Intent.Status, MessageReader.MenuArgument), (read.Intent, read.Argument));
        Assert.Equal(["123456"], read.Orders.Ids);
    }

    [Theory]
    [InlineData("link key AbC-dEf_012İı=", "AbC-dEf_012İı=")]
    [InlineData("LINK KEY xYz", "xYz")]
    [InlineData("/link key xYz", "xYz")]
    [InlineData("/link@PanelBot key xYz", "xYz")]
    [InlineData("link key: xYz", "xYz")]
    [InlineData("link\nkey\nxYz", "xYz")]
    public void A_key_is_kept_as_typed(string text, string key) => Assert.Equal(new AccountLinkRequest.ByKey(key), MessageReader.Read(text, English).Link);

    [Theory]
    [InlineData("link Anna", "Anna")]
    [InlineData("link @Anna", "Anna")]
    [InlineData("lnik Anna", "Anna")]
    [InlineData("link anna@example.com", "anna@example.com")]
    [InlineData("link 123456", "123456")]
    [InlineData("my username: Anna", "Anna")]
    [InlineData("my user name is Anna", "Anna")]
    [InlineData("link пётр", "пётр")]
    public void A_username_is_kept_as_typed(string text, string username) =>
        Assert.Equal(new AccountLinkRequest.ByUsername(username), MessageReader.Read(text, English).Link);

    [Fact]
    public void A_key_and_a_code_are_not_in_the_text_of_what_was_understood()
    {
        Assert.DoesNotContain("s3cret", MessageReader.Read("link key s3cret", English).ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("123456", MessageReader.Read("123456", AwaitsCode).ToString(), StringComparison.Ordinal);
    }
}
