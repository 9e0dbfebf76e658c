using System.Net;
using Registry.Domain.Log;
using Registry.Testing;

namespace Registry.Api.Tests.Verification;

/// <summary>A server with one citizen's licence in its published history, and another citizen's case.</summary>
public class BundleHost : RegistryHost, IAsyncLifetime
{
    public Guid Case { get; private set; }

    public Guid Licence { get; private set; }

    /// <summary>Of the licence, as printed on it.</summary>
    public string Identifier { get; private set; } = "";

    /// <summary>Of another citizen.</summary>
    public Guid Foreign { get; private set; }

    /// <summary>The log's key as an auditor pins it.</summary>
    public string Vkey { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        Case = await this.ApprovedCase();
        Foreign = await this.SubmittedCase("citizen2");
        using var issuer = await SignedInAs("issuer");
        using var minted = await issuer.WriteAsync("/api/v1/licences", new { @case = Case }, version: 3);
        var receipt = await minted.EnsureSuccessStatusCode().JsonAsync();
        (Licence, Identifier) = (receipt.GetProperty("id").GetGuid(), receipt.GetProperty("number").GetString()!);
        using var suspended = await issuer.WriteAsync($"/api/v1/licences/{Licence}/suspension", new { reason = "检查不合格" }, version: 1);
        suspended.EnsureSuccessStatusCode();
        using var anybody = Anonymous();
        Vkey = (await anybody.GetStringAsync("/log/340100/vkey")).Trim();
        await PublishedAsync();
    }

    /// <summary>Waits until everything written so far is under a published checkpoint.</summary>
    public Task PublishedAsync() => Eventually.HoldsAsync("everything is published", async () =>
        (long)(await this.RowAsync(
            """
            select (select count(*) from log_inbox) + (select count(*) from log_entry
                where idx >= (select coalesce(max(size), 0) from log_publication))
            """))[0]! == 0);

    public async Task<HttpResponseMessage> GetAsync(string person, string path)
    {
        using var client = await SignedInAs(person);
        return await client.GetAsync(new Uri(path, UriKind.Relative));
    }

    public async Task<byte[]> BundleAsync(string person, string query)
    {
        using var answer = await GetAsync(person, $"/api/v1/log/bundles?{query}");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, query);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/zip");
        return await answer.Content.ReadAsByteArrayAsync();
    }

    /// <summary>Writes into a directory what anybody can fetch of the log's entries, at every size that a bundle may have.</summary>
    public async Task<string> MirrorAsync(string directory)
    {
        using var anybody = Anonymous();
        for (var tile = 0; ; tile++)
            for (var width = 1; width <= TilePath.FullWidth; width++)
            {
                var path = new TilePath(null, tile, width).ToString();
                using var answer = await anybody.GetAsync(new Uri($"/log/340100/{path}", UriKind.Relative));
                if (!answer.IsSuccessStatusCode)
                    return directory;
                var file = Path.Combine(directory, path);
                Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                await File.WriteAllBytesAsync(file, await answer.Content.ReadAsByteArrayAsync());
            }
    }
}
