using System.Collections.Frozen;
using Registry.Domain.Cases;
using static Registry.Domain.Access.FieldView;

namespace Registry.Domain.Access;

/// <summary>How a purpose shows a field; one that is not in its row is absent.</summary>
public enum FieldView
{
    Masked,
    Clear,
}

/// <summary>
/// What each purpose needs to see, in one place: purpose → field → clear, masked or absent. No more than needed is law
/// (《个人信息保护法》第六条); showing masked what need not be whole is GB/T 35273-2020, 7.2.
/// </summary>
public static class FieldTable
{
    public const string HolderName = "holder.name";
    public const string HolderCode = "holder.code";
    public const string Phone = "phone";
    public const string Form = "form";
    public const string Remarks = "remarks";

    /// <summary>What there is, without anything of its content.</summary>
    public const string List = "list";

    /// <summary>That somebody is known, and ids of what is about them.</summary>
    public const string Existence = "existence";

    /// <summary>Who looked at whom, when and for what; nothing of what they saw.</summary>
    public const string Looks = "looks";

    /// <summary>What an auditor asked and why, or said of a finding.</summary>
    public const string AuditNote = "audit-note";

    /// <summary>Warrant and reasons of a covert inquiry.</summary>
    public const string Cause = "cause";

    /// <summary>The events themselves, personal values sealed.</summary>
    public const string History = "history";

    private static readonly FrozenDictionary<string, IReadOnlyDictionary<string, FieldView>> Rows =
        new Dictionary<string, IReadOnlyDictionary<string, FieldView>>
        {
            [Purpose.OwnRequest] = Row(name: Clear, code: Clear, phone: Clear, form: Clear, remarks: Clear),
            [Purpose.HolderDelegation] = Row(name: Clear, code: Masked, phone: Masked, form: Clear, remarks: Clear),
            [Purpose.CaseHandling] = Row(name: Clear, code: Masked, phone: Masked, form: Clear, remarks: Clear),
            [Purpose.CaseSupervision] = Row(name: Clear, code: Masked, form: Clear, remarks: Clear),
            // The face takes holder and form over; whoever mints need not see more.
            [Purpose.LicenceMinting] = Row(name: Clear, code: Clear, form: Clear),
            // The machine checks the face against the type's new version; the holder is on it.
            [Purpose.LicenceReissue] = Row(name: Clear, code: Clear, form: Clear),
            [Purpose.LicenceAdministration] = Row(name: Clear, code: Masked, form: Clear, remarks: Clear),
            // A verifier has the licence presented: the name on it is compared, the holder's code is not needed for that.
            [Purpose.Verification] = Row(name: Clear),
            // The holder chooses; of that, what was asked for.
            [Purpose.Presentation] = Row(name: Clear, code: Clear, form: Clear),
            [Purpose.BreakGlass] = Row(name: Clear, code: Clear, phone: Clear, form: Clear, remarks: Clear),
            // What the person wrote; what was looked at stands in the access, and is not needed again.
            [Purpose.ObjectionHandling] = Row(remarks: Clear),
            [Purpose.CovertInquiry] = Row(name: Clear, code: Clear, phone: Clear, form: Clear),
            [Purpose.Audit] = Row(name: Clear, code: Masked, phone: Masked, form: Clear, remarks: Clear),
        }.ToFrozenDictionary();

    /// <summary>Why a step needs the whole of a field that its purpose shows masked. No line: it does not.</summary>
    private static readonly FrozenDictionary<(CaseStatus Step, string Field), string> Needs =
        new Dictionary<(CaseStatus, string), string>
        {
            [(CaseStatus.Submitted, HolderCode)] = Need.IdentityCheck,
            [(CaseStatus.Accepted, HolderCode)] = Need.IdentityCheck,
            [(CaseStatus.Submitted, Phone)] = Need.ApplicantContact,
            [(CaseStatus.Accepted, Phone)] = Need.ApplicantContact,
            [(CaseStatus.Refused, Phone)] = Need.DecisionDelivery,
            [(CaseStatus.Rejected, Phone)] = Need.DecisionDelivery,
            [(CaseStatus.Approved, Phone)] = Need.DecisionDelivery,
            [(CaseStatus.LicenceIssued, Phone)] = Need.DecisionDelivery,
        }.ToFrozenDictionary();

    public static IEnumerable<string> Purposes => Rows.Keys;

    /// <summary>The fields of a purpose as an access event names them.</summary>
    public static IReadOnlyList<string> Of(string purpose) => [.. Rows[purpose].Select(field => Named(field.Key, field.Value))];

    /// <summary>How an access event names a field and the way it was shown: <c>phone</c> or <c>phone:masked</c>.</summary>
    public static string Named(string field, FieldView view) => view is FieldView.Masked ? $"{field}:masked" : field;

    /// <summary>One field of the form by itself, as an access event names it.</summary>
    public static string FormField(string name) => $"{Form}.{name}";

    /// <summary>How an access event names a field that was compared and not shown.</summary>
    public static string Matched(string field) => $"{field}:matched";

    /// <summary>The code of the step's need, or null.</summary>
    public static string? NeedOf(CaseStatus step, string field) => Needs.GetValueOrDefault((step, field));

    /// <summary>A value as its masked view shows it. Only codes and numbers have one.</summary>
    public static string Mask(string field, string value) => field switch
    {
        HolderCode => Personal.Mask.Code(value),
        Phone => Personal.Mask.Phone(value),
        _ => throw new ArgumentException($"{field} has no masked view.", nameof(field)),
    };

    private static Dictionary<string, FieldView> Row(
        FieldView? name = null, FieldView? code = null, FieldView? phone = null, FieldView? form = null, FieldView? remarks = null)
    {
        (string Field, FieldView? View)[] all =
            [(HolderName, name), (HolderCode, code), (Phone, phone), (Form, form), (Remarks, remarks)];
        return all.Where(one => one.View is not null).ToDictionary(one => one.Field, one => one.View!.Value);
    }
}

/// <summary>What a step needs a whole field for. Stable codes; plain words are in the API's resource files.</summary>
public static class Need
{
    /// <summary>核对申请人身份: the code is compared with the document shown.</summary>
    public const string IdentityCheck = "identity-check";

    /// <summary>一次性告知补正: the applicant is told what is missing (《行政许可法》第三十二条).</summary>
    public const string ApplicantContact = "applicant-contact";

    /// <summary>送达: the decision or licence is handed over (《行政许可法》第四十四条).</summary>
    public const string DecisionDelivery = "decision-delivery";
}
