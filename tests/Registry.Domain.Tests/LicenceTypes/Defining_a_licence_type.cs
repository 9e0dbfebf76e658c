using Registry.Domain.Identifiers;
using Registry.Domain.Licences;
using Registry.Domain.LicenceTypes;
using Shouldly;
using Xunit;

namespace Registry.Domain.Tests.LicenceTypes;

public sealed class Defining_a_licence_type
{
    [Fact]
    public void is_taken_as_it_fits_together() => CodeOf(SomeType.Definition).ShouldBeNull();

    [Fact]
    public void refuses_a_field_twice() =>
        CodeOf(SomeType.Definition with { Face = [SomeType.Text("a"), SomeType.Text("a")] }).ShouldBe("licence-type-field-repeated");

    [Theory]
    [InlineData(FaceFieldKind.Text, 0)]
    [InlineData(FaceFieldKind.Text, 4001)]
    [InlineData(FaceFieldKind.Date, 10)]
    public void refuses_a_length_that_cannot_be(FaceFieldKind kind, int length) =>
        CodeOf(SomeType.Definition with { Face = [SomeType.Text("a") with { Kind = kind, MaxLength = length }] })
            .ShouldBe("licence-type-field-length");

    [Fact]
    public void refuses_choices_where_none_belong_or_are_missing_or_repeated()
    {
        var choice = new FaceChoice("x", SomeType.Name);
        foreach (var field in (FaceField[])[
            SomeType.Text("a") with { Choices = [choice] },
            SomeType.Text("a") with { Kind = FaceFieldKind.Choice },
            SomeType.Text("a") with { Kind = FaceFieldKind.Choice, Choices = [] },
            SomeType.Text("a") with { Kind = FaceFieldKind.Choice, Choices = [choice, choice] }])
            CodeOf(SomeType.Definition with { Face = [field] }).ShouldBe("licence-type-field-choices");
    }

    [Fact]
    public void refuses_to_have_a_choice_matched_which_a_handful_of_guesses_gives_away()
    {
        var text = SomeType.Text("a") with { Matchable = true };
        CodeOf(SomeType.Definition with { Face = [text] }).ShouldBeNull();
        CodeOf(SomeType.Definition with { Face = [text with { Kind = FaceFieldKind.Choice, Choices = [new("x", SomeType.Name)] }] })
            .ShouldBe("licence-type-field-matchable");
    }

    [Fact]
    public void refuses_a_site_that_a_licence_may_lack()
    {
        CodeOf(SomeType.Definition with { Unique = new("address") }).ShouldBe("licence-type-site-unknown");
        CodeOf(SomeType.Definition with { Unique = new("nowhere") }).ShouldBe("licence-type-site-unknown");
        CodeOf(SomeType.Definition with { Unique = new("tradeName") }).ShouldBeNull();
        CodeOf(SomeType.Definition with { Unique = new() }).ShouldBeNull();
    }

    [Fact]
    public void refuses_a_validity_that_says_too_much_or_too_little()
    {
        foreach (var validity in (Validity[])[
            new(ValidityKind.Years), new(ValidityKind.Years, 0), new(ValidityKind.Years, 101), new(ValidityKind.Years, 1, Some.Today),
            new(ValidityKind.FixedEnd), new(ValidityKind.FixedEnd, 1, Some.Today), new(ValidityKind.NoEnd, 1)])
            CodeOf(SomeType.Definition with { Validity = validity }).ShouldBe("licence-type-validity-incomplete");
    }

    [Fact]
    public void refuses_what_nobody_could_issue() =>
        CodeOf(SomeType.Definition with { Issuers = new([], []) }).ShouldBe("licence-type-no-issuer");

    [Fact]
    public void wants_a_reason_for_not_sharing_and_for_nothing_else()
    {
        CodeOf(SomeType.Definition with { Sharing = new(SharingClass.NotShared) }).ShouldBe("licence-type-sharing-reason");
        CodeOf(SomeType.Definition with { Sharing = new(SharingClass.Conditional, SomeType.Name) }).ShouldBe("licence-type-sharing-reason");
        CodeOf(SomeType.Definition with { Sharing = new(SharingClass.NotShared, SomeType.Name) }).ShouldBeNull();
    }

    [Fact]
    public void names_an_operation_once() =>
        CodeOf(SomeType.Definition with { TwoPersons = [LicenceOperation.Revoke, LicenceOperation.Revoke] })
            .ShouldBe("licence-type-two-persons-repeated");

    [Fact]
    public void may_want_two_people_for_every_operation() =>
        CodeOf(SomeType.Definition with { TwoPersons = Enum.GetValues<LicenceOperation>() }).ShouldBeNull();

    [Fact]
    public void lets_named_agencies_and_those_of_an_area_issue()
    {
        var issuers = new Registry.Domain.LicenceTypes.Issuers([Some.Agency], [RegionCode.Parse("340104")]);
        issuers.Include(Some.Agency, Some.City).ShouldBeTrue();
        issuers.Include(Some.OtherAgency, Some.City).ShouldBeFalse();
        issuers.Include(Some.OtherAgency, RegionCode.Parse("340104001")).ShouldBeTrue();
    }

    [Fact]
    public void ends_a_validity_the_day_before_the_anniversary()
    {
        new Validity(ValidityKind.Years, 1).EndFrom(new(2028, 2, 29)).ShouldBe(new DateOnly(2029, 2, 27));
        new Validity(ValidityKind.FixedEnd, Until: Some.Today).EndFrom(new(2020, 1, 1)).ShouldBe(Some.Today);
        new Validity(ValidityKind.NoEnd).EndFrom(Some.Today).ShouldBeNull();
    }

    private static string? CodeOf(LicenceTypeDefinition definition) =>
        LicenceTypeDecider.Propose(type: null, Some.Type, definition, "one").Refusal?.Code;
}
