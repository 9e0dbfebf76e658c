using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using CloudNative.CloudEvents;
using CloudNative.CloudEvents.Http;
using CloudNative.CloudEvents.SystemTextJson;
using Registry.Api.Hosting;
using Registry.Api.Hosting.Postgres;
using Registry.Projections.Notices;

namespace Registry.Api.Notices;

/// <summary>What came of a message.</summary>
internal enum Delivery
{
    Taken,

    /// <summary>The gateway says that this message is wrong: it would never take it.</summary>
    Refused,

    /// <summary>It could not be reached, or not now.</summary>
    Failed,
}

/// <summary>
/// The city's message gateway: one CloudEvents 1.0 message (structured JSON) for each access and subscription, with a bearer secret. It
/// knows which person an identity provider's subject is and how to reach them; this registry does not.
/// </summary>
internal sealed class NoticeGateway : IDisposable
{
    private const string Type = "registry.access-notice.v1";

    private readonly JsonEventFormatter formatter = new();
    private readonly Uri url;
    private readonly string? secretFile;

    // A redirect would carry the secret elsewhere.
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    private NoticeGateway(Uri url, NoticeSettings settings)
    {
        (this.url, secretFile) = (url, settings.SecretFile);
        http.Timeout = settings.RequestTimeout;
    }

    /// <summary>Null where none is configured.</summary>
    /// <exception cref="StartupFailure">Its URL is none.</exception>
    public static NoticeGateway? Read(NoticeSettings settings)
    {
        if (settings.Gateway is not { } text)
            return null;
        return Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? new(url, settings)
            : throw new StartupFailure(StartupCodes.NoticeGatewayUnusable, text);
    }

    /// <summary>Sends one message. Sent twice it has the same id, by which the gateway drops the second.</summary>
    public async Task<Delivery> SendAsync(string tenant, PlacedAccess placed, SubscriptionCard subscription, CancellationToken token)
    {
        var access = placed.Access;
        var message = new CloudEvent
        {
            Id = $"{access.EventId:D}/{subscription.Id:D}",
            Source = new Uri($"/log/{tenant}", UriKind.Relative),
            Type = Type,
            Time = DateTimeOffset.Parse(access.At, CultureInfo.InvariantCulture),
            DataContentType = "application/json",
            Data = new
            {
                recipient = subscription.Recipient, access = access.EventId, purpose = access.By.Purpose, agency = access.By.Agency,
            },
        };
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, url);
            request.Content = message.ToHttpContent(ContentMode.Structured, formatter);
            if (secretFile is not null)
                request.Headers.Authorization = new AuthenticationHeaderValue(
                    "Bearer", (await File.ReadAllTextAsync(secretFile, token)).Trim());
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, token);
            return answer switch
            {
                { IsSuccessStatusCode: true } => Delivery.Taken,
                {
                    StatusCode: HttpStatusCode.BadRequest or HttpStatusCode.Gone or HttpStatusCode.RequestEntityTooLarge
                    or HttpStatusCode.UnsupportedMediaType or HttpStatusCode.UnprocessableEntity,
                } => Delivery.Refused,
                _ => Delivery.Failed,
            };
        }
        catch (Exception e) when (e is HttpRequestException or IOException or UnauthorizedAccessException or FormatException
            || e is OperationCanceledException && !token.IsCancellationRequested)
        {
            return Delivery.Failed;
        }
    }

    public void Dispose() => http.Dispose();
}
