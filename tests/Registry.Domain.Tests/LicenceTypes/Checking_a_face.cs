using Registry.Domain.LicenceTypes;
using Shouldly;
using Xunit;

namespace Registry.Domain.Tests.LicenceTypes;

public sealed class Checking_a_face
{
    private static readonly LicenceTypeDefinition Type = SomeType.Definition with
    {
        Face =
        [
            SomeType.Text("tradeName") with { Required = true, MaxLength = 4 },
            SomeType.Text("since") with { Kind = FaceFieldKind.Date },
            SomeType.Text("area") with { Kind = FaceFieldKind.Number },
            SomeType.Text("form") with { Kind = FaceFieldKind.Choice, Choices = [new("individual", SomeType.Name)] },
        ],
    };

    [Fact]
    public void takes_what_the_type_lists() =>
        Refuse(("tradeName", "面馆"), ("since", "2024-02-29"), ("area", "-12.50"), ("form", "individual")).ShouldBeNull();

    [Fact]
    public void takes_an_empty_field_for_one_that_is_not_given()
    {
        Refuse(("tradeName", "面馆"), ("since", ""), ("form", " ")).ShouldBeNull();
        Refuse(("tradeName", " ")).ShouldBe(FaceCheck.Missing("tradeName"));
    }

    [Fact]
    public void names_the_field_at_fault()
    {
        Refuse().ShouldBe(FaceCheck.Missing("tradeName"));
        Refuse(("tradeName", "面馆"), ("colour", "red")).ShouldBe(FaceCheck.Unknown("colour"));
        Refuse(("tradeName", "12345")).ShouldBe(FaceCheck.TooLong("tradeName", 4));
        Refuse(("tradeName", "面馆"), ("form", "family")).ShouldBe(FaceCheck.NotListed("form"));
    }

    [Theory]
    [InlineData("since", "2023-02-29")]
    [InlineData("since", "2024/01/01")]
    [InlineData("area", "12,5")]
    [InlineData("area", "１２")]
    [InlineData("area", "1e5")]
    [InlineData("area", "12\n")]
    [InlineData("area", "1234567890123456789012345678901")]
    public void tells_a_date_and_a_number_from_other_text(string field, string value) =>
        Refuse(("tradeName", "面馆"), (field, value)).ShouldBe(FaceCheck.NotOfKind(field));

    [Fact]
    public void repeats_no_name_that_may_be_somebody_s_number() =>
        Refuse(("tradeName", "面馆"), ("340104199001010017", "x")).ShouldBe(FaceCheck.Unknown("*"));

    private static Refusal? Refuse(params (string Name, string Value)[] fields) =>
        FaceCheck.Refuse(Type, fields.ToDictionary(field => field.Name, field => field.Value));
}
