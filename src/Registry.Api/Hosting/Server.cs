using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.DataProtection;
using Registry.Api.Access;
using Registry.Api.Access.WhoLooked;
using Registry.Api.Anchoring;
using Registry.Api.Audit;
using Registry.Api.Authorities;
using Registry.Api.Cases;
using Registry.Api.Commands;
using Registry.Api.Credentials;
using Registry.Api.CovertInquiries;
using Registry.Api.DataTracker;
using Registry.Api.Erasures;
using Registry.Api.Delegations;
using Registry.Api.Documents;
using Registry.Api.Emergencies;
using Registry.Api.Hosting.Postgres;
using Registry.Api.Identity;
using Registry.Api.Imports;
using Registry.Api.Issuers;
using Registry.Api.Items;
using Registry.Api.LicenceBatches;
using Registry.Api.LicenceCopies;
using Registry.Api.Licences;
using Registry.Api.LicenceTypes;
using Registry.Api.Log;
using Registry.Api.Notices;
using Registry.Api.Objections;
using Registry.Api.Pages;
using Registry.Api.Pages.SignIn;
using Registry.Api.Presentations;
using Registry.Api.Sharing;
using Registry.Api.SharingService;
using Registry.Api.Showing;
using Registry.Api.Verification;
using Registry.Api.Wallets;
using Registry.Api.Wallets.CodeFlow;
using Registry.Domain.Identifiers;
using Registry.Projections.Access;
using Registry.Projections.Audit;
using Registry.Projections.CovertInquiries;
using Registry.Projections.Credentials;
using Registry.Projections.Notices;

namespace Registry.Api.Hosting;

