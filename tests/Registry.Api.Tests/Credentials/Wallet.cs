using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;
using Registry.Api.Tests.Issuers;
using Registry.Domain.Credentials;
using Registry.Domain.Issuers;
using Registry.Domain.Signatures;
using Registry.Testing;

namespace Registry.Api.Tests.Credentials;

/// <summary>What a holder's wallet does, with nothing of ours but what is public.</summary>
internal static class Wallet
{
    public static Es256Signer NewKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Es256Signer.FromPkcs8(key.ExportPkcs8PrivateKey());
    }

    /// <summary>A credential of a licence of Wang Fang's. The licence has to be published first, which takes a moment.</summary>
    public static async Task<(Guid Id, string Text)> CredentialOf(this IssuingHost host, Guid licence, Es256Signer? key = null, string person = "citizen")
    {
        using var holder = await host.SignedInAs(person);
        HttpResponseMessage? answer = null;
        await Eventually.HoldsAsync("the licence can be carried", async () =>
        {
            answer?.Dispose();
            answer = await holder.WriteAsync($"/api/v1/licences/{licence}/credentials", Body(key));
            return answer.StatusCode != HttpStatusCode.ServiceUnavailable;
        });
        using (answer)
        {
            answer!.StatusCode.ShouldBe(HttpStatusCode.Created);
            var id = (await answer.JsonAsync()).GetProperty("id").GetGuid();
            return (id, await host.TextOf(id, person));
        }
    }

    /// <summary>What Wang Fang is offered of her licence: link and transaction code. The licence has to be published first, as above.</summary>
    public static async Task<JsonElement> OfferOf(this IssuingHost host, Guid licence, string? key = null)
    {
        using var holder = await host.SignedInAs("citizen");
        JsonElement offered = default;
        await Eventually.HoldsAsync("the licence can be offered", async () =>
        {
            using var answer = await holder.WriteAsync($"/api/v1/licences/{licence}/credential-offers", null, key: key ?? Guid.NewGuid().ToString());
            if (answer.StatusCode == HttpStatusCode.ServiceUnavailable)
                return false;
            offered = await answer.EnsureSuccessStatusCode().JsonAsync();
            return true;
        });
        return offered;
    }

    public static object Body(Es256Signer? key) => key is null ? new { } : new { holderKey = Jwk.Export(key.PublicKeySpki) };

    public static async Task<string> TextOf(this IssuingHost host, Guid credential, string person = "citizen")
    {
        using var holder = await host.SignedInAs(person);
        using var answer = await holder.GetAsync(new Uri($"/api/v1/credentials/{credential}", UriKind.Relative));
        return (await answer.EnsureSuccessStatusCode().JsonAsync()).GetProperty("credential").GetString()!;
    }

    /// <summary>The claims, when everything about the credential verifies under the published root.</summary>
    public static async Task<JsonObject> Claims(this IssuingHost host, string credential, KeyBindingDemands? binding = null)
    {
        using var root = await host.Root();
        var (claims, fault) = SdJwtVc.Verify(
            credential, jws => SignerChain.KeyOf(jws, [root], Text(jws.Payload, "iss"), Now), Now, TimeSpan.Zero, binding);
        fault.ShouldBeNull();
        return claims!;
    }

    /// <summary>What the list says that the credential names, when everything about the list verifies.</summary>
    public static async Task<int> StatusOf(this IssuingHost host, string credential, string query = "", DateTimeOffset? at = null)
    {
        var (index, uri) = PlaceOf(credential);
        using var anybody = host.Anonymous();
        var text = await anybody.GetStringAsync(new Uri(uri[IssuingHost.PublicUrl.Length..] + query, UriKind.Relative));
        using var root = await host.Root();
        var (list, fault) = StatusListToken.Verify(
            text, new Uri(uri), jws => SignerChain.KeyOf(jws, [root], IssuingHost.Issuer, Now), at ?? Now, TimeSpan.Zero);
        fault.ShouldBeNull();
        return list!.StatusAt(index).Status!.Value;
    }

    public static (int Index, string Uri) PlaceOf(string credential)
    {
        var status = SdJwt.Parse(credential).Parts!.Issued.Payload["status"]!["status_list"]!;
        return ((int)status["idx"]!, (string)status["uri"]!);
    }

    public static async Task<X509Certificate2> Root(this IssuingHost host)
    {
        using var anybody = host.Anonymous();
        return X509Certificate2.CreateFromPem(await anybody.GetStringAsync(new Uri("/licence-authority/root.pem", UriKind.Relative)));
    }

    public static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private static string? Text(JsonObject from, string name) => (string?)from[name];
}
