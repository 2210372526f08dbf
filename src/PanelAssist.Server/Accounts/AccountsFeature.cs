using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using PanelAssist.Server.Data;
using PanelAssist.Server.Hosting;
using PanelAssist.Server.Mail;
using PanelAssist.Server.Tenancy.Encryption;
using PanelAssist.Server.Tenancy.Tokens;

namespace PanelAssist.Server.Accounts;

internal static class AccountsFeature
{
    private const string CallerScheme = "Caller";

    /// <summary>People who sign in: accounts, members of workspaces, sessions, and the mails about them.</summary>
    public static IServiceCollection AddAccounts(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<IValidateOptions<AccountOptions>, AccountOptionsValidator>();
        services.AddOptions<AccountOptions>().Bind(configuration.GetSection(AccountOptions.Section)).ValidateOnStart();
        services.AddDataProtection().SetApplicationName("panelassist");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider => new ConfigureOptions<KeyManagementOptions>(
            options =>
            {
                options.XmlRepository = new KeyRingTable(provider.GetRequiredService<IServiceScopeFactory>(), provider.GetRequiredService<TimeProvider>());
                options.XmlEncryptor = new KeyRingEncryptor(provider.GetRequiredService<MasterKeys>());
            }));
        services
            .AddIdentityCore<Account>(options =>
            {
                options.User.RequireUniqueEmail = true;
                options.User.AllowedUserNameCharacters = "";
            })
            .AddEntityFrameworkStores<AppDbContext>()
            .AddDefaultTokenProviders();

        // Ours alone says what a password must be.
        services.AddScoped<IPasswordValidator<Account>, PasswordValidator>();
        services.Configure<IdentityOptions>(options =>
        {
            options.Password.RequireDigit = options.Password.RequireLowercase = options.Password.RequireUppercase = options.Password.RequireNonAlphanumeric = false;
            options.Password.RequiredLength = 1;
        });
        services.AddSingleton<SessionDirectory>();
        services.AddSingleton<SignInThrottle>();
        services.AddSingleton<UsedCodes>();
        services.AddSingleton<SignedTexts>();
        services.AddScoped<MailQueue>();
        services.AddScoped<AccountMails>();
        services.AddScoped<SignInDesk>();
        services.AddScoped<SignUpDesk>();
        services.AddScoped<PasswordDesk>();
        services.AddScoped<TeamDesk>();
        services.AddScoped<SecurityDesk>();
        services.AddScoped<Invitations>();

        // Who shows a token is known by it, everybody else by the cookie. What the API allows names its scheme, so that a cookie never opens it.
        services.AddAuthentication(CallerScheme)
            .AddScheme<AuthenticationSchemeOptions, MemberHandler>(MemberHandler.SchemeName, configureOptions: null)
            .AddPolicyScheme(CallerScheme, displayName: null, options => options.ForwardDefaultSelector = context =>
                context.Request.Headers.ContainsKey(HeaderNames.Authorization) ? ApiTokenHandler.SchemeName : MemberHandler.SchemeName);
        services.AddMemberPolicies();
        if (configuration.HasRole(ProcessRole.Worker))
        {
            services.AddHostedService<MailDispatcher>();
        }

        return services;
    }

    /// <summary>A policy for each scope, for pages: the same words as the API's, proved by a session instead of a token.</summary>
    private static void AddMemberPolicies(this IServiceCollection services)
    {
        var authorization = services.AddAuthorizationBuilder();
        authorization.AddPolicy(MemberAccess.PolicyOf(MemberAccess.SignedIn), policy => policy
            .AddAuthenticationSchemes(MemberHandler.SchemeName)
            .RequireClaim(SessionClaims.Account));
        foreach (var scope in Scopes.Names)
        {
            authorization.AddPolicy(MemberAccess.PolicyOf(scope), policy => policy
                .AddAuthenticationSchemes(MemberHandler.SchemeName)
                .RequireAssertion(context => context.User.TryGetTenant(out _)
                    && Scopes.Covers(context.User.Scopes(), scope)
                    && !context.User.HasClaim(SessionClaims.NeedsSecondFactor, "true")));
        }
    }
}
