using Microsoft.Playwright;
using PanelAssist.Browser.Tests.Accounts;
using PanelAssist.Server.Tests.App;
using static Microsoft.Playwright.Assertions;

namespace PanelAssist.Browser.Tests.Dashboard;

public sealed class TeamTests(PanelAssistApp app, Browser browser)
{
    [Fact]
    public async Task An_agent_is_invited_sees_what_agents_may_and_is_shown_out_when_removed()
    {
        await using var olga = await Person.OpenAsync(app, browser);
        await olga.BecomeOwnerAsync("With a team");
        await olga.GoAsync("/app/team");
        await using var agent = await Person.OpenAsync(app, browser);
        await olga.Page.GetByLabel("E-mail address").FillAsync(agent.Email);
        await olga.Page.GetByRole(AriaRole.Button, new() { Name = "Send the invitation" }).ClickAsync();
        await Expect(olga.Page.GetByRole(AriaRole.Status).Filter(new() { HasText = "on its way" })).ToBeVisibleAsync();

        await agent.JoinByInvitationAsync();
        await Expect(agent.Page.GetByRole(AriaRole.Link, new() { Name = "Inbox" })).ToBeVisibleAsync();
        await Expect(agent.Page.GetByRole(AriaRole.Link, new() { Name = "Team" })).ToHaveCountAsync(0);
        await agent.GoAsync("/app/team");
        await Expect(agent.Page.GetByRole(AriaRole.Heading, new() { Name = "Your role does not open this page" })).ToBeVisibleAsync();

        await agent.GoAsync("/app/inbox");
        await Expect(agent.Page.GetByText("No conversations here")).ToBeVisibleAsync();
        await olga.GoAsync("/app/team");
        var row = olga.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = agent.Email });
        await row.GetByRole(AriaRole.Button, new() { Name = "Remove Olga Owner" }).ClickAsync();
        await row.GetByRole(AriaRole.Button, new() { Name = "Really remove Olga Owner" }).ClickAsync();
        await Expect(olga.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = agent.Email })).ToHaveCountAsync(0);
        await Expect(agent.Page.GetByText("No conversations here")).ToHaveCountAsync(0);
        await Expect(agent.Page.GetByRole(AriaRole.Heading, new() { Name = "Name your workspace" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_last_owner_has_to_stay()
    {
        await using var olga = await Person.OpenAsync(app, browser);
        await olga.BecomeOwnerAsync("Alone");
        await olga.GoAsync("/app/team");
        await olga.Page.GetByRole(AriaRole.Button, new() { Name = "Remove Olga Owner" }).ClickAsync();
        await olga.Page.GetByRole(AriaRole.Button, new() { Name = "Really remove Olga Owner" }).ClickAsync();
        await Expect(olga.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("The last owner has to stay");
    }
}
