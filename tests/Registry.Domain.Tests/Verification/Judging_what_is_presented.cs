using System.Collections.Immutable;
using Registry.Domain.Directory;
using Registry.Domain.Identifiers;
using Registry.Domain.Licences;
using Registry.Domain.LicenceTypes;
using Registry.Domain.Verification;
using Shouldly;
using Xunit;

namespace Registry.Domain.Tests.Verification;

public sealed class Judging_what_is_presented
{
    private static readonly TimeSpan MergeDelay = TimeSpan.FromMinutes(1);
    private static readonly LogMark Published = new(IsKept: true, Index: 7, Size: 8, TimeSpan.FromHours(1));

    private static readonly AuthorityDirectory Directory = new(
        DirectoryId.Of(Some.City), Some.City, ImmutableDictionary<RegionCode, Region>.Empty,
        ImmutableDictionary<Uscc, Agency>.Empty.Add(Some.Agency, new(Some.Agency, "COM", new("工商局", "Commerce"), Some.City)));

    private static readonly Licence InForce = Some.Licence(LicenceStatus.InForce);

    private static readonly VerificationEvidence Evidence = new(InForce, Type: null, Directory, Published, new(IsRunning: true, HasCheckpoint: true, MergeDelay));

    [Fact]
    public void valid_is_what_passes_every_check()
    {
        var told = Judge(Evidence);
        told.Verdict.ShouldBe("valid");
        told.Checks.Select(check => check.Kind).ShouldBe(LicenceJudgement.Kinds);
        told.Checks.ShouldAllBe(check => check.Outcome == CheckOutcome.Passed);
        told.Checks.Select(check => check.Code).ShouldBe(
            ["identifier-sound", "issuer-known", "status-in-force", "validity-current", "log-published", "freshness-current"]);
        (Of(told, CheckKind.LogInclusion).Index, Of(told, CheckKind.LogInclusion).Size).ShouldBe((7, 8));
    }

    public static TheoryData<string, CheckKind, CheckOutcome, string> Doubts => new()
    {
        { "no directory", CheckKind.Issuer, CheckOutcome.Unknown, "issuer-uncheckable" },
        { "no type", CheckKind.Issuer, CheckOutcome.Unknown, "issuer-uncheckable" },
        { "not kept", CheckKind.LogInclusion, CheckOutcome.Failed, "log-missing" },
        { "waiting too long", CheckKind.LogInclusion, CheckOutcome.Unknown, "log-overdue" },
        { "unpublished too long", CheckKind.LogInclusion, CheckOutcome.Unknown, "log-overdue" },
        { "stopped", CheckKind.Freshness, CheckOutcome.Unknown, "freshness-log-stopped" },
        { "no checkpoint", CheckKind.Freshness, CheckOutcome.Unknown, "freshness-no-checkpoint" },
    };

    [Theory, MemberData(nameof(Doubts))]
    public void what_cannot_be_told_is_not_valid(string doubt, CheckKind kind, CheckOutcome outcome, string code)
    {
        var told = Judge(Doubt(doubt));
        told.Verdict.ShouldBe("cannotCheckNow");
        (Of(told, kind).Outcome, Of(told, kind).Code).ShouldBe((outcome, code));
        told.Checks.Where(check => check.Kind != kind).ShouldAllBe(check => check.Outcome == CheckOutcome.Passed);
    }

    [Theory, MemberData(nameof(Doubts))]
    public void what_speaks_against_a_licence_stands_in_spite_of_what_cannot_be_told(string doubt, CheckKind kind, CheckOutcome outcome, string code)
    {
        var evidence = Doubt(doubt);
        var told = Judge(evidence with { Licence = evidence.Licence! with { Status = LicenceStatus.Revoked } });
        told.Verdict.ShouldBe("revoked");
        (Of(told, CheckKind.Status).Outcome, Of(told, CheckKind.Status).Code).ShouldBe((CheckOutcome.Failed, "status-revoked"));
        (Of(told, kind).Outcome, Of(told, kind).Code).ShouldBe((outcome, code));
    }

    [Fact]
    public void an_event_that_is_on_its_way_counts_until_it_is_due()
    {
        var told = Judge(Evidence with { Mark = new(IsKept: true, Index: 9, Size: null, MergeDelay) });
        told.Verdict.ShouldBe("valid");
        var check = Of(told, CheckKind.LogInclusion);
        (check.Code, check.Index, check.Size).ShouldBe(("log-promised", 9, null));
    }

    [Fact]
    public void that_nothing_is_there_is_told_from_whole_records_only()
    {
        var nothing = Evidence with { Licence = null, Mark = null };
        var told = Judge(nothing);
        (told.Verdict, told.Minted).ShouldBe(("notFound", false));
        told.Checks.Select(check => check.Code).ShouldBe(
            ["identifier-sound", "issuer-known", "status-not-found", "not-checked", "not-checked", "freshness-current"]);
        Judge(nothing with { Log = nothing.Log with { IsRunning = false } }).Verdict.ShouldBe("cannotCheckNow");
        Judge(nothing with { Directory = null }).Verdict.ShouldBe("cannotCheckNow");
    }

