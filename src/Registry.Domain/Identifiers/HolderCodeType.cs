using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Registry.Domain.Identifiers;

/// <summary>
/// 持证主体代码类型, what kind of number identifies a licence holder (GB/T 36903-2018 appendix A). A closed list, compared by
/// reference; travels as its three-digit code.
/// </summary>
[JsonConverter(typeof(IdentifierJsonConverter<HolderCodeType>))]
public sealed class HolderCodeType : IIdentifier<HolderCodeType>
{
    public static readonly HolderCodeType Uscc = new("001", "统一社会信用代码", "Unified social credit code");
    public static readonly HolderCodeType OtherOrganisation = new("099", "其他法人或其他组织有效证件", "Other document of an organisation");
    public static readonly HolderCodeType CitizenId = new("111", "居民身份证", "Citizen identity number");
    public static readonly HolderCodeType PlaOfficer = new("114", "中国人民解放军军官证", "Officer card of the People's Liberation Army");
    public static readonly HolderCodeType PapOfficer = new("115", "中国人民武装警察部队警官证", "Officer card of the People's Armed Police");
    public static readonly HolderCodeType PlaSoldier = new("118", "中国人民解放军士兵证", "Soldier card of the People's Liberation Army");
    public static readonly HolderCodeType PapSoldier = new("119", "中国人民武装警察部队士兵证", "Soldier card of the People's Armed Police");
    public static readonly HolderCodeType PlaCivilian =
        new("120", "中国人民解放军文职人员证", "Civilian card of the People's Liberation Army");
    public static readonly HolderCodeType PapCivilian =
        new("122", "中国人民武装警察部队文职人员证", "Civilian card of the People's Armed Police");
    public static readonly HolderCodeType DiplomaticPassport = new("411", "外交护照", "Diplomatic passport");
    public static readonly HolderCodeType ServicePassport = new("412", "公务护照", "Service passport");
    public static readonly HolderCodeType PublicAffairsPassport = new("413", "公务普通护照", "Passport for public affairs");
    public static readonly HolderCodeType OrdinaryPassport = new("414", "普通护照", "Ordinary passport");
    public static readonly HolderCodeType TaiwanPermit = new("511", "台湾居民来往大陆通行证", "Mainland travel permit for Taiwan residents");
    public static readonly HolderCodeType HongKongMacaoPermit =
        new("516", "港澳居民来往内地通行证", "Mainland travel permit for Hong Kong and Macao residents");
    public static readonly HolderCodeType OtherPerson = new("999", "其他自然人有效证件", "Other document of a natural person");

    /// <summary>The whole list, in code order.</summary>
    public static IReadOnlyList<HolderCodeType> All { get; } =
    [
        Uscc, OtherOrganisation, CitizenId, PlaOfficer, PapOfficer, PlaSoldier, PapSoldier, PlaCivilian, PapCivilian,
        DiplomaticPassport, ServicePassport, PublicAffairsPassport, OrdinaryPassport, TaiwanPermit, HongKongMacaoPermit,
        OtherPerson,
    ];

    // Some portals send the identity-card code of their own user tables.
    private const string PortalIdentityCard = "10";

    private HolderCodeType(string code, string chineseName, string englishName) =>
        (Value, ChineseName, EnglishName) = (code, chineseName, englishName);

    /// <summary>The three-digit code.</summary>
    public string Value { get; }

    /// <summary>The name in Chinese, for documents.</summary>
    public string ChineseName { get; }

    /// <summary>The name in English, for screens in English.</summary>
    public string EnglishName { get; }

    /// <summary>Whether the holder is a person: every type but 001 and 099.</summary>
    public bool IsNaturalPerson => this != Uscc && this != OtherOrganisation;

    /// <summary>Reads a code of the list, and the portals' <c>10</c> as 111. Fault: <c>holder-code-type-unknown</c>.</summary>
    public static bool TryRead(
        string? text,
        [MaybeNullWhen(false)] out HolderCodeType value,
        [NotNullWhen(false)] out IdentifierFault? fault)
    {
        value = text == PortalIdentityCard ? CitizenId : All.FirstOrDefault(type => type.Value == text);
        fault = value is null ? new("holder-code-type-unknown") : null;
        return value is not null;
    }

    /// <summary>Reads the written form, or throws.</summary>
    /// <exception cref="FormatException">The message names the fault.</exception>
    public static HolderCodeType Parse(string text) => IdentifierText.Parse<HolderCodeType>(text);

    /// <inheritdoc/>
    public static bool TryParse(
        [NotNullWhen(true)] string? s,
        IFormatProvider? provider,
        [MaybeNullWhen(false)] out HolderCodeType result) => TryRead(s, out result, out _);

    /// <summary>The code.</summary>
    public override string ToString() => Value;
}
