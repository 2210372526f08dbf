using PanelAssist.Engine.Replies;
using Scriban;
using Scriban.Syntax;

namespace PanelAssist.Engine.Tests.Replies;

public sealed class TemplateLimitTests
{
    [Theory]
    [InlineData("{% for i in (1..100000) %}x{% endfor %}")]
    [InlineData("{% assign a = 'xxxxxxxxxxxxxxxx' %}{% for i in (1..100) %}{% assign a = a | append: a %}{% endfor %}{{ a }}")]
    [InlineData("{{ no_such_value }}")]
    [InlineData("{% include 'anything' %}")]
    public void A_template_that_asks_for_too_much_is_stopped(string template) =>
        Assert.Throws<ScriptRuntimeException>(() => Render(template));

    [Fact]
    public void A_render_after_a_stopped_one_is_not_disturbed()
    {
        Assert.Throws<ScriptRuntimeException>(() => Render("{% for i in (1..100000) %}x{% endfor %}"));
        Assert.Equal("1", Render("{% assign leaked = 1 %}{{ value }}"));
        Assert.Throws<ScriptRuntimeException>(() => Render("{{ leaked }}"));
    }

    [Fact]
    public void Values_are_never_read_as_template_text() =>
        Assert.Equal("{{ secret }}", ReplyTemplates.Render(Template.ParseLiquid("{{ value }}"), new ReplyModel { ["value"] = "{{ secret }}", ["secret"] = "x" }));

    private static string Render(string template) => ReplyTemplates.Render(Template.ParseLiquid(template), new ReplyModel { ["value"] = 1 });
}
