using Microsoft.AspNetCore.Http.HttpResults;
using Registry.Api.Commands;
using Registry.Api.Delegations;
using Registry.Api.Identity;
using Registry.Api.Objections;
using Registry.Api.Pages;
using Registry.Domain.Access;
using Registry.Domain.Delegations;
using Registry.Domain.Objections;
using Registry.Projections;

namespace Registry.Api.Access.WhoLooked;

/// <summary>
/// What a person was answered to an objection, in the answering office's words: <see cref="GetOwnObjection"/> in every respect, the record of the
/// reading among it.
/// </summary>
internal static class AnswerPage
{
    public static async Task<IResult> HandleAsync(
        Guid access, HttpContext http, Caller caller, Delegated delegated, LookLists lists, LookDetails details, PageForms forms,
        RegistrySessions sessions, Disclosure disclosure, TimeProvider clock, CancellationToken token)
    {
        if (caller.Actor.Subject is null)
            return HtmlPage.Refusal(StatusCodes.Status403Forbidden, "session-without-party");
        if (await delegated.SubjectAsync(DelegatedPurpose.ReadAccesses, DataClass.Accesses, "accesses") is not { } subject)
            return ActingPage.NotCovered(http, forms);
        if (await lists.FindAsync(subject, access, token) is not AccessLine { Objection: { Status: ObjectionStatus.Answered } mark } line)
            return await disclosure.NothingThereAsync(DataClass.Objection, $"access/{access}");
        var read = await GetOwnObjection.Handle(new ObjectionId(mark.Id), caller, sessions, disclosure, clock, http.Response, token);
        return read is not Ok<GetOwnObjection.Response> { Value: { } answered }
            ? read
            : new HtmlPage("answer-title", $"""
                {ActingPage.Navigation(http, forms)}
                <ol>{string.Concat(await details.OfAsync([line], http, token, withWays: false))}</ol>
                <dl>{HtmlPage.Row("objection-reason", answered.Reason ?? Problems.Text("not-found"))}
                {HtmlPage.Row("answer-explanation", answered.Explanation ?? HtmlPage.Plain("answer-none"))}</dl>
                """, FormTargets: ["'self'"]);
    }
}
