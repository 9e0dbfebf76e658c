using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Registry.Api.Tests.Issuers;
using Registry.Api.Tests.Log;

namespace Registry.Api.Tests.Credentials;

/// <summary>A wallet that this project did not write: one process for all tests of a class. It keeps what it was issued.</summary>
public sealed class OtherWallet : IDisposable
{
    private Process? process;

    /// <summary>Takes an offer. The wallet does not find what has a part of <paramref name="hide"/> in its path.</summary>
    internal Task<JsonObject> IssueAsync(IssuingHost host, JsonElement offered, int count, params string[] hide) => IssueAsync(
        host, offered.GetProperty("offer").GetString()!, offered.GetProperty("transactionCode").GetString()!, count, hide);

    internal Task<JsonObject> IssueAsync(IssuingHost host, string link, string txCode, int count, params string[] hide) =>
        DoAsync(host, new { @do = "issue", link, txCode, count, hide });

    /// <summary>Asks the issuer for a configuration: the page, under the public address, to which its holder must go.</summary>
    internal Task<JsonObject> AskAsync(IssuingHost host, string configuration, string clientId, string redirectUri) =>
        DoAsync(host, new { @do = "ask", issuer = IssuingHost.Issuer, configuration, clientId, redirectUri });

    /// <summary>Goes on from where the holder's browser was led.</summary>
    internal Task<JsonObject> ReceivedAsync(IssuingHost host, Uri location, int count) =>
        DoAsync(host, new { @do = "received", location, count });

    /// <summary>Asks for what it was put off for.</summary>
    internal Task<JsonObject> WaitedAsync(IssuingHost host) => DoAsync(host, new { @do = "waited" });

    /// <summary>Answers a verifier's request from what it was issued last and fits, encrypted so where that is asked for.</summary>
    /// <param name="wantsSealed">Whether it takes the request encrypted only.</param>
    internal Task<JsonObject> PresentAsync(IssuingHost host, string link, string enc = "A256GCM", bool wantsSealed = false) =>
        DoAsync(host, new { @do = "present", link, enc, @sealed = wantsSealed });

    private async Task<JsonObject> DoAsync(IssuingHost host, object order)
    {
        process ??= await StartAsync(host);
        await process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(order));
        await process.StandardInput.FlushAsync();
        var said = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The wallet ended.");
        return JsonNode.Parse(said)!.AsObject();
    }

    private static async Task<Process> StartAsync(IssuingHost host)
    {
        var (exit, output) = await OtherVerifiers.Installed.Value;
        exit.ShouldBe(0, output);
        using var anybody = host.Anonymous();
        return Process.Start(new ProcessStartInfo("node", ["wallet.mjs", IssuingHost.PublicUrl, anybody.BaseAddress!.ToString()])
        {
            WorkingDirectory = OtherVerifiers.Conformance,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
    }

    public void Dispose()
    {
        if (process is null)
            return;
        // The end of its input is the end of it.
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
    }
}
