using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Registry.Api.Hosting;
using Registry.Api.Hosting.Postgres;
using Registry.Projections.Keys;
using Registry.Projections.Schema;

namespace Registry.Api.Tests.Hosting;

public sealed class StartupFailureTests
{
    public static TheoryData<string> Codes => [.. typeof(StartupCodes).GetFields().Select(f => (string)f.GetRawConstantValue()!)];

    [Theory]
    [MemberData(nameof(Codes))]
    public void Every_code_has_one_line_in_Chinese_and_in_English(string code)
    {
        var parts = new StartupFailure(code, "FIRST", "SEC\nOND").Message.Split(" / ");

        parts.Length.ShouldBe(2);
        parts[0].ShouldMatch(@"\p{IsCJKUnifiedIdeographs}");
        parts[1].ShouldNotMatch(@"\p{IsCJKUnifiedIdeographs}");
        parts.ShouldAllBe(p => !p.Contains('\n') && !p.Contains('{'));
    }

    [Fact]
    public async Task Without_server_programs_the_line_to_install_them_is_given()
    {
        await using var data = new DataDirectory();

        var failure = await data.FailureAsync(new EmbeddedPostgresOptions { BinaryDirectories = [Path.GetTempPath()] });

        failure.Code.ShouldBe(StartupCodes.PostgresBinariesMissing);
        failure.Message.ShouldContain("apt-get install postgresql");
    }

    [Fact]
    public async Task Server_programs_that_are_too_old_are_refused()
    {
        await using var data = new DataDirectory();
        var old = Directory.CreateDirectory(data["bin"]).FullName;
        foreach (var name in (string[])["initdb", "pg_ctl", "postgres"])
        {
            var script = Path.Combine(old, name);
            await File.WriteAllTextAsync(
                script, "#!/bin/sh\necho 'postgres (PostgreSQL) 14.9'\n", TestContext.Current.CancellationToken);
            File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        var failure = await data.FailureAsync(new EmbeddedPostgresOptions { BinaryDirectories = [old] });

        failure.Code.ShouldBe(StartupCodes.PostgresVersion);
        failure.Message.ShouldContain("14");
        failure.Message.ShouldContain("15+");
    }

    [Fact]
    public async Task A_wrong_password_is_told_without_repeating_it()
    {
        var wrong = new NpgsqlConnectionStringBuilder(await SharedCluster.ConnectionStringAsync())
        {
            Password = "s3cret-and-wrong",
        };

        var failure = await RefusalAsync(wrong);

        failure.Code.ShouldBe(StartupCodes.DatabasePasswordWrong);
        failure.ToString().ShouldNotContain("s3cret-and-wrong");
    }

    [Fact]
    public async Task A_database_that_does_not_exist_is_told()
    {
        var missing = new NpgsqlConnectionStringBuilder(await SharedCluster.ConnectionStringAsync()) { Database = "nowhere" };

        (await RefusalAsync(missing)).Code.ShouldBe(StartupCodes.DatabaseMissing);
    }

    [Fact]
    public async Task A_login_that_may_not_bring_the_tables_up_to_date_is_told_whose_they_should_be()
    {
        var owner = await SharedCluster.ConnectionStringAsync();
        var login = $"l{Guid.NewGuid():N}"[..12];
        await using (var source = NpgsqlDataSource.Create(owner))
        await using (var create = source.CreateCommand($"create role {login} login password 'p'"))
            await create.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        var weak = new NpgsqlConnectionStringBuilder(owner) { Username = login, Password = "p", Pooling = false };

        var thrown = await Record.ExceptionAsync(() => RegistrySchema.ApplyAsync(
            weak.ConnectionString, $"s{login}", TimeProvider.System, TestContext.Current.CancellationToken));

        StartupFailure.From(thrown.ShouldNotBeNull()).ShouldNotBeNull().Code.ShouldBe(StartupCodes.DatabasePrivilegesMissing);
    }

    [Fact]
    public async Task Keys_that_another_passphrase_made_are_told_before_anything_starts()
    {
        await using var data = new DataDirectory();
        var settings = new RegistrySettings { DataDirectory = data.Path, Demonstration = true, KeyPassphrase = "first" };
        new FileKeyStore(settings.KeyDirectory, settings.KeyPassphrase).Secret("vault-wrapping");
        settings.KeyPassphrase = "second";

        var failure = await Should.ThrowAsync<StartupFailure>(() => RegistryRuntime.StartAsync(
            settings, new("Host=nowhere.invalid"), EmbeddedPostgresOptions.ForCommand, NullLogger.Instance,
            TestContext.Current.CancellationToken));

        failure.Code.ShouldBe(StartupCodes.KeyUnreadable);
        failure.Message.ShouldContain(settings.KeyDirectory);
    }

    [Fact]
    public async Task A_data_directory_that_cannot_be_used_is_told_before_anything_starts()
    {
        var file = Path.GetTempFileName();
        var settings = new RegistrySettings { DataDirectory = file, Demonstration = true };

        var failure = await Should.ThrowAsync<StartupFailure>(() => RegistryRuntime.StartAsync(
            settings, new(Working: null), EmbeddedPostgresOptions.ForServer, NullLogger.Instance,
            TestContext.Current.CancellationToken));

        File.Delete(file);
        failure.Code.ShouldBe(StartupCodes.DataDirectoryUnwritable);
        failure.Message.ShouldContain(file);
    }

    [Theory]
    [InlineData("00:00:00.999", true)]
    [InlineData("00:00:00", true)]
    [InlineData("-00:00:05", true)]
    [InlineData("00:00:01", false)]
    public void Keys_fetched_anew_more_often_than_once_a_second_are_refused_by_the_setting_s_name(string interval, bool refused)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Registry:Identity:KeyRefreshInterval"] = interval }).Build();
        var environment = new HostingEnvironment { EnvironmentName = Environments.Development };
        if (!refused)
        {
            RegistryConfiguration.Read(configuration, environment).Identity.KeyRefreshInterval.ShouldBe(TimeSpan.FromSeconds(1));
            return;
        }
        var failure = Should.Throw<StartupFailure>(() => RegistryConfiguration.Read(configuration, environment));
        failure.Code.ShouldBe(StartupCodes.KeyRefreshInterval);
        failure.Message.ShouldContain("Registry__Identity__KeyRefreshInterval");
    }

