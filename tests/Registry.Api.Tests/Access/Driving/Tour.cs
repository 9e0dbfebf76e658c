using System.Net.Http.Json;
using System.Text.Json;
using Registry.Testing;

namespace Registry.Api.Tests.Access.Driving;

/// <summary>A request that an entitled caller makes, on marked data.</summary>
/// <param name="Operation">Its operationId.</param>
/// <param name="Request">Made anew for each attempt, with a key of its own.</param>
/// <param name="Discloses">False where this caller's request is of a recording operation and yet shows nothing of anybody.</param>
internal sealed record Stop(string Operation, HttpClient Caller, Func<HttpRequestMessage> Request, bool Discloses);

/// <summary>
/// Every operation of the description driven by somebody who may, on the data of marked people, from the application to the
/// erasure. Who adds an operation adds a stop; <see cref="Driving_every_endpoint"/> says which is missing.
/// </summary>
internal abstract partial class Tour(Cast cast)
{
    private readonly HashSet<string> driven = [];

    /// <summary>The operations that have had a stop.</summary>
    public IReadOnlySet<string> Driven => driven;

    protected Cast Cast => cast;

    public async Task RunAsync()
    {
        await TypesAsync();
        await DirectoryAsync();
        var (@case, licence, identifier) = await ApplyAsync();
        await DecideOtherwiseAsync();
        await ApplyTogetherAsync();
        await LookBackAsync(@case, licence);
        await AuditAsync();
        await InquireCovertlyAsync();
        await EndAsync(licence);
        await LeaveAsync();
        await PublicAsync(identifier);
    }

    /// <summary>Makes one request and returns its successful answer.</summary>
    protected abstract Task<HttpResponseMessage> SendAsync(Stop stop);

    private async Task<JsonElement> Read(
        string operation, HttpClient caller, string path, (string Name, string Value)? header = null)
    {
        using var answer = await StopAsync(operation, caller, () =>
        {
            var request = new HttpRequestMessage(HttpMethod.Get, path);
            if (header is var (name, value))
                request.Headers.Add(name, value);
            return request;
        });
        return answer.Content.Headers.ContentType?.MediaType == "application/json" ? await answer.JsonAsync() : default;
    }

    private async Task<JsonElement> Write(
        string operation, HttpClient caller, string path, object? body = null, long? version = null, bool discloses = true)
    {
        using var answer = await StopAsync(operation, caller, () => Post(path, body, version), discloses);
        return await answer.JsonAsync();
    }

    private async Task<HttpResponseMessage> StopAsync(
        string operation, HttpClient caller, Func<HttpRequestMessage> request, bool discloses = true)
    {
        driven.Add(operation);
        return await SendAsync(new(operation, caller, request, discloses));
    }

    private static HttpRequestMessage Post(string path, object? body, long? version)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        if (version is not null)
            request.Headers.TryAddWithoutValidation("If-Match", $"\"{version}\"");
        if (body is not null)
            request.Content = body as HttpContent ?? JsonContent.Create(body);
        return request;
    }

    private static string IdOf(JsonElement receipt) => receipt.GetProperty("id").GetString()!;
}
