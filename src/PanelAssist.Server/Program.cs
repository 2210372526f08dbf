using PanelAssist.Server.Accounts;
using PanelAssist.Server.Api;
using PanelAssist.Server.Audit;
using PanelAssist.Server.Channels.Telegram;
using PanelAssist.Server.Channels.WebChat;
using PanelAssist.Server.Conversations;
using PanelAssist.Server.Data;
using PanelAssist.Server.Hosting;
using PanelAssist.Server.Inbox;
using PanelAssist.Server.Limits;
using PanelAssist.Server.Observability;
using PanelAssist.Server.Outbox;
using PanelAssist.Server.Panels;
using PanelAssist.Server.Site;
using PanelAssist.Server.Tenancy;

// Settings files lie beside the program, wherever it was started from.
var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
var configuration = builder.Configuration;
builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
builder.Host.UseDefaultServiceProvider(provider => (provider.ValidateScopes, provider.ValidateOnBuild) = (true, true));
builder.UseOrleans(silo => silo.UseCluster(configuration));

builder.Services.AddStorage(configuration);
builder.Services.AddTenancy(configuration);
builder.Services.AddAccounts(configuration);
builder.Services.AddLimits(configuration);
builder.Services.AddAudit(configuration);
builder.Services.AddManagementApi();
builder.Services.AddConversations(configuration);
builder.Services.AddActions(configuration);
builder.Services.AddPanels(configuration);
builder.Services.AddOutbox(configuration);
builder.Services.AddInbox(configuration);
builder.Services.AddTelegram(configuration);
builder.Services.AddWebChat(configuration);
builder.Services.AddSite();
builder.Services.AddObservability(configuration);

var app = builder.Build();
app.BeginPreparingStorage();

app.UseTrustedProxies();
app.UseApiProblems();
app.UseSite();
app.UseAddressLimits();
app.UseAuthentication();
app.UseCallerLimits();
app.UseAuthorization();
app.UseAntiforgery();
var bot = app.MapForHost(configuration["Hosts:Bot"], ProcessRole.Bot);
bot?.MapManagementApi();
bot?.MapTelegram();
bot?.MapWebChat();
var site = app.MapForHost(configuration["Hosts:Site"], ProcessRole.Site);
site?.MapSite();
app.MapObservability();
await app.RunAsync();

/// <summary>Named for the tests that start the whole product.</summary>
internal sealed partial class Program;
