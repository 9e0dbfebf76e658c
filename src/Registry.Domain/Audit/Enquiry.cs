using Registry.Domain.Personal;

namespace Registry.Domain.Audit;

/// <summary>What somebody asked of the accesses, and why. Only ever sealed: any of it can be a person's data, typed by mistake.</summary>
/// <param name="Subject">Whose data, by the tag of the code that was typed; the code itself is kept nowhere.</param>
/// <param name="From">First day, as 2026-11-25.</param>
/// <param name="To">Last day.</param>
/// <param name="Before">The place in the list from which it went on; null for the first page.</param>
public sealed record Enquiry(
    string Reason, string? Actor, string? Agency, SubjectTag? Subject, string? Purpose, string? From, string? To, bool? WithoutCase,
    bool? Refused, string? Before);
