using Registry.Domain.Licences;
using Shouldly;
using Xunit;

namespace Registry.Domain.Tests.Licences;

public sealed class Naming_national_codes
{
    [Theory]
    [InlineData(LicenceStatus.InForce, 0, "01")]
    [InlineData(LicenceStatus.InForce, -1, "05")]
    [InlineData(LicenceStatus.Leaving, 0, "06")]
    [InlineData(LicenceStatus.Leaving, -1, "05")]
    [InlineData(LicenceStatus.Lapsed, -1, "05")]
    [InlineData(LicenceStatus.Suspended, 0, "02")]
    [InlineData(LicenceStatus.Withdrawn, -1, "03")]
    [InlineData(LicenceStatus.Cancelled, -1, "04")]
    [InlineData(LicenceStatus.Revoked, -1, "07")]
    public void gives_each_state_its_code(LicenceStatus status, int until, string code) =>
        NationalCodes.StateOf(Some.Licence(status, Some.Today.AddDays(until)), Some.Today).ShouldBe(code);

    /// <summary>99 其他 says nothing that a verifier could tell anybody.</summary>
    [Fact]
    public void gives_no_state_that_is_only_called_other() =>
        Enum.GetValues<LicenceStatus>().Select(status => NationalCodes.StateOf(Some.Licence(status, Some.Today), Some.Today)).ShouldNotContain("99");

    [Theory]
    [InlineData(LicenceOperation.Issue, "01")]
    [InlineData(LicenceOperation.Renew, "02")]
    [InlineData(LicenceOperation.Suspend, "03")]
    [InlineData(LicenceOperation.Lapse, "04")]
    [InlineData(LicenceOperation.Cancel, "05")]
    [InlineData(LicenceOperation.Revoke, "05")]
    [InlineData(LicenceOperation.Withdraw, "05")]
    [InlineData(LicenceOperation.CompleteTransfer, "05")]
    [InlineData(LicenceOperation.Restore, "06")]
    [InlineData(LicenceOperation.BeginTransfer, "07")]
    [InlineData(LicenceOperation.Correct, "07")]
    [InlineData(LicenceOperation.TransferIn, "08")]
    [InlineData(LicenceOperation.Change, "09")]
    [InlineData(LicenceOperation.CancelTransfer, "10")]
    public void gives_each_operation_its_code(LicenceOperation operation, string code)
    {
        NationalCodes.CodeOf(operation).ShouldBe(code);
        (NationalCodes.TextOf(operation) is not null).ShouldBe(code == "07");
    }
}
