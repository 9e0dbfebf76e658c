using System.Net;
using System.Text;
using Registry.Testing;

namespace Registry.Api.Tests.Verification;

/// <summary>A server with a licence in its history, and the export that its auditor fetched.</summary>
public sealed class ExportedHistory : RegistryHost, IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public byte[] File { get; private set; } = [];

    /// <summary>The log's key as an auditor pins it: from the authority, not from the export.</summary>
    public string Vkey { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        var (licence, _) = await this.MintedLicence();
        using var anybody = Anonymous();
        Vkey = (await anybody.GetStringAsync("/log/340100/vkey")).Trim();
        using var auditor = await SignedInAs("auditor");
        using var patience = new CancellationTokenSource(Patience);
        // The reply to a write is ahead of the checkpoint over it, by a second at most.
        while (!Encoding.UTF8.GetString(File).Contains(licence.ToString(), StringComparison.Ordinal))
        {
            using var answer = await auditor.GetAsync("/api/v1/log/export", patience.Token);
            File = answer.StatusCode is HttpStatusCode.NotFound ? [] : await answer.Content.ReadAsByteArrayAsync(patience.Token);
        }
    }
}
