using Microsoft.Extensions.Options;

namespace PanelAssist.Server.Tests.Tenancy;

public sealed class OperatorBootstrapTests : IDisposable
{
    private readonly DataDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("short", "at least 16")]
    [InlineData("fifteen-letters", "at least 16")]
    [InlineData("sixteen letters and spaces", "without spaces")]
    public async Task A_weak_operator_token_stops_the_start_and_is_not_printed(string token, string reason)
    {
        var failure = await Assert.ThrowsAsync<OptionsValidationException>(async () =>
            await EncryptionHost.StartAsync(_directory.Path, ("Bootstrap:OperatorToken", token)));
        Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(token, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_first_start_takes_the_token_from_the_settings()
    {
        await using (var first = await EncryptionHost.StartAsync(_directory.Path, ("Bootstrap:OperatorToken", "the-first-operator-token")))
        {
            Assert.True(await first.IsOperatorAsync("the-first-operator-token"));
        }

        await using var second = await EncryptionHost.StartAsync(_directory.Path, ("Bootstrap:OperatorToken", "a-second-operator-token"));
        Assert.True(await second.IsOperatorAsync("the-first-operator-token"));
        Assert.False(await second.IsOperatorAsync("a-second-operator-token"));
    }

    [Fact]
    public async Task Without_the_setting_there_is_no_operator()
    {
        await using var host = await EncryptionHost.StartAsync(_directory.Path);
        Assert.False(await host.IsOperatorAsync(""));
    }
}
