using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Domain.Access;
using Registry.Domain.Delegations;
using Registry.Domain.Identifiers;
using Registry.Projections.Personal;

namespace Registry.Api.Delegations;

/// <summary>The signed-in person or organisation lets another act for them, for named purposes until a day.</summary>
internal static class GrantDelegation
{
    private const int LongestCode = 32;

    /// <param name="CodeType">Kind of the code, GB/T 36903 appendix A.</param>
    /// <param name="Code">Becomes a keyed tag at once and is kept nowhere.</param>
    public sealed record Person(HolderCodeType CodeType, string Code);

    /// <param name="Purposes">Of an agent; a legal representative has all of them.</param>
    /// <param name="Until">The last day.</param>
    public sealed record Request(
        Person Delegate, DateOnly Until, IReadOnlyList<DelegatedPurpose>? Purposes = null, DelegationKind Kind = DelegationKind.Agent);

    public static void Map(RouteGroupBuilder delegations) =>
        delegations.MapPost("/", Handle).RequireAuthorization(Policies.OwnData).CarriesNothingPersonal()
            .WithSummary("Let somebody act for me 委托他人代办")
            .Produces<Receipt>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict);

    private static async Task<IResult> Handle(Request body, CommandRunner commands, SubjectVault vault, TimeProvider clock)
    {
        if (commands.Caller.Party is not { } party || commands.Caller.Actor.Subject is not { } subject)
            return Problems.Of(StatusCodes.Status403Forbidden, "session-without-party");
        if (!IsCode(body.Delegate.CodeType, body.Delegate.Code))
            return Problems.Invalid("field-malformed", "delegate.code");

        var (events, refusal) = DelegationDecider.Grant(
            subject, party, vault.TagOf(body.Delegate.CodeType, body.Delegate.Code), body.Delegate.CodeType, body.Kind,
            body.Purposes ?? [], body.Until, clock.Today());
        if (refusal is not null)
            return await commands.RefuseAsync(refusal);

        await using var session = commands.Open();
        var id = DelegationId.Of(Guid.NewGuid());
        session.Act.Ground = Ground.OwnRequest($"delegation/{id}");
        var facts = session.Build(events);
        session.Marten.Events.StartStream<Delegation>(id.Value, facts);
        return await commands.SaveAsync(
            session, StatusCodes.Status201Created, $"/api/v1/my/delegations/{id}", Receipts.Of(id, facts.Count, facts));
    }

    // A mistyped code would give away the right to act to nobody, or to somebody else.
    private static bool IsCode(HolderCodeType type, string code) =>
        type == HolderCodeType.CitizenId ? CitizenId.TryParse(code, null, out _)
        : type == HolderCodeType.Uscc ? Uscc.TryParse(code, null, out _)
        : code is { Length: > 0 and <= LongestCode } && code.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' || c > 0x7f && char.IsLetter(c));
}
