using System.Security.Cryptography;
using Registry.Domain.Access;
using Registry.Domain.Log;
using Shouldly;
using Xunit;

namespace Registry.Domain.Tests.Access;

public sealed class Counting_by_tags
{
    private const string Origin = "registry.example/log/340100/2026";

    private readonly byte[] mine = RandomNumberGenerator.GetBytes(32);
    private readonly byte[] other = RandomNumberGenerator.GetBytes(32);

    [Fact]
    public void the_tag_is_the_documented_one() => AccessTag.Of(new byte[32], Origin, 1).ShouldBe(
        System.Buffers.Text.Base64Url.EncodeToString(HMACSHA256.HashData(new byte[32], "registry/access-tag/v1\nregistry.example/log/340100/2026\n1"u8).AsSpan(0, 16)));

    [Fact]
    public void a_person_finds_their_own_and_nobody_else_s()
    {
        var count = new AccessCount(mine, Origin);
        count.Take(3, Entry(Tag(mine, 1), Tag(other, 1)));
        count.Take(9, Entry(Tag(other, 2)));
        count.Take(11, Entry(Tag(other, 3), Tag(mine, 2)));
        (count.Count, count.IndexOf(1), count.IndexOf(2), count.Repeated).ShouldBe((2, 3, 11, null));
        count.MissingUpTo(2).ShouldBeEmpty();
        count.MissingUpTo(4).ShouldBe([3, 4]);
    }

    [Fact]
    public void a_gap_of_a_thousand_is_found()
    {
        var count = new AccessCount(mine, Origin);
        count.Take(0, Entry(Tag(mine, 1)));
        count.Take(1, Entry(Tag(mine, 1001)));
        count.Count.ShouldBe(1001);
        count.MissingUpTo(count.Count).ShouldBe(Enumerable.Range(2, 999).Select(n => (long)n));
    }

    [Fact]
    public void a_number_that_was_given_twice_is_told()
    {
        var count = new AccessCount(mine, Origin);
        count.Take(0, Entry(Tag(mine, 1)));
        count.Take(1, Entry(Tag(mine, 1)));
        count.Repeated.ShouldBe(1);
    }

    [Fact]
    public void tags_of_another_log_are_others() =>
        AccessTag.Of(mine, Origin, 1).ShouldNotBe(AccessTag.Of(mine, Origin + "-2", 1));

    [Fact]
    public void a_head_reads_back_and_nothing_else_does()
    {
        var head = new SubjectHead(Origin, mine, 7, 12);
        var read = SubjectHead.Parse(head.ToText()).ShouldNotBeNull();
        (read.Log, read.Count, read.Size).ShouldBe((Origin, 7, 12));
        read.Key.ToArray().ShouldBe(mine);
        foreach (var text in (string[])["", "{}", "[]", head.ToText().Replace("v1", "v2", StringComparison.Ordinal),
            head.ToText().Replace("\"count\":7", "\"count\":-7", StringComparison.Ordinal), head.ToText().Replace("\"count\":7", "\"count\":\"7\"", StringComparison.Ordinal)])
            SubjectHead.Parse(text).ShouldBeNull(text);
    }

    private static string Tag(byte[] key, long number) => AccessTag.Of(key, Origin, number);

    private static LogEntry Entry(params string[] tags) => new()
    {
        Log = Origin, Id = Guid.NewGuid(), Type = "access_disclosed.v1", Stream = Guid.NewGuid(), Version = 1,
        Time = new(2026, 11, 26, 0, 0, 0, TimeSpan.Zero), Commit = MerkleTree.EmptyRoot, Tags = tags,
    };
}
