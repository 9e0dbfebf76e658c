using System.Net.Http.Headers;
using System.Text;
using Registry.Testing;

namespace Registry.Api.Tests.BadInput;

/// <summary>A request written out to the byte, so that it can be wrong in any way.</summary>
/// <param name="Path">Below /api/v1; <c>{case}</c>, <c>{licence}</c> and <c>{absent}</c> stand for the host's own.</param>
internal sealed record Attempt(string Person, HttpMethod Method, string Path)
{
    public byte[]? Body { get; init; }
    public string? MediaType { get; init; } = "application/json";
    public string? IfMatch { get; init; } = "\"1\"";

    /// <summary>Null for none; a fresh one unless the attempt is about keys.</summary>
    public string? Key { get; init; } = "fresh";

    public static Attempt Get(string person, string path) => new(person, HttpMethod.Get, path) { IfMatch = null, Key = null };

    public static Attempt Post(string person, string path, string? json = null) =>
        new(person, HttpMethod.Post, path) { Body = json is null ? null : Encoding.UTF8.GetBytes(json) };

    public async Task<HttpResponseMessage> SendAsync(KnownHost host, string? language = null)
    {
        using var client = await host.SignedInAs(Person);
        using var request = new HttpRequestMessage(Method, "/api/v1" + host.Fill(Path));
        if (Body is not null)
        {
            request.Content = new ByteArrayContent(Body);
            request.Content.Headers.ContentType = MediaType is null ? null : MediaTypeHeaderValue.Parse(MediaType);
        }
        if (IfMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", IfMatch);
        if (Key is not null)
            request.Headers.TryAddWithoutValidation("Idempotency-Key", Key == "fresh" ? Guid.NewGuid().ToString() : Key);
        if (language is not null)
            request.Headers.TryAddWithoutValidation("Accept-Language", language);
        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}

/// <summary>A host with a case at version 1, a licence at version 1 and an item of the tests' own.</summary>
public sealed class KnownHost : RegistryHost, IAsyncLifetime
{
    public Guid Case { get; private set; }

    public Guid Licence { get; private set; }

    public async ValueTask InitializeAsync()
    {
        Licence = (await this.MintedLicence()).Id;
        Case = await this.SubmittedCase();
    }

    public string Fill(string path) => path
        .Replace("{case}", Case.ToString(), StringComparison.Ordinal)
        .Replace("{licence}", Licence.ToString(), StringComparison.Ordinal)
        .Replace("{absent}", "00000000-0000-4000-8000-000000000000", StringComparison.Ordinal);
}