/// <summary>The HTTP server: composes, starts, and leaves nothing running when it stops.</summary>
internal static class Server
{
    private const string DefaultAddress = "http://localhost:5080";

    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            await ServeAsync(args);
            return 0;
        }
        catch (Exception e) when (StartupFailure.From(e) is { } failure)
        {
            await Console.Error.WriteLineAsync(failure.Message);
            return 1;
        }
    }

    private static async Task ServeAsync(string[] args)
    {
        // appsettings.json lies beside the program, wherever it is started from.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        if (builder.Configuration["urls"] is null && builder.Configuration["http_ports"] is null)
            builder.WebHost.UseUrls(DefaultAddress);
        var settings = RegistryConfiguration.Read(builder.Configuration, builder.Environment);
        using var startup = LoggerFactory.Create(logging => logging.AddConfiguration(builder.Configuration.GetSection("Logging")).AddConsole());
        var logger = startup.CreateLogger("Registry");

        await using var runtime = await RegistryRuntime.StartAsync(
            settings, DatabaseLogins.Of(builder.Configuration), EmbeddedPostgresOptions.ForServer, logger,
            CancellationToken.None);
        if (settings.Demonstration)
        {
            var seeded = await new EstablishAuthority(runtime.Sessions, runtime.Custody, runtime.Clock).RunAsync(AuthorityFile.Demonstration());
            await new EstablishIssuers(runtime.Sessions, runtime.Custody).RunAsync(RegionCode.Parse(settings.Authority));
            LogMessages.Established(logger, settings.Authority, seeded.Regions, seeded.Agencies, seeded.Items);
        }

        // These write URLs and headers, into which clients put what they like: nothing below a warning, whatever the settings say.
        foreach (var category in (string[])["Hosting.Diagnostics", "Localization", "Routing"])
            builder.Logging.AddFilter($"Microsoft.AspNetCore.{category}", LogLevel.Warning);
        AddServices(builder, runtime, Anchors.Read(settings.Anchoring, runtime.Logs));
        await using var app = builder.Build();
        Map(app);
        await app.StartAsync();
        LogMessages.Ready(logger, settings.Authority, string.Join(' ', app.Urls));
        await app.WaitForShutdownAsync();
    }

    private static void AddServices(WebApplicationBuilder builder, RegistryRuntime runtime, Anchors anchors)
    {
        var services = builder.Services;
        var settings = runtime.Settings;
        services.AddSingleton(settings);
        services.AddSingleton(runtime.Clock);
        services.AddSingleton(runtime);
        services.AddSingleton(runtime.Database.Pooled);
        services.AddSingleton(runtime.Logs);
        services.AddSingleton(runtime.Sessions);
        services.AddSingleton(runtime.Vault);
        services.AddSingleton(runtime.Accesses);
        services.AddSingleton(new AccessSearch(runtime.Database.Pooled, runtime.Store, runtime.Settings.Schema));
        services.AddSingleton(new LooksHad(runtime.Database.Pooled, runtime.Settings.Schema));
        services.AddSingleton(new SlotCounts(runtime.Database.Pooled, runtime.Settings.Schema));
        services.AddSingleton(new LookReader(runtime.Database.Pooled, runtime.Settings.Schema));
        services.AddSingleton(new NoticeFeed(runtime.Database.Pooled, runtime.Store, runtime.Settings.Schema));
        services.AddSingleton<NoticeStreams>();
        services.AddSingleton<NoticeStatus>();
        services.AddSingleton<NoticeDeliveries>();
        services.AddScoped<NoticeReader>();
        services.AddSingleton(runtime.Address);
        services.AddSingleton(runtime.Signers);
        services.AddSingleton(runtime.Issuers);
        services.AddSingleton<CredentialTypes>();
        services.AddSingleton<CredentialConfigurations>();
        services.AddSingleton(runtime.LogReader);
        services.AddSingleton(runtime.Export);
        services.AddSingleton(runtime.BundlePlanner);
        services.AddSingleton(runtime.Bundles);
        services.AddSingleton(runtime.Replay);
        services.AddSingleton(runtime.Imports);
        services.AddSingleton(anchors);
        services.AddSingleton<LogStatus>();
        services.AddSingleton<IdempotencyStore>();
        services.AddSingleton<CaseNumbers>();
        services.AddSingleton(runtime.References);
        services.AddSingleton<CaseItems>();
        services.AddSingleton<LicenceTypeCatalogue>();
        services.AddSingleton<LicencePlaces>();
        services.AddSingleton<LicenceMinter>();
        services.AddScoped<BatchProposals>();
        services.AddScoped<BatchCases>();
        services.AddSingleton<LicenceVerifier>();
        services.AddSingleton<PublishedTrust>();
        services.AddSingleton<PresentedFiles>();
        services.AddSingleton<MatchGuesses>();
        services.AddVerificationLimits();
        services.AddSingleton<Standings>();
        services.AddSingleton<Judging>();
        services.AddSingleton<Auditing>();
        services.AddSingleton<StatusSigning>();
        services.AddSingleton<EventReceipts>();
        services.AddSingleton<MintingEvidences>();
        services.AddSingleton<CredentialMinting>();
        services.AddSingleton<WalletSecrets>();
        services.AddSingleton<WalletOffers>();
        services.AddSingleton<WindowDigits>();
        services.AddSingleton<DpopProofs>();
        services.AddSingleton<WalletTokens>();
        services.AddSingleton<RedeemOffer>();
        services.AddSingleton<RedeemCode>();
        services.AddSingleton<PresentationJudge>();
        services.AddSingleton(new StatusTokens(runtime.Database.Pooled, runtime.Settings.Schema));
        services.AddSingleton<Publications>();
        services.AddSingleton<LevelWaiter>();
        services.AddHostedService(provider => provider.GetRequiredService<LevelWaiter>());
        services.AddResponseCompression(compression => compression.MimeTypes = ["application/octet-stream", CredentialRoutes.StatusListType]);
        services.AddHostedService<SequencerService>();
        services.AddHostedService<InboxGauge>();
        services.AddHostedService<AnchoringMonitor>();

        // Nothing here is protected by it beyond the process: no keys on disk.
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.AddHttpContextAccessor();
        services.AddSingleton<IHttpContextFactory, HiddenQuery.Factory>();
        services.AddScoped<Caller>();
        services.AddScoped<CommandRunner>();
        services.AddScoped<CredentialDelivery>();
        services.AddScoped<StateChanges>();
        services.AddScoped<FaceChanges>();
        services.AddScoped<Disclosure>();
        services.AddScoped<Delegated>();
        services.AddSingleton<PageSessions>();
        services.AddSignIn();
        services.AddScoped<PageForms>();
        services.AddScoped<LookLists>();
        services.AddScoped<LookDetails>();
        services.AddScoped<ActingChoice>();
        services.AddScoped<ObjectionMarks>();
        services.AddScoped<Applicants>();
        services.AddScoped<CoApplicantAnswers>();
        services.AddScoped<Replaying>();
        services.AddDocuments();
        services.AddSingleton<Showings>();
        services.AddSingleton<SharedUses>();
        services.AddExceptionHandler<ProblemHandler>();
        services.AddProblemDetails(options => options.CustomizeProblemDetails = SharingServiceRoutes.AddReturnCode);
        services.AddRegistryOpenApi();
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(options => Configure(options.SerializerOptions));
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 1024 * 1024;
        });

        // A provider that is configured is used, in Development too.
        var development = settings.Demonstration && settings.Identity.Authority is null ? DevelopmentKey.Open(settings.KeyDirectory) : null;
        services.AddRegistryAuthentication(settings, development);
        if (development is not null)
            services.AddDevelopmentIdentity(settings, development);
        services.AddHealthChecks().AddCheck<ReadyCheck>("ready").AddCheck<NoticeStatus>("notices");
    }

    private static void Configure(JsonSerializerOptions json)
    {
        json.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        json.AllowDuplicateProperties = false;
        json.NumberHandling = JsonNumberHandling.Strict;
        json.RespectRequiredConstructorParameters = true;
        json.RespectNullableAnnotations = true;
        json.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        json.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
        // Chinese stays readable; answers are application/json, never embedded in HTML.
        json.Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
    }

    private static void Map(WebApplication app)
    {
        app.UseSecurityHeaders();
        app.UseLanguages();
        app.UseExceptionHandler();
        app.UseEntryCompression();
        app.UseStatusCompression();
        app.UseRouting();
        app.UseVerificationLimits();
        app.UseAuthentication();
        app.UseMiddleware<UnroutedMiddleware>();
        app.UseAuthorization();
        app.UseMiddleware<IdempotencyMiddleware>();

        var api = app.MapGroup("/api/v1");
        api.MapItems();
        api.MapLicenceTypes();
        api.MapDuties();
        api.MapCases();
        api.MapLicences();
        api.MapDocuments();
        app.MapShowing(api);
        api.MapLicenceCopies();
        api.MapLicenceBatches();
        api.MapVerification();
        api.MapErasures();
        FindSubject.Map(api);
        api.MapDelegations();
        api.MapEmergencies();
        api.MapCovertInquiries();
        api.MapSharing();
        api.MapAudit();
        api.MapObjections();
        api.MapNotices();
        ListAccesses.Map(api);
        ExportAccesses.Map(api);
        GetSubjectHead.Map(api);
        app.MapWhoLooked();
        app.MapSignIn();
        ImportRegister.Map(api);
        app.MapDataTracker();
        app.MapLog(api);
        app.MapIssuers();
        app.MapSealRoots();
        app.MapCredentials(api);
        app.MapWallets(api);
        app.MapPresentations(api);
        app.MapSharingService();
        app.MapHealth();
        GetIntegrity.Map(app);
        app.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous().CarriesNothingPersonal();
        app.MapApiPage();
    }
}
