using Registry.Domain.Cases;
using Registry.Domain.Identifiers;
using Registry.Domain.Items;
using Registry.Domain.Licences;
using Registry.Domain.Personal;

namespace Registry.Domain.Tests;

/// <summary>What the deciders' tests start from.</summary>
internal static class Some
{
    public static readonly DateOnly Today = new(2026, 11, 23);
    public static readonly Uscc Agency = Uscc.Parse("11340100MB1AC012X9");
    public static readonly Uscc OtherAgency = Uscc.Parse("11340100MB1AC0103N");
    public static readonly RegionCode City = RegionCode.Parse("340100");
    public static readonly ItemCode ItemCode = ItemCode.Parse("11340100MB1AC012X93340131001001");
    public static readonly LicenceTypeCode Type = LicenceTypeCode.Parse("11340100MB1AC012X9001");
    public const string Officer = "officer";
    public static readonly SubjectTag Holder = new("holder");
    public static readonly SubjectTag Stranger = new("stranger");
    public static readonly Remark Reason = new("理由");
    public static readonly Party Person = new("王芳", HolderCodeType.CitizenId, "340104199001010017");
    public static readonly CaseId CaseId = CaseId.Of(new Guid("00000000-0000-4000-8000-000000000001"));

    public static readonly ServiceItem Item = new(
        ServiceItemId.Of(ItemCode), ItemCode, new("个体工商户设立登记", "Registration"), Agency, City,
        [new("application", new("申请书", "Form"), true), new("proxy", new("委托书", "Proxy"), false)],
        LegalDays: 15, PromisedDays: 3, new ResultLicence(Type, new("营业执照", "Business licence"), null), IsOffered: true);

    public static readonly IReadOnlyList<HandedIn> Materials = [new("application", new string('a', 64))];

    public static Personal<Application> Application() =>
        Personal<Application>.Of(Holder, new(Person, "13800000000", new Dictionary<string, string>()));

    public static readonly LicenceFace ClearFace = new(Person, new Dictionary<string, string> { ["address"] = "示范路1号" });

    public static Personal<LicenceFace> Face() => Personal<LicenceFace>.Of(Holder, ClearFace);

    public static Case Case(CaseStatus status) =>
        new(CaseId, CaseNumber.Compose(ItemCode, Today, 1), ItemCode, Agency, City, status, Application());

    public static Licence Licence(LicenceStatus status, DateOnly? until = null, int version = 1)
    {
        var identifier = LicenceIdentifier.Mint(Type, Agency, "A1B2C3", version);
        return new(LicenceId.Of(identifier), identifier, status, new(Today, Today, until), Face());
    }
}
