using Registry.Domain.Items;
using Shouldly;
using Xunit;

namespace Registry.Domain.Tests.Items;

public sealed class Publishing_an_item
{
    private static readonly ServiceItemEvent.Published Draft = new(
        Some.ItemCode, Some.Item.Name, Some.Agency, Some.City, Some.Item.Materials, LegalDays: 15, PromisedDays: 3, Some.Item.Result);

    [Fact]
    public void the_promise_may_equal_the_legal_limit_but_not_exceed_it()
    {
        ServiceItemDecider.Publish(Draft with { PromisedDays = 15 }).Refusal.ShouldBeNull();
        ServiceItemDecider.Publish(Draft with { PromisedDays = 16 }).Refusal.ShouldBe(ServiceItemDecider.PromiseAboveLegal);
    }

    [Fact]
    public void limits_and_validity_are_positive()
    {
        ServiceItemDecider.Publish(Draft with { PromisedDays = 0 }).Refusal.ShouldBe(ServiceItemDecider.LimitNotPositive);
        ServiceItemDecider.Publish(Draft with { Result = Draft.Result! with { ValidYears = 0 } })
            .Refusal.ShouldBe(ServiceItemDecider.ValidityNotPositive);
    }

    [Fact]
    public void the_codes_implementing_body_is_the_agency() =>
        ServiceItemDecider.Publish(Draft with { Agency = Some.OtherAgency }).Refusal.ShouldBe(ServiceItemDecider.CodeOfOtherAgency);

    [Fact]
    public void a_material_has_one_code() =>
        ServiceItemDecider.Publish(Draft with { Materials = [Draft.Materials[0], Draft.Materials[0]] })
            .Refusal.ShouldBe(ServiceItemDecider.MaterialRepeated);

    [Fact]
    public void an_item_is_withdrawn_once()
    {
        ServiceItemDecider.Withdraw(Some.Item, Some.Today).Refusal.ShouldBeNull();
        ServiceItemDecider.Withdraw(Some.Item with { IsOffered = false }, Some.Today)
            .Refusal.ShouldBe(ServiceItemDecider.AlreadyWithdrawn);
    }
}