    [Theory]
    [InlineData("0", false)]
    [InlineData("100", false)]
    [InlineData("99", true)]
    [InlineData("-1", true)]
    public void A_limit_below_what_one_request_may_ask_for_is_refused_by_the_setting_s_name(string limit, bool refused)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Registry:Verification:PerMinute"] = limit }).Build();
        var environment = new HostingEnvironment { EnvironmentName = Environments.Development };
        if (!refused)
        {
            RegistryConfiguration.Read(configuration, environment).Verification.PerMinute.ToString(CultureInfo.InvariantCulture).ShouldBe(limit);
            return;
        }
        var failure = Should.Throw<StartupFailure>(() => RegistryConfiguration.Read(configuration, environment));
        failure.Code.ShouldBe(StartupCodes.VerificationLimit);
        failure.Message.ShouldContain("Registry__Verification__PerMinute");
    }

    [Theory]
    [InlineData("wallet-1", "Wallet", "https://wallet.example/callback", false)]
    [InlineData("wallet-1", "Wallet", "https://wallet.example/callback example.wallet:/callback", false)]
    [InlineData("wallet-1", "Wallet", "", true)]
    [InlineData("", "Wallet", "https://wallet.example/callback", true)]
    [InlineData("wallet-1", "", "https://wallet.example/callback", true)]
    [InlineData("wallet-1", "Wallet", "http://wallet.example/callback", true)]
    [InlineData("wallet-1", "Wallet", "https://wallet.example/callback#there", true)]
    [InlineData("wallet-1", "Wallet", "https://wallet.example/callback /callback", true)]
    [InlineData("wallet-1", "Wallet", "javascript:alert(1)", true)]
    public void A_wallet_whose_answers_might_go_astray_is_refused(string client, string name, string redirects, bool refused)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Registry:Wallets:0:ClientId"] = client, ["Registry:Wallets:0:Name"] = name, ["Registry:Wallets:0:RedirectUris"] = redirects,
        }).Build();
        var environment = new HostingEnvironment { EnvironmentName = Environments.Development };
        if (!refused)
        {
            string.Join(' ', RegistryConfiguration.Read(configuration, environment).Wallets.Single().Redirects).ShouldBe(redirects);
            return;
        }
        var failure = Should.Throw<StartupFailure>(() => RegistryConfiguration.Read(configuration, environment));
        failure.Code.ShouldBe(StartupCodes.Wallet);
        failure.Message.ShouldContain("Registry__Wallets");
    }

    [Fact]
    public void A_wallet_s_unknown_setting_is_refused_by_its_name()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Registry:Wallets:0:Secret"] = "1" }).Build();
        var failure = Should.Throw<StartupFailure>(() =>
            RegistryConfiguration.Read(configuration, new HostingEnvironment { EnvironmentName = Environments.Development }));
        failure.Code.ShouldBe(StartupCodes.SettingUnknown);
        failure.Message.ShouldContain("Registry__Wallets__0__Secret");
    }

    [Fact]
    public void A_disk_that_fills_up_while_starting_is_told() =>
        StartupFailure.From(new IOException("No space left on device", 28))
            .ShouldNotBeNull().Code.ShouldBe(StartupCodes.DiskFull);

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("no-such-host.invalid")]
    public async Task A_server_that_does_not_answer_is_named_with_host_and_port(string host)
    {
        var nobody = new NpgsqlConnectionStringBuilder { Host = host, Port = 1, Username = "u", Password = "p" };

        var failure = await RefusalAsync(nobody);

        failure.Code.ShouldBe(StartupCodes.DatabaseUnreachable);
        failure.Message.ShouldContain($"{host}:1");
    }

    [Fact]
    public async Task A_server_that_accepts_and_then_says_nothing_is_unreachable()
    {
        using var mute = new TcpListener(IPAddress.Loopback, 0);
        mute.Start();
        var port = ((IPEndPoint)mute.LocalEndpoint).Port;
        var server = new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1", Port = port, Username = "u", Password = "p", Timeout = 1,
        };

        (await RefusalAsync(server)).Code.ShouldBe(StartupCodes.DatabaseUnreachable);
    }

    [Theory]
    [InlineData(14, false)]
    [InlineData(15, true)]
    [InlineData(18, true)]
    public void Servers_before_version_15_are_refused(int major, bool supported)
    {
        var version = new Version(major, 3);
        var check = () => PostgresServer.RequireSupported(version);

        if (supported) check.ShouldNotThrow();
        else check.ShouldThrow<StartupFailure>().Code.ShouldBe(StartupCodes.PostgresVersion);
    }

    [Fact]
    public async Task An_address_in_use_is_told_with_the_address()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var url = $"http://127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}";
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls(url);
        await using var app = builder.Build();

        var thrown = await Should.ThrowAsync<IOException>(() => app.StartAsync(TestContext.Current.CancellationToken));
        var failure = StartupFailure.From(thrown);

        failure.ShouldNotBeNull().Code.ShouldBe(StartupCodes.PortTaken);
        failure.Message.ShouldContain(url + " ");
    }

    [Fact]
    public void A_bug_is_not_dressed_up_as_a_startup_failure() =>
        StartupFailure.From(new InvalidOperationException("bug", new IOException("other"))).ShouldBeNull();

    private static async Task<StartupFailure> RefusalAsync(NpgsqlConnectionStringBuilder server) =>
        await Should.ThrowAsync<StartupFailure>(
            () => PostgresServer.VerifyAsync(server.ConnectionString, TestContext.Current.CancellationToken));
}
