using Registry.Api.Cases;
using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Api.Licences;
using Registry.Domain.Access;
using Registry.Domain.Audit;
using Registry.Domain.Cases;
using Registry.Domain.Licences;
using Registry.Domain.Log;
using Registry.Domain.Personal;
using Registry.Domain.Sharing;
using Registry.Projections.Access;
using Registry.Projections.Personal;

namespace Registry.Api.Access;

/// <summary>The caller's way to personal data: record, commit, then open.</summary>
internal sealed class Disclosure(
    AccessRecorder recorder, SubjectVault vault, Caller caller, LogStatus log, TimeProvider clock, ILogger<Disclosure> logger)
{
    /// <summary>A receipt once the access is committed; null when policy refuses, which is recorded too.</summary>
    public Task<AccessReceipt?> RecordAsync(AccessRuling ruling, SubjectTag subject, DataClass data, string resource) =>
        RecordAsync(ruling, [subject], data, resource);

    /// <summary>As above, for what is about several, or about nobody in particular.</summary>
    /// <param name="enquiry">Set for a search of who looked at whom.</param>
    /// <param name="cause">What another department's system says that it asks for.</param>
    public async Task<AccessReceipt?> RecordAsync(
        AccessRuling ruling, IReadOnlyList<SubjectTag> subjects, DataClass data, string resource, Personal<Enquiry>? enquiry = null,
        Personal<UseCause>? cause = null)
    {
        log.RequireRunning(caller.Tenant);
        // Loud, and before anything is shown. Who and whose it is stands in the history, not here.
        if (ruling is { Refusal: null, Ground: { Purpose: Purpose.BreakGlass, Step: { } step } })
            LogMessages.GlassBroken(logger, caller.Tenant, caller.Actor.Agency?.Value, step);
        return await recorder.RecordAsync(
            caller.Tenant, new(caller.Actor, ruling, subjects, data, resource, Caller.Correlation, enquiry, await LimitAsync(ruling), cause));
    }

    /// <summary>
    /// The answer about what there is not: recorded as the refusal of what is another's is, because neither the answer nor the time
    /// it takes may tell the two apart. For that, what a refusal looks up is looked up before.
    /// </summary>
    public async Task<IResult> NothingThereAsync(DataClass data, string resource)
    {
        await RecordAsync(AccessPolicy.OnNothing(resource), [], data, resource);
        return Problems.NotFound();
    }

    // How often a day the grant lets its looks be had under which this one is.
    private async Task<LookLimit?> LimitAsync(AccessRuling ruling) =>
        ruling is { Refusal: null, Ground.Purpose: Purpose.Sharing }
        && (await caller.StandingAsync()).Shared is { Grant.MostADay: { } most } shared && ruling.Ground.Step == shared.Step
            ? new(most, LogEntry.TimeText(Shanghai.StartOf(clock.Today())))
            : null;

    public Task<OpenedApplication?> OpenAsync(AccessReceipt receipt, Case @case) => OpenedApplication.OfAsync(vault, receipt, @case);

    /// <summary>One after another, each against the same receipt.</summary>
    public async Task<OpenedFaces> OpenAsync(AccessReceipt receipt, IReadOnlyList<Personal<LicenceFace>> faces, CancellationToken token)
    {
        var opened = new List<LicenceFace?>(faces.Count);
        foreach (var face in faces)
            opened.Add(await vault.OpenAsync(receipt, face, token));
        return new(opened);
    }

    /// <summary>As <see cref="RecordAsync(AccessRuling, SubjectTag, DataClass, string)"/>, of every holder whose face is then opened.</summary>
    public Task<AccessReceipt?> RecordAsync(
        AccessRuling ruling, IReadOnlyList<Personal<LicenceFace>> faces, DataClass data, string resource) =>
        RecordAsync(ruling, [.. faces.Select(face => face.Subject)], data, resource);

    public Task<T?> OpenAsync<T>(AccessReceipt receipt, Personal<T> value, CancellationToken token) where T : class =>
        vault.OpenAsync(receipt, value, token);
}
