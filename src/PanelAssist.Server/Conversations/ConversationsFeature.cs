using Microsoft.Extensions.Options;
using PanelAssist.Server.Actions;
using PanelAssist.Server.Channels;
using PanelAssist.Server.Hosting;
using PanelAssist.Server.Linking;
using PanelAssist.Server.Panels;
using PanelAssist.Server.Simulation;

namespace PanelAssist.Server.Conversations;

internal static class ConversationsFeature
{
    public static IServiceCollection AddConversations(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<ConversationStore>();
        services.AddSingleton<TurnRunner>();
        services.AddSingleton<TurnWriter>();
        services.AddSingleton<MessageFeed>();
        services.AddSingleton<ConversationFeed>();
        services.AddScoped<ConversationLists>();
        services.AddScoped<ConversationDesk>();
        services.AddScoped<LabelBook>();
        services.AddScoped<CannedReplyBook>();
        services.AddScoped<MemberDesk>();
        if (configuration.HasRole(ProcessRole.Worker))
        {
            services.AddHostedService<SnoozeClock>();
        }

        services.AddSingleton<IMessageFeed>(provider => provider.GetRequiredService<MessageFeed>());
        services.AddSingleton<ConnectionDirectory>();
        services.AddSingleton<IConnectionDirectory>(provider => provider.GetRequiredService<ConnectionDirectory>());
        services.AddSingleton<IConnectionCache>(provider => provider.GetRequiredService<ConnectionDirectory>());
        services.AddSingleton<LinkDirectory>();
        services.AddSingleton<ConnectionSwitch>();
        services.AddSingleton<ChannelCatalog>();
        services.AddSingleton<PanelDirectory>();
        services.AddSingleton<OrderDesk>();
        services.AddSingleton<PanelQuestions>();
        services.AddSingleton<AccountFinder>();
        services.AddSingleton<LinkKeeper>();
        services.AddSingleton<LinkDesk>();
        services.AddSingleton<Simulator>();
        services.AddSingleton<IValidateOptions<LinkingOptions>, LinkingOptionsValidator>();
        services.AddOptions<LinkingOptions>().Bind(configuration.GetSection(LinkingOptions.Section)).ValidateOnStart();
        return services;
    }

    public static IServiceCollection AddActions(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<IValidateOptions<ActionOptions>, ActionOptionsValidator>();
        services.AddOptions<ActionOptions>().Bind(configuration.GetSection(ActionOptions.Section)).ValidateOnStart();
        services.AddSingleton<ActionJournal>();
        services.AddSingleton<ActionDesk>();
        services.AddScoped<ActionLists>();
        if (configuration.HasRole(ProcessRole.Worker))
        {
            services.AddHostedService<ActionReconciler>();
        }

        return services;
    }
}
