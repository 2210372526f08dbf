using PanelAssist.Server.Panels;

namespace PanelAssist.Server.Tests.Panels;

public sealed class PanelAddressTests
{
    [Theory]
    [InlineData("panel.example", "https://panel.example/")]
    [InlineData(" https://panel.example/ ", "https://panel.example/")]
    [InlineData("https://panel.example/api/v2", "https://panel.example/")]
    [InlineData("https://panel.example/API/V2/", "https://panel.example/")]
    [InlineData("https://panel.example/adminapi/v2/", "https://panel.example/")]
    [InlineData("https://panel.example/admin/adminapi/v2/", "https://panel.example/")]
    [InlineData("https://panel.example/api", "https://panel.example/")]
    [InlineData("https://panel.example/api/v2?key=secret&action=balance", "https://panel.example/")]
    [InlineData("http://127.0.0.1:5081/panel/demo", "http://127.0.0.1:5081/panel/demo")]
    [InlineData("http://127.0.0.1:5081/panel/demo/adminapi/v2", "http://127.0.0.1:5081/panel/demo")]
    [InlineData("https://panel.example.", "https://panel.example/")]
    [InlineData("https://pänel.example", "https://xn--pnel-loa.example/")]
    public void What_an_owner_pastes_becomes_the_base_address(string text, string expected)
    {
        Assert.True(PanelAddress.TryNormalize(text, out var address, out var reason), reason);
        Assert.Equal(expected, address.AbsoluteUri);
    }

    [Theory]
    [InlineData("")]
    [InlineData("https://")]
    [InlineData("https://.")]
    [InlineData("ftp://panel.example")]
    [InlineData("file:///etc/passwd")]
    [InlineData("https://user@panel.example")]
    [InlineData("https://user:password@panel.example")]
    [InlineData("https://@panel.example")]
    [InlineData("https://panel.example#@other.example")]
    [InlineData("https://panel.example\\@other.example")]
    [InlineData("https://panel.example/\r\nX-Header: 1")]
    [InlineData("https://panel example")]
    public void What_could_mean_another_host_is_refused_with_a_reason(string text)
    {
        Assert.False(PanelAddress.TryNormalize(text, out _, out var reason));
        Assert.NotEmpty(reason);
    }
}
