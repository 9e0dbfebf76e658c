using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Registry.Api.Hosting;
using Registry.Api.Notices;
using Registry.Domain.Access;
using Registry.Domain.Notices;
using Registry.Domain.Personal;
using Registry.Projections.Notices;
using Registry.Testing;

namespace Registry.Projections.Tests.Notices;

/// <summary>Step by step, without a leader of its own.</summary>
public sealed class Delivering_notices : BareRegistry, IAsyncLifetime
{
    private readonly MessageGateway gateway = new();
    private readonly NoticeStatus status = new(NullLogger<NoticeStatus>.Instance);

    public async ValueTask InitializeAsync()
    {
        await TestDatabase.PrepareAsync(Schema);
        await StartAsync(await TestDatabase.ConnectionStringAsync());
        await gateway.ComeAsync();
    }

    [Fact]
    public async Task goes_on_from_where_the_last_one_was_and_repeats_only_what_it_cannot_know()
    {
        await SubscribeAsync("person", Subject());
        await LookAsync();
        await SequenceAndSign();
        // What was before there was a gateway is not told.
        (await Delivery().StepAsync(CancellationToken.None)).ShouldBe(DeliveryStep.AtEnd);
        List<Guid> looks = [await LookAsync(), await LookAsync(), await LookAsync()];
        await SequenceAndSign();

        // The gateway goes away after the first, and whoever told it does, too.
        gateway.Answer = _ => gateway.Taken.Count == 0 ? StatusCodes.Status202Accepted : StatusCodes.Status503ServiceUnavailable;
        var first = Delivery();
        (await first.StepAsync(CancellationToken.None)).ShouldBe(DeliveryStep.Failed);
        (await first.StepAsync(CancellationToken.None)).ShouldBe(DeliveryStep.Failed);
        gateway.Taken.Select(one => one.Access).ShouldBe([looks[0]]);
        gateway.Answer = _ => StatusCodes.Status200OK;
        var second = Delivery();
        (await second.StepAsync(CancellationToken.None)).ShouldBe(DeliveryStep.Moved);
        (await second.StepAsync(CancellationToken.None)).ShouldBe(DeliveryStep.AtEnd);
        gateway.Taken.Select(one => one.Access).ShouldBe([looks[0], .. looks]);
        gateway.Taken.Select(one => one.Id).Distinct().Count().ShouldBe(3);

        (await Delivery().StepAsync(CancellationToken.None)).ShouldBe(DeliveryStep.AtEnd);
        gateway.Taken.Count.ShouldBe(4);
    }

    [Fact]
    public async Task is_not_held_up_by_a_message_that_the_gateway_will_never_take()
    {
        await Delivery().StepAsync(CancellationToken.None);
        // Nor what was before there was a subscription.
        await LookAsync();
        await SubscribeAsync("person", Subject());
        await LookAsync(Ground.CovertInquiry("《刑事诉讼法》第一百五十条", $"{Ground.CovertStep}{Guid.NewGuid():D}"));
        var (wrong, right) = (await LookAsync(), await LookAsync());
        await SequenceAndSign();
        gateway.Answer = message => message.Access == wrong ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status204NoContent;
        (await Delivery().StepAsync(CancellationToken.None)).ShouldBe(DeliveryStep.Moved);
        gateway.Taken.Select(one => one.Access).ShouldBe([right]);
    }

    public new async ValueTask DisposeAsync()
    {
        status.Dispose();
        await gateway.DisposeAsync();
        await base.DisposeAsync();
    }

    private NoticeDelivery Delivery() => new(
        new NoticeFeed(Runtime.Database.Pooled, Runtime.Store, Schema), NoticeGateway.Read(new NoticeSettings { Gateway = gateway.Url })!,
        status, Tenant, TimeProvider.System, NullLogger.Instance);

    private async Task SubscribeAsync(string recipient, SubjectTag subject)
    {
        await using var session = CitizenSession();
        session.Events.StartStream<Subscription>(
            SubscriptionId.Of(subject).Value, new SubscriptionEvent.Subscribed(subject, recipient, [], new DateOnly(2026, 11, 26)));
        await session.SaveChangesAsync(CancellationToken.None);
    }

    private async Task<Guid> LookAsync(Ground? ground = null)
    {
        var auditor = new Actor("auditor-1", Role.Auditor, null, null, null);
        var receipt = await Runtime.Accesses.RecordAsync(Tenant, new(
            auditor, new(ground ?? Ground.Audit("case/1"), [FieldTable.Form], Refusal: null), [Subject()], DataClass.Case, "case/1", Correlation: null));
        return receipt!.EventId;
    }
}
