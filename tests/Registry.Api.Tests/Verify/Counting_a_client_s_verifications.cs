using System.Net;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Time.Testing;
using Registry.Api.Verification;

namespace Registry.Api.Tests.Verify;

public sealed class Counting_a_client_s_verifications
{
    private readonly FakeTimeProvider clock = new();

    [Fact]
    public void a_minute_s_worth_is_there_at_once_and_comes_back_second_by_second()
    {
        using var allowance = new ClientAllowance(120, clock);
        allowance.AttemptAcquire(120).IsAcquired.ShouldBeTrue();
        allowance.AttemptAcquire(1).IsAcquired.ShouldBeFalse();
        clock.Advance(TimeSpan.FromSeconds(1));
        allowance.AttemptAcquire(2).IsAcquired.ShouldBeTrue();
        allowance.AttemptAcquire(1).IsAcquired.ShouldBeFalse();
        clock.Advance(TimeSpan.FromHours(1));
        allowance.AttemptAcquire(121).IsAcquired.ShouldBeFalse();
        allowance.AttemptAcquire(120).IsAcquired.ShouldBeTrue();
    }

    [Fact]
    public void a_refusal_takes_nothing_and_says_when_there_will_be_enough()
    {
        using var allowance = new ClientAllowance(120, clock);
        allowance.AttemptAcquire(100).IsAcquired.ShouldBeTrue();
        var refused = allowance.AttemptAcquire(30);
        refused.IsAcquired.ShouldBeFalse();
        refused.TryGetMetadata(MetadataName.RetryAfter, out var after).ShouldBeTrue();
        after.ShouldBe(TimeSpan.FromSeconds(5));
        allowance.AttemptAcquire(20).IsAcquired.ShouldBeTrue();
    }

    [Fact]
    public void a_client_is_forgotten_only_when_nothing_is_owed()
    {
        using var allowance = new ClientAllowance(60, clock);
        allowance.AttemptAcquire(30);
        clock.Advance(TimeSpan.FromSeconds(29));
        allowance.IdleDuration.ShouldBeNull();
        clock.Advance(TimeSpan.FromSeconds(3));
        allowance.IdleDuration.ShouldBe(TimeSpan.FromSeconds(2));
    }

    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7")]
    [InlineData("::ffff:203.0.113.7", "203.0.113.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::")]
    public void a_client_is_an_address_or_what_one_subscriber_has_of_them(string address, string client) =>
        VerificationLimits.ClientOf(IPAddress.Parse(address)).ShouldBe(IPAddress.Parse(client));
}
