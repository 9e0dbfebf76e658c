using Registry.Domain.Bundle;
using Registry.Domain.Export;
using Registry.Domain.Log;
using Registry.Domain.Tests.Bundle;
using Shouldly;
using Xunit;
using static Registry.Domain.Tests.Export.SmallExport;

namespace Registry.Domain.Tests.Export;

/// <summary>A log that is longer than what is held in memory: its places go to scratch, and the verdicts stay what they are.</summary>
public sealed class Verifying_with_scratch
{
    // Ten runs and more, each read in several pieces.
    private const int Length = 1050;
    private const int Held = 100;

    private const ExportVerdict? Sound = null;

    [Fact]
    public void tells_an_event_that_comes_again_many_runs_later()
    {
        var log = SoundLog(streams: 7);
        JudgeEvents(log).ShouldBe(Sound);

        log[1010] = log[1010] with { Id = log[3].Id };
        JudgeEvents(log).ShouldBe(Repeated(log, 1010));
        log[640] = log[640] with { Id = log[10].Id };
        log[1020] = log[1020] with { Id = log[10].Id };
        JudgeEvents(log).ShouldBe(Repeated(log, 640));
    }

    [Fact]
    public void tells_what_is_repeated_among_the_first_at_once()
    {
        var log = SoundLog(streams: 7);
        log[15] = log[15] with { Id = log[3].Id };
        var events = new UniqueEvents(Small(atOnce: 16));
        var told = log.Index().Select(entry => events.Take(entry.Item, entry.Index)).TakeWhile(told => told is null).Count();
        told.ShouldBe(15);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(Length)]
    public void finds_sound_streams_sound_and_counts_them(int streams) =>
        JudgeStreams(SoundLog(streams)).ShouldBe((Sound, streams));

    [Fact]
    public void tells_the_first_version_that_is_skipped_repeated_or_swapped_across_runs()
    {
        var gap = SoundLog(streams: 400);
        gap[850] = gap[850] with { Version = 4 };
        JudgeStreams(gap).Verdict.ShouldBe(Wrong(gap, 850, before: 2));

        var again = SoundLog(streams: 400);
        again[850] = again[850] with { Version = 2 };
        JudgeStreams(again).Verdict.ShouldBe(Wrong(again, 850, before: 2));

        var swapped = SoundLog(streams: 400);
        (swapped[405], swapped[805]) = (swapped[805], swapped[405]);
        swapped[900] = swapped[900] with { Version = 9 };
        JudgeStreams(swapped).Verdict.ShouldBe(Wrong(swapped, 405, before: 1));
    }

    [Fact]
    public void lets_streams_begin_anywhere_in_a_log_that_follows_another_but_not_skip()
    {
        var log = SoundLog(streams: 400)[400..];
        JudgeStreams(log).Verdict.ShouldBe(Wrong(log, 0, before: 0));

        log = [.. log.Select(entry => entry with { Log = "registry.example/log/340100/2026-2" })];
        JudgeStreams(log).Verdict.ShouldBe(Sound);
        log[450] = log[450] with { Version = 4 };
        JudgeStreams(log).Verdict.ShouldBe(Wrong(log, 450, before: 2));
    }

    /// <summary>Repeated events, wrong versions, other order, wrong signatures and payloads, cut files, and several of these at once.</summary>
    [Fact]
    public void says_of_any_export_what_is_said_without_scratch()
    {
        var codes = new HashSet<string>();
        for (var seed = 0; seed < 80; seed++)
        {
            var file = RandomExport(new Random(seed));
            var plain = new ExportVerifier(pinned: null);
            var verdict = Verify(file, plain);
            codes.Add(verdict.Code);
            foreach (var (atOnce, held) in new[] { (0, 1), (3, 4), (12, 7), (20, 1000) })
            {
                var verifier = new ExportVerifier(pinned: null, scratch: Small(atOnce, held));
                Verify(file, verifier).ShouldBe(verdict, $"seed {seed}, {atOnce} at once, {held} held");
                if (verdict.Outcome is ExportOutcome.Ok)
                    verifier.Summary.Streams.ShouldBe(plain.Summary.Streams);
            }
        }
        codes.ShouldBe(
            ["ok", "event-repeated", "stream-order", "signature", "payload-malformed", "entries-missing", "line-unended"], ignoreOrder: true);
    }

