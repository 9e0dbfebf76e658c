using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Registry.Domain.Canonical;
using Registry.Domain.Log;
using Registry.Domain.Signatures;
using Shouldly;
using Xunit;

namespace Registry.Domain.Tests.Log;

public sealed class Writing_an_entry : IDisposable
{
    private const string Golden =
        """{"alg":"Ed25519","commit":"47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU","id":"01890a5d-ac96-774b-bcce-""" +
        """b302099a8057","kid":"KID","log":"registry.example/log/340100/2026","sig":"SIG","stream":"00000000-0000-""" +
        """0000-0000-0000000000ff","time":"2026-03-01T08:05:09.070Z","type":"licence_granted.v1","v":1,"version":3}""";

    private static readonly LogEntry Unsigned = new()
    {
        Log = "registry.example/log/340100/2026",
        Id = Guid.Parse("01890A5D-AC96-774B-BCCE-B302099A8057"),
        Type = "licence_granted.v1",
        Stream = Guid.Parse("00000000-0000-0000-0000-0000000000FF"),
        Version = 3,
        Time = new DateTimeOffset(2026, 3, 1, 8, 5, 9, 70, TimeSpan.Zero),
        Commit = MerkleTree.EmptyRoot,
    };

    private readonly Ed25519Signer _signer = Ed25519Signer.FromSeed(Convert.FromHexString(
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"));

    public void Dispose() => _signer.Dispose();

    [Fact]
    public void the_bytes_are_the_documented_ones()
    {
        var entry = Unsigned.SignedBy(_signer);
        var text = Golden.Replace("KID", entry.Kid, StringComparison.Ordinal);
        Encoding.UTF8.GetString(entry.ToBytes()).ShouldBe(text.Replace("SIG", entry.Sig, StringComparison.Ordinal));
        Encoding.UTF8.GetString(entry.SignedBytes())
            .ShouldBe("registry/event/v1\n" + text.Replace("\"sig\":\"SIG\",", "", StringComparison.Ordinal));
    }

    [Fact]
    public void tags_stand_between_stream_and_time_and_are_read_back()
    {
        var entry = (Unsigned with { Tags = ["AAAAAAAAAAAAAAAAAAAAAA", "__________________-_-g"] }).SignedBy(_signer);
        Encoding.UTF8.GetString(entry.ToBytes()).ShouldContain(
            """0000000000ff","tags":["AAAAAAAAAAAAAAAAAAAAAA","__________________-_-g"],"time":""");
        using var json = JsonDocument.Parse(entry.ToBytes());
        JsonCanonicalizer.Canonicalize(json.RootElement).ShouldBe(entry.ToBytes());
        LogEntry.TryRead(entry.ToBytes(), out var read, out _).ShouldBeTrue();
        read!.Tags.ShouldBe(entry.Tags);
        read.ToBytes().ShouldBe(entry.ToBytes());
    }

    [Theory]
    [InlineData("\"tags\":[],")]
    [InlineData("\"tags\":[\"AAAA\"],")]
    [InlineData("\"tags\":[\"AAAAAAAAAAAAAAAAAAAAAB\"],")]
    [InlineData("\"tags\":[\"AAAAAAAAAAAAAAAAAAAAAA=\"],")]
    [InlineData("\"tags\":[\"AAAAAAAAAAAAAAAAAAAAAA\",],")]
    [InlineData("\"tags\":\"AAAAAAAAAAAAAAAAAAAAAA\",")]
    public void tags_in_any_other_form_are_refused(string tags)
    {
        var text = Encoding.UTF8.GetString(Unsigned.SignedBy(_signer).ToBytes()).Replace("\"time\"", tags + "\"time\"", StringComparison.Ordinal);
        LogEntry.TryRead(Encoding.UTF8.GetBytes(text), out _, out var reason).ShouldBeFalse();
        reason.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public void tags_of_the_most_people_fit() =>
        (Unsigned with { Tags = [.. Enumerable.Repeat("AAAAAAAAAAAAAAAAAAAAAA", Registry.Domain.Access.AccessTag.MostSubjects)] })
            .SignedBy(_signer).ToBytes().Length.ShouldBeLessThan(LogEntry.MaxLength);

    [Fact]
    public void the_bytes_are_what_the_general_canonicaliser_writes()
    {
        using var json = JsonDocument.Parse(Unsigned.SignedBy(_signer).ToBytes());
        var names = json.RootElement.EnumerateObject().Select(member => member.Name).ToArray();
        names.ShouldBe(["alg", "commit", "id", "kid", "log", "sig", "stream", "time", "type", "v", "version"]);
        names.ShouldBe(names.Order(StringComparer.Ordinal));
        JsonCanonicalizer.Canonicalize(json.RootElement).ShouldBe(Unsigned.SignedBy(_signer).ToBytes());
    }

    [Fact]
    public void what_is_written_is_read_and_its_signature_verifies()
    {
        using var es256 = NewEs256Signer();
        foreach (var signer in new ISigner[] { _signer, es256 })
        {
            var entry = Unsigned.SignedBy(signer);
            LogEntry.TryRead(entry.ToBytes(), out var read, out _).ShouldBeTrue();
            read.ShouldBe(entry);
            using var key = SignatureSchemes.For(signer.Algorithm)!.ImportPublicKey(signer.PublicKeySpki)!;
            read!.VerifySignature(key).ShouldBeTrue();
            (read with { Version = 4 }).VerifySignature(key).ShouldBeFalse();
        }
    }

    [Fact]
    public void the_algorithm_is_the_keys_not_the_messages()
    {
        using var es256 = NewEs256Signer();
        using var key = Es256.Scheme.ImportPublicKey(es256.PublicKeySpki)!;
        var entry = Unsigned.SignedBy(es256);
        entry.VerifySignature(key).ShouldBeTrue();
        (entry with { Alg = "Ed25519" }).VerifySignature(key).ShouldBeFalse();
    }

    [Fact]
    public void any_changed_bit_is_refused_or_breaks_the_signature()
    {
        var entry = Unsigned.SignedBy(_signer);
        using var key = Ed25519.Scheme.ImportPublicKey(_signer.PublicKeySpki)!;
        var bytes = entry.ToBytes();
        for (var bit = 0; bit < 8 * bytes.Length; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            if (LogEntry.TryRead(bytes, out var read, out var reason))
                read!.VerifySignature(key).ShouldBeFalse($"bit {bit}");
            else
                reason.ShouldNotBeNullOrEmpty();
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void every_truncation_is_refused()
    {
        var bytes = Unsigned.SignedBy(_signer).ToBytes();
        for (var length = 0; length < bytes.Length; length++)
            LogEntry.TryRead(bytes.AsSpan(0, length), out _, out _).ShouldBeFalse();
        LogEntry.TryRead([.. bytes, (byte)'\n'], out _, out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("\"version\":3", "\"version\":03")]
    [InlineData("\"version\":3", "\"version\":+3")]
    [InlineData("\"version\":3", "\"version\":3.0")]
    [InlineData("\"version\":3", "\"version\":3e0")]
    [InlineData("\"version\":3", "\"version\":0")]
    [InlineData("\"version\":3", "\"version\":-3")]
    [InlineData("\"version\":3", "\"version\":9007199254740992")]
    [InlineData("\"version\":3", "\"version\":99999999999999999999")]
    [InlineData("\"version\":3", "\"version\": 3")]
    [InlineData("\"version\":3", "\"version\":3,\"x\":1")]
    [InlineData("\"v\":1", "\"v\":2")]
    [InlineData("\"v\":1", "\"v\":1,\"v\":1")]
    [InlineData("01890a5d", "01890A5D")]
    [InlineData("01890a5d-ac96-774b-bcce-b302099a8057", "01890a5dac96774bbcceb302099a8057")]
    [InlineData("08:05:09.070Z", "08:05:09.07Z")]
    [InlineData("08:05:09.070Z", "08:05:09.0700Z")]
    [InlineData("08:05:09.070Z", "08:05:09.070+00:00")]
    [InlineData("08:05:09.070Z", "08:05:60.070Z")]
    [InlineData("2026-03-01T", "2026-02-30T")]
    [InlineData("2026-03-01T", "2026-03-01t")]
    [InlineData("hSuFU", "hSuFV")] // stray bits of the commitment
    [InlineData("hSuFU", "hSuFU=")]
    [InlineData("licence_granted.v1", "")]
    [InlineData("licence_granted.v1", "licence\\u005fgranted.v1")]
    [InlineData("licence_granted.v1", "licence granted.v1")]
    [InlineData("licence_granted.v1", "许可.v1")]
    [InlineData("\"alg\":\"Ed25519\"", "\"alg\":\"\"")]
    [InlineData("{\"alg\"", "{ \"alg\"")]
    public void another_spelling_is_refused(string canonical, string other)
    {
        var text = Encoding.UTF8.GetString(Unsigned.SignedBy(_signer).ToBytes());
        text.ShouldContain(canonical);
        var bytes = Encoding.UTF8.GetBytes(text.Replace(canonical, other, StringComparison.Ordinal));
        LogEntry.TryRead(bytes, out var entry, out var reason).ShouldBeFalse();
        entry.ShouldBeNull();
        reason.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public void an_entry_has_at_most_8192_bytes()
    {
        var room = LogEntry.MaxLength - Unsigned.SignedBy(_signer).ToBytes().Length;
        var largest = (Unsigned with { Type = Unsigned.Type + new string('x', room) }).SignedBy(_signer);
        LogEntry.TryRead(largest.ToBytes(), out _, out _).ShouldBeTrue();
        var larger = (Unsigned with { Type = Unsigned.Type + new string('x', room + 1) }).SignedBy(_signer);
        Should.Throw<UnreachableException>(larger.ToBytes);
        LogEntry.TryRead(new byte[LogEntry.MaxLength + 1], out _, out _).ShouldBeFalse();
    }

    [Fact]
    public void our_own_mistakes_are_bugs()
    {
        Should.Throw<UnreachableException>(Unsigned.ToBytes);
        Should.Throw<UnreachableException>(() => (Unsigned with { Version = 0 }).SignedBy(_signer));
        Should.Throw<UnreachableException>(() => (Unsigned with { Type = "a\"b" }).SignedBy(_signer));
        Should.Throw<UnreachableException>(() => (Unsigned with { Log = "" }).SignedBy(_signer));
        var local = new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.FromHours(8)).AddTicks(5);
        Should.Throw<UnreachableException>(() => (Unsigned with { Time = local }).SignedBy(_signer));
        var time = (Unsigned with { Time = LogEntry.TimeOf(local) }).SignedBy(_signer).Time;
        time.ShouldBe(new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero));
        time.Offset.ShouldBe(TimeSpan.Zero);
    }

    private static Es256Signer NewEs256Signer()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Es256Signer.FromPkcs8(key.ExportPkcs8PrivateKey());
    }
}