    [Fact]
    public void an_issuer_that_the_directory_does_not_know_is_said_to_be_unknown()
    {
        var stranger = Evidence with { Directory = Directory with { Agencies = Directory.Agencies.Clear() } };
        Judge(stranger).Verdict.ShouldBe("unknownIssuer");
        Judge(stranger with { Licence = null, Mark = null }).Verdict.ShouldBe("unknownIssuer");
        Of(Judge(stranger), CheckKind.Issuer).Code.ShouldBe("issuer-unknown");
    }

    [Fact]
    public void the_version_of_the_type_that_a_licence_follows_says_who_may_issue_it()
    {
        var minted = Minted(version: 1);
        var type = TypeOf(Some.Agency, Some.OtherAgency);
        var told = Judge(Evidence with { Licence = minted, Type = type });
        (told.Verdict, Of(told, CheckKind.Issuer).Code).ShouldBe(("valid", "issuer-may-issue"));
        told = Judge(Evidence with { Licence = Minted(version: 2), Type = type });
        (told.Verdict, Of(told, CheckKind.Issuer).Code).ShouldBe(("unknownIssuer", "issuer-not-named"));
    }

    [Fact]
    public void a_version_that_was_never_minted_is_not_found_and_an_older_one_is_superseded()
    {
        var second = Evidence with { Licence = Some.Licence(LicenceStatus.InForce, version: 2) };
        var told = Judge(second);
        (told.Verdict, Of(told, CheckKind.Status).Code).ShouldBe(("superseded", "status-superseded"));
        told = Judge(Evidence, InForce.Identifier.NextVersion().Value);
        (told.Verdict, told.Minted, told.Licence).ShouldBe(("notFound", false, null));
    }

    [Fact]
    public void a_wrong_check_character_is_not_what_was_minted_but_it_is_said_that_the_right_one_was()
    {
        var right = InForce.Identifier;
        var told = Judge(Evidence, right.Value[..^1] + (right.Check == '0' ? '1' : '0'));
        (told.Verdict, told.Minted, told.Licence).ShouldBe(("malformed", true, null));
        told.Checks.Select(check => check.Code).ShouldBe(
            ["licence-id-check", "issuer-known", "not-checked", "not-checked", "not-checked", "freshness-current"]);
        told = Judge(Evidence with { Licence = null }, "1234");
        (told.Verdict, told.Minted, Of(told, CheckKind.Issuer).Code).ShouldBe(("malformed", null, "not-checked"));
    }

    [Fact]
    public void the_dates_have_a_check_of_their_own()
    {
        var ended = Evidence with { Licence = Some.Licence(LicenceStatus.Suspended, Some.Today.AddDays(-1)) };
        var told = Judge(ended);
        (told.Verdict, Of(told, CheckKind.Status).Code, Of(told, CheckKind.Validity).Code)
            .ShouldBe(("suspended", "status-suspended", "validity-expired"));
        told = LicenceJudgement.Judge(LicenceIdentifierReading.Read(InForce.Identifier.Value), Evidence, Some.Today.AddDays(-1));
        (told.Verdict, Of(told, CheckKind.Validity).Code).ShouldBe(("notYetValid", "validity-not-begun"));
    }

    private static LicenceJudgement Judge(VerificationEvidence evidence, string? presented = null) =>
        LicenceJudgement.Judge(LicenceIdentifierReading.Read(presented ?? InForce.Identifier.Value), evidence, Some.Today);

    private static Check Of(LicenceJudgement told, CheckKind kind) => told.Checks.Single(check => check.Kind == kind);

    private static VerificationEvidence Doubt(string what) => what switch
    {
        "no directory" => Evidence with { Directory = null },
        "no type" => Evidence with { Licence = Minted(version: 1) },
        "not kept" => Evidence with { Mark = new(IsKept: false, Index: null, Size: null, TimeSpan.Zero) },
        "waiting too long" => Evidence with { Mark = new(IsKept: true, Index: null, Size: null, MergeDelay + TimeSpan.FromTicks(1)) },
        "unpublished too long" => Evidence with { Mark = new(IsKept: true, Index: 8, Size: 8, MergeDelay + TimeSpan.FromTicks(1)) },
        "stopped" => Evidence with { Log = Evidence.Log with { IsRunning = false } },
        "no checkpoint" => Evidence with { Log = Evidence.Log with { HasCheckpoint = false } },
        _ => throw new ArgumentOutOfRangeException(nameof(what)),
    };

    private static Licence Minted(int version) => Licence.Evolve(null, InForce.Id, new LicenceEvent.MintedUnder(
        InForce.Identifier, version, InForce.Term, Some.Face(), Slot: null, Some.CaseId));

    /// <summary>A type whose first version names one agency, and whose second another.</summary>
    private static LicenceType TypeOf(Uscc first, Uscc second) =>
        new(LicenceTypeId.Of(Some.Type), Some.Type, [Naming(first), Naming(second)], Draft: null);

    private static LicenceTypeDefinition Naming(Uscc agency) => new(
        new("营业执照", "Business licence"), [], new(ValidityKind.NoEnd), new([agency], []), "plain", new(SharingClass.Unconditional));
}