    [Fact]
    public void tells_a_repeated_event_of_a_bundle()
    {
        var minted = Minted();
        var log = new SmallBundle(minted, Minted(), minted with { Version = 2 });
        foreach (var scratch in new[] { null, Small(atOnce: 0, held: 2), Small(atOnce: 4, held: 3) })
        {
            var period = log.Verify(log.Members(new BundleScope.Period(0, 10), [.. Enumerable.Range(0, 10)]), scratch: scratch);
            (period.Verdict.Code, period.Verdict.Index).ShouldBe((VerdictCodes.EventRepeated, 9));
            var everything = log.Verify(log.Everything(), scratch: scratch);
            (everything.Verdict.Code, everything.Verdict.Index).ShouldBe((VerdictCodes.EventRepeated, 9));
            SmallBundle.Log.Verify(SmallBundle.Log.OfPeriod(), scratch: scratch).Verdict.Outcome.ShouldBe(ExportOutcome.Ok);
            SmallBundle.Log.Verify(SmallBundle.Log.Everything(), scratch: scratch).Verdict.Outcome.ShouldBe(ExportOutcome.Ok);
        }
    }

    private static Scratch Small(int atOnce = 16, int held = Held) => new(() => new MemoryStream(), atOnce, held);

    /// <summary>Streams take turns.</summary>
    private static LogEntry[] SoundLog(int streams)
    {
        var ids = Enumerable.Range(0, streams).Select(_ => Guid.NewGuid()).ToArray();
        return
        [
            .. Enumerable.Range(0, Length).Select(index => new LogEntry
            {
                Log = Origin, Id = Guid.NewGuid(), Type = "case_submitted.v1", Stream = ids[index % streams],
                Version = index / streams + 1, Time = DateTimeOffset.UnixEpoch, Commit = default,
            }),
        ];
    }

    private static ExportVerdict? JudgeEvents(LogEntry[] log)
    {
        var events = new UniqueEvents(Small());
        foreach (var (index, entry) in log.Index())
            events.Take(entry, index).ShouldBeNull();
        return events.Finish();
    }

    private static (ExportVerdict? Verdict, int Count) JudgeStreams(LogEntry[] log)
    {
        var streams = new StreamOrder(Small(atOnce: 0));
        foreach (var (index, entry) in log.Index())
            streams.Take(entry, index).ShouldBeNull();
        return (streams.Finish(), streams.Count);
    }

    private static ExportVerdict Repeated(LogEntry[] log, int index) => new(
        ExportOutcome.Tampered, VerdictCodes.EventRepeated, index, $"Event {log[index].Id} is in the log already.");

    private static ExportVerdict Wrong(LogEntry[] log, int index, long before) => new(
        ExportOutcome.Tampered, VerdictCodes.StreamOrder, index,
        $"Stream {log[index].Stream} is at version {before}, the entry says {log[index].Version}.");

    private static byte[] RandomExport(Random random)
    {
        var streams = Enumerable.Range(0, random.Next(1, 6)).Select(_ => Guid.NewGuid()).ToArray();
        var versions = new long[streams.Length];
        var facts = Facts();
        for (var left = random.Next(40); left > 0; left--)
        {
            var stream = random.Next(streams.Length);
            facts.Add(Minted() with { Stream = streams[stream], Version = ++versions[stream] });
        }
        for (var left = random.Next(4); left > 0; left--)
            Spoil(facts, random);
        var file = Join(LinesOf(facts));
        return random.Next(8) switch
        {
            0 => file[..^random.Next(1, file.Length / 2)],
            1 => file[..(file.AsSpan(..^(file.Length / 4)).LastIndexOf((byte)'\n') + 1)],
            _ => file,
        };
    }

    // The keys' records are left as they are.
    private static void Spoil(List<Fact> facts, Random random)
    {
        var (one, other) = (random.Next(2, facts.Count), random.Next(2, facts.Count));
        facts[one] = random.Next(6) switch
        {
            0 or 1 => facts[one] with { Id = facts[other].Id },
            2 => facts[one] with { Version = random.Next(1, 9) },
            3 => facts[one] with { Signer = new Impostor(AgencyKey, Stranger) },
            4 => facts[one] with { Payload = "{}" },
            _ => facts[other] with { Id = Guid.NewGuid() },
        };
    }
}
