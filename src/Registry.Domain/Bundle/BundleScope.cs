using System.Text.Json;
using Registry.Domain.Export;
using Registry.Domain.Personal;

namespace Registry.Domain.Bundle;

/// <summary>What a bundle was asked to hold. Of everything and of a period it can be shown that nothing is missing.</summary>
public abstract record BundleScope
{
    private BundleScope() { }

    public sealed record Everything : BundleScope;

    /// <summary>The entries from one index up to, but not including, another.</summary>
    public sealed record Period(long From, long To) : BundleScope;

    /// <summary>The stream of one licence. Its newest entries may be missing, and nothing in the bundle would show it.</summary>
    public sealed record Licence(Guid Id) : BundleScope
    {
        /// <summary>The streams of the batches that it was minted or minted anew in, in ascending order, each once.</summary>
        public IReadOnlyList<Guid> Batches { get; init; } = [];
    }

    /// <summary>The stream of one case, with the same limit.</summary>
    public sealed record Case(Guid Id) : BundleScope;

    /// <summary>The streams about one person, with the same limit; that no stream is missing cannot be shown either.</summary>
    public sealed record Person(SubjectTag Subject, IReadOnlyList<Guid> Streams) : BundleScope;

    /// <summary>As reports and manifests name it.</summary>
    public string Kind => this switch
    {
        Everything => "everything",
        Period => "period",
        Licence => "licence",
        Case => "case",
        _ => "person",
    };

    /// <summary>The streams whose entries are asked for; null where streams play no part.</summary>
    public IReadOnlyList<Guid>? StreamIds => this switch
    {
        Licence licence => [licence.Id, .. licence.Batches],
        Case @case => [@case.Id],
        Person person => person.Streams,
        _ => null,
    };

    internal object ToJson() => this switch
    {
        Period period => new { kind = Kind, from = period.From, to = period.To },
        Licence { Batches: [_, ..] batches } licence => new { batches, kind = Kind, id = licence.Id },
        Licence licence => new { kind = Kind, id = licence.Id },
        Case @case => new { kind = Kind, id = @case.Id },
        Person person => new { kind = Kind, streams = person.Streams, subject = person.Subject.Value },
        _ => new { kind = Kind },
    };

    /// <summary>Null for anything that <see cref="ToJson"/> does not write.</summary>
    internal static BundleScope? Read(JsonElement json) => json.TextOf("kind") switch
    {
        "everything" when json.HasExactly("kind") => new Everything(),
        "period" when json.HasExactly("kind", "from", "to")
            && json.WholeOf("from") is { } from && json.WholeOf("to") is { } to && from <= to => new Period(from, to),
        "licence" when json.HasExactly("kind", "id") && IdOf(json.GetProperty("id")) is { } id => new Licence(id),
        "licence" when json.HasExactly("batches", "kind", "id") && IdOf(json.GetProperty("id")) is { } id
            && IdsOf(json.GetProperty("batches")) is [_, ..] batches && !batches.Contains(id) => new Licence(id) { Batches = batches },
        "case" when json.HasExactly("kind", "id") && IdOf(json.GetProperty("id")) is { } id => new Case(id),
        "person" when json.HasExactly("kind", "streams", "subject")
            && json.TextOf("subject") is { } subject && IdsOf(json.GetProperty("streams")) is { } streams
            => new Person(new SubjectTag(subject), streams),
        _ => null,
    };

    private static Guid? IdOf(JsonElement json) =>
        json.ValueKind is JsonValueKind.String && Guid.TryParseExact(json.GetString(), "D", out var id) ? id : null;

    private static Guid[]? IdsOf(JsonElement json)
    {
        if (json.ValueKind is not JsonValueKind.Array)
            return null;
        Guid?[] ids = [.. json.EnumerateArray().Select(IdOf)];
        return ids.All(id => id is not null) && ids.Distinct().Count() == ids.Length ? [.. ids.Select(id => id!.Value)] : null;
    }
}
