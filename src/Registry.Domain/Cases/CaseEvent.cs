using System.Text.Json.Serialization;
using Registry.Domain.Identifiers;
using Registry.Domain.Personal;

namespace Registry.Domain.Cases;

/// <summary>A fact about one case (办件). Closed: only nested records can derive.</summary>
public abstract record CaseEvent
{
    private CaseEvent() { }

    /// <summary>申请: the applicant has handed in an application.</summary>
    public sealed record Submitted(
        CaseNumber Number, ItemCode Item, Uscc Agency, RegionCode Region, DateOnly On,
        Personal<Application> Application, IReadOnlyList<HandedIn> Materials) : CaseEvent
    {
        /// <summary>共同申请人, each sealed under their own key; null for an application of one. What it leads to is theirs together.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public IReadOnlyList<Personal<Party>>? CoApplicants { get; init; }

        /// <summary>Set where each of them is asked; left out where there is nobody, and in what was stored before anybody was asked.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public bool? AsksConsent { get; init; }
    }

    /// <summary>同意共同申请, by the one whom the applicant named, or in their name.</summary>
    public sealed record Consented(DateOnly On, SubjectTag Who) : CaseEvent;

    /// <summary>窗口登记同意: an officer has seen the consent on paper, or the person at the window.</summary>
    /// <param name="Basis">What was seen; sealed under the key of whose consent it is.</param>
    public sealed record ConsentRecorded(DateOnly On, SubjectTag Who, Personal<Remark> Basis) : CaseEvent;

    /// <summary>不同意共同申请, as above: the case is not theirs from now on.</summary>
    public sealed record Declined(DateOnly On, SubjectTag Who) : CaseEvent;

    /// <summary>受理, with the dates told to the applicant (Administrative Licensing Law art. 32 and 42).</summary>
    /// <param name="PromisedBy">Last working day of the promised limit.</param>
    /// <param name="LegalBy">Last working day of the legal limit.</param>
    /// <param name="Calendar">Version of the working-day calendar both were counted with.</param>
    public sealed record Accepted(DateOnly On, DateOnly PromisedBy, DateOnly LegalBy, string Calendar) : CaseEvent;

    /// <summary>受理 since the second version: whoever accepts a case has it from then on.</summary>
    /// <param name="Officer">The identity provider's subject; a pseudonym.</param>
    public sealed record AcceptedBy(
        DateOnly On, DateOnly PromisedBy, DateOnly LegalBy, string Calendar, string Officer) : CaseEvent;

    /// <summary>分办、改派、接办: another officer has the case from now on.</summary>
    /// <param name="Officer">The identity provider's subject; a pseudonym.</param>
    public sealed record Assigned(DateOnly On, string Officer, Personal<Remark> Reason) : CaseEvent;

    /// <summary>不予受理.</summary>
    public sealed record Refused(DateOnly On, Personal<Remark> Reason) : CaseEvent;

    /// <summary>准予许可.</summary>
    public sealed record Approved(DateOnly On) : CaseEvent;

    /// <summary>不予许可.</summary>
    public sealed record Rejected(DateOnly On, Personal<Remark> Reason) : CaseEvent;

    /// <summary>制证: the licence that the approval leads to has been minted.</summary>
    public sealed record LicenceIssued(DateOnly On, LicenceIdentifier Licence) : CaseEvent;

    /// <summary>撤回, by the applicant.</summary>
    public sealed record Withdrawn(DateOnly On) : CaseEvent;

    /// <summary>更正请求, by the applicant (PIPL art. 46): the application as it should be. Nothing is corrected yet.</summary>
    public sealed record CorrectionRequested(DateOnly On, Personal<Application> Wanted) : CaseEvent
    {
        /// <summary>Those named with the applicant, without whom they would go on; null for nobody.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public IReadOnlyList<SubjectTag>? Without { get; init; }
    }

    /// <summary>更正, by the officer who has the case. The value before stays in the event that held it.</summary>
    /// <param name="Application">What was asked for, as it was sealed then.</param>
    public sealed record Corrected(DateOnly On, Personal<Application> Application) : CaseEvent
    {
        /// <summary>Those who apply no longer with the applicant; null for nobody.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public IReadOnlyList<SubjectTag>? Without { get; init; }
    }

    /// <summary>不予更正.</summary>
    public sealed record CorrectionRefused(DateOnly On, Personal<Remark> Reason) : CaseEvent;

    /// <summary>办结.</summary>
    public sealed record Closed(DateOnly On, ClosingKind Kind) : CaseEvent;
}

/// <summary>What an applicant hands in: who, how to be reached, and the form's fields.</summary>
public sealed record Application(Party Applicant, [property: Indexed] string? Phone, IReadOnlyDictionary<string, string> Form);

/// <summary>A material that was handed in: the item's code for it and the SHA-256 of the file (hex, lower case).</summary>
public sealed record HandedIn(string Code, string Sha256);

/// <summary>
/// 办结方式 of the national exchange. 3 删除办结 is left out on purpose: a case never disappears, it is voided.
/// </summary>
public enum ClosingKind
{
    /// <summary>0 出证办结: closed with a licence.</summary>
    LicenceIssued,

    /// <summary>1 退回办结: refused or rejected.</summary>
    Returned,

    /// <summary>2 作废办结: withdrawn by the applicant.</summary>
    Voided,

    /// <summary>6 办结: approved, no licence to issue.</summary>
    Completed,
}
