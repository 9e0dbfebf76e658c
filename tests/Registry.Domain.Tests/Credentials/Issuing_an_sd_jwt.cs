using System.Text.Json.Nodes;
using FsCheck.Fluent;
using FsCheck.Xunit;
using FsCheck;
using Registry.Domain.Credentials;
using Shouldly;
using Xunit;
using static Registry.Domain.Tests.Credentials.Wallet;

namespace Registry.Domain.Tests.Credentials;

public sealed class Issuing_an_sd_jwt
{
    [Fact]
    public void shows_what_is_disclosed_and_nothing_else()
    {
        Disclosure[] hidden = [Hide("holderName", "𠮷田芳"), Hide("address", new JsonObject { ["city"] = "合肥" }), Hide("capital", 100000)];
        var issued = Issue(Visible, hidden);
        var (claims, fault) = Verify(issued);
        fault.ShouldBeNull();
        claims!["holderName"]!.GetValue<string>().ShouldBe("𠮷田芳");
        claims["address"]!["city"]!.GetValue<string>().ShouldBe("合肥");

        var parts = issued.TrimEnd('~').Split('~');
        var shown = $"{parts[0]}~{hidden[0].Text}~";
        (claims, fault) = Verify(shown);
        fault.ShouldBeNull();
        claims!.ContainsKey("holderName").ShouldBeTrue();
        claims.ContainsKey("address").ShouldBeFalse();
        SdJwt.Parse(shown).Parts!.Issued.Payload.ToJsonString().ShouldNotContain("合肥");
    }

    [Fact]
    public void has_no_trace_of_disclosure_where_nothing_is_hidden()
    {
        var issued = Issue(Visible);
        issued.ShouldEndWith("~");
        SdJwt.Parse(issued).Parts!.Issued.Payload.ContainsKey("_sd").ShouldBeFalse();
        SdJwt.Parse(issued).Parts!.Issued.Payload.ContainsKey("_sd_alg").ShouldBeFalse();
        FaultOf(issued).ShouldBeNull();
    }

    [Property]
    public Property gives_back_any_claims_whichever_of_them_are_shown() => Prop.ForAll(
        ArbMap.Default.ArbFor<Dictionary<NonEmptyString, string?>>(), ArbMap.Default.ArbFor<int>(), (claims, choice) =>
        {
            // A claim's text is UTF-8: a lone surrogate has no such form.
            var wanted = claims.Where(pair => !HasLoneSurrogate(pair.Key.Get) && !HasLoneSurrogate(pair.Value ?? ""))
                .Where(pair => !SdJwtVc.NeverDisclosed.Contains(pair.Key.Get) && pair.Key.Get is not ("_sd" or "..." or "_sd_alg" or "iat"))
                .ToDictionary(pair => pair.Key.Get, pair => pair.Value);
            var hidden = wanted.Select(pair => Hide(pair.Key, pair.Value)).ToArray();
            var chosen = hidden.Where((_, place) => (choice >> place % 31 & 1) == 1).ToArray();
            var token = string.Concat([Issue(Visible, hidden).Split('~')[0], "~", .. chosen.Select(one => one.Text + "~")]);
            var shown = Verify(token).Claims!;
            return chosen.All(one => (string?)shown[one.Name!] == wanted[one.Name!])
                && shown.Count == Visible.Count + chosen.Length;
        });

    [Fact]
    public void needs_a_salt_of_128_bits() =>
        Should.Throw<ArgumentException>(() => Disclosure.Of(new byte[15], "name", "value"));

    private static bool HasLoneSurrogate(string text)
    {
        for (var place = 0; place < text.Length; place++)
            if (char.IsSurrogate(text[place]) && (place + 1 == text.Length || !char.IsSurrogatePair(text[place], text[++place])))
                return true;
        return false;
    }
}
