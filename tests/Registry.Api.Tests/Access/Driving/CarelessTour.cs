using Registry.Api.Tests.Access.Matrix;

namespace Registry.Api.Tests.Access.Driving;

/// <summary>The tour, and every blunder at every operation; looks at what comes back. Entitled callers' answers may carry marks.</summary>
internal sealed class CarelessTour(Cast cast) : Tour(cast)
{
    private readonly List<string> leaks = [];

    /// <summary>What carried a mark and must not.</summary>
    public IReadOnlyList<string> Leaks => leaks;

    /// <summary>How many answers carried marks, as they may: else nothing was looked for.</summary>
    public int Disclosures { get; private set; }

    public async Task BlunderAsync()
    {
        foreach (var operation in await Operation.AllAsync(Cast.Anybody))
            foreach (var caller in (HttpClient[])[Cast.Anybody, Cast.Applicant, Cast.Caseworker, Cast.Issuer, Cast.Auditor, Cast.Admin])
                foreach (var blunder in Blunders.Of(operation))
                    using (blunder)
                    {
                        using var answer = await caller.SendAsync(blunder, HttpCompletionOption.ResponseHeadersRead);
                        await LookAsync(answer, $"{operation.Title}, blunder {blunder.RequestUri} {blunder.Content?.Headers.ContentType}");
                    }
    }

    protected override async Task<HttpResponseMessage> SendAsync(Stop stop)
    {
        using var request = stop.Request();
        var answer = await stop.Caller.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await answer.ShouldSucceed(stop.Operation);
        await LookAsync(answer, stop.Operation);
        return answer;
    }

    private async Task LookAsync(HttpResponseMessage answer, string what)
    {
        var headers = string.Join('\n', answer.Headers.Concat(answer.Content.Headers).Select(one => $"{one.Key}: {string.Join(',', one.Value)}"));
        leaks.AddRange(Marks.In(headers).Select(mark => $"{what}: headers, {mark}"));
        var marks = Marks.In(await answer.BytesAsync());
        if (answer.IsSuccessStatusCode)
            Disclosures += marks.Count > 0 ? 1 : 0;
        else
            leaks.AddRange(marks.Select(mark => $"{what}: {(int)answer.StatusCode}, {mark}"));
    }
}
