using System.Net;
using System.Text;
using Registry.Testing;

namespace Registry.Api.Tests.BadInput;

/// <summary>How an attempt is refused.</summary>
internal sealed record Refused(HttpStatusCode Status, string Code, string? Field = null);

/// <summary>Every way of being wrong that the API knows, one line each.</summary>
internal static class BadInputs
{
    private const string Digest = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    private const string Materials =
        $$"""[{"code":"application","sha256":"{{Digest}}"},{"code":"premises","sha256":"{{Digest}}"}]""";
    private const string Applying =
        $$"""{"item":"{{Journeys.BusinessLicenceItem}}","phone":null,"form":{"tradeName":"甲"},"materials":{{Materials}}}""";
    private const string Publishing =
        """
        {"code":"11340100MB1AC012X93340131009009","name":{"zh":"甲","en":"A"},"agency":"11340100MB1AC012X9",
        "region":"340100","materials":[{"code":"application","name":{"zh":"乙","en":"B"},"required":true}],
        "legalDays":10,"promisedDays":5,"result":null}
        """;

    public static readonly IReadOnlyDictionary<string, (Attempt Attempt, Refused Refused)> All =
        new Dictionary<string, (Attempt, Refused)>
        {
            ["an unknown field"] = (Apply("\"phone\":null", "\"phone\":null,\"colour\":1"), Bad("field-unknown", "colour")),
            ["an unknown field further in"] =
                (Apply("{\"code\":\"premises\"", "{\"size\":1,\"code\":\"premises\""), Bad("field-unknown", "materials[1].size")),
            ["a person named in the body"] =
                (Apply("\"phone\":null", "\"phone\":null,\"applicant\":{}"), Bad("field-unknown", "applicant")),
            ["a field twice"] = (Apply("\"phone\":null", "\"phone\":null,\"phone\":null"), Bad("field-repeated", "phone")),
            ["a form field twice"] =
                (Apply("{\"tradeName\":\"甲\"}", "{\"a\":\"1\",\"a\":\"2\"}"), Bad("field-repeated", "form.a")),
            ["a missing field"] = (Apply("\"form\":{\"tradeName\":\"甲\"},", ""), Bad("field-missing", "form")),
            ["a missing field further in"] =
                (Apply("{\"code\":\"premises\",", "{"), Bad("field-missing", "materials[1].code")),
            ["a number for text"] = (Apply("\"phone\":null", "\"phone\":13800000000"), Bad("field-malformed", "phone")),
            ["a list for an object"] = (Apply("{\"tradeName\":\"甲\"}", "[]"), Bad("field-malformed", "form")),
            ["a number in the form"] = (Apply("\"甲\"", "7"), Bad("field-malformed", "form.tradeName")),
            ["a number for an item code"] = (Apply($"\"{Journeys.BusinessLicenceItem}\"", "7"), Bad("identifier-not-a-string", "item")),
            ["null for the form"] = (Apply("{\"tradeName\":\"甲\"}", "null"), Bad("field-malformed", "form")),
            ["null in the form"] = (Apply("\"甲\"", "null"), Bad("form-field-malformed", "form.tradeName")),
            ["null for the materials"] = (Apply(Materials, "null"), Bad("field-malformed", "materials")),
            ["null in the materials"] = (Apply(Materials, "[null]"), Bad("field-malformed", "materials[0]")),
            ["null for a material's code"] =
                (Apply("\"code\":\"application\"", "\"code\":null"), Bad("field-malformed", "materials[0].code")),
            ["an item code one short"] = (Apply("001001\"", "00100\""), Bad("item-code-length", "item")),
            ["an item code of a level that is none"] = (Apply("X93340131", "X99340131"), Bad("item-code-level", "item")),
            ["an item code in small letters"] = (Apply("001001\"", "00100a\""), Bad("item-code-character", "item")),
            ["an item code with a wrong check character"] = (Apply("MB1AC012X9", "MB1AC012X8"), Bad("uscc-check", "item")),
            ["an item nobody published"] = (Apply("001001\"", "001999\""), Bad("item-unknown", "item")),
            ["a telephone number that is none"] = (Apply("\"phone\":null", "\"phone\":\"12345\""), Bad("phone-malformed", "phone")),
            ["a telephone number with a line break"] =
                (Apply("\"phone\":null", "\"phone\":\"13800000000\\n\""), Bad("phone-malformed", "phone")),
            ["NUL in the form"] = (Apply("\"甲\"", "\"\\u0000\""), Bad("form-field-malformed", "form.tradeName")),
            ["a lone surrogate in the form"] = (Apply("\"甲\"", "\"\\ud842\""), Bad("field-malformed", "form.tradeName")),
            ["a form value without end"] =
                (Apply("\"甲\"", $"\"{new string('长', 4001)}\""), Bad("form-field-malformed", "form.tradeName")),
            ["a form field with a name in Chinese"] = (Apply("tradeName", "名称"), Bad("form-field-malformed", "form.*")),
            ["a digest in capitals"] =
                (Apply($"\"code\":\"application\",\"sha256\":\"{Digest}", $"\"code\":\"application\",\"sha256\":\"{Digest.ToUpperInvariant()}"),
                    Bad("material-digest-malformed", "materials[0].sha256")),
            ["a material code without end"] =
                (Apply("\"code\":\"application\"", $"\"code\":\"{new string('a', 33)}\""), Bad("field-malformed", "materials[0].code")),

            ["a body that is not JSON"] = (Post("citizen", "/cases", "name=value"), Bad("body-not-json", "body")),
            ["a body cut short"] = (Post("citizen", "/cases", Applying[..^3]), Bad("body-not-json", "body")),
            ["a body with a tail"] = (Post("citizen", "/cases", Applying + "{}"), Bad("body-not-json", "body")),
            ["a body with a comment"] = (Post("citizen", "/cases", "/**/" + Applying), Bad("body-not-json", "body")),
            ["no body"] = (Post("citizen", "/cases"), Bad("body-missing", "body")),
            ["an empty body"] = (Post("citizen", "/cases", ""), Bad("body-missing", "body")),
            ["null as the body"] = (Post("citizen", "/cases", "null"), Bad("body-missing", "body")),
            ["a list as the body"] = (Post("citizen", "/cases", "[]"), Bad("field-malformed", "body")),
            ["a nest without end"] =
                (Apply("{\"tradeName\":\"甲\"}", new string('[', 200)), Bad("field-malformed", "form")),
            ["bytes that are not UTF-8"] =
                (Post("citizen", "/cases") with { Body = Encoding.Latin1.GetBytes(Applying.Replace('甲', 'é')) },
                    Bad("field-malformed", "form.tradeName")),
            ["a body in another media type"] =
                (Post("citizen", "/cases", Applying) with { MediaType = "text/plain" },
                    new(HttpStatusCode.UnsupportedMediaType, "media-type-unsupported", "Content-Type")),
            ["a body in no media type"] =
                (Post("citizen", "/cases", Applying) with { MediaType = null },
                    new(HttpStatusCode.UnsupportedMediaType, "media-type-unsupported", "Content-Type")),

            ["a case id that is none"] = (Post("caseworker", "/cases/1234/acceptance"), Bad("request-malformed", "id")),
            ["a case id in braces"] =
                (Post("caseworker", "/cases/%7B{absent}%7D/acceptance"), Bad("request-malformed", "id")),
            ["a case id to read that is none"] = (Get("caseworker", "/cases/1234"), Bad("request-malformed", "id")),
            ["a licence id that is none"] = (Get("issuer", "/licences/..."), Bad("request-malformed", "id")),
            ["an item code to read that is none"] = (Get("citizen", "/items/1234"), Bad("request-malformed", "code")),
            ["a case to mint from that is none"] =
                (Post("issuer", "/licences", "{\"case\":\"1234\"}"), Bad("field-malformed", "case")),
            ["a status that is none"] = (Get("caseworker", "/cases?status=nonsense"), Bad("request-malformed", "status")),
            ["a status by an unknown number"] = (Get("caseworker", "/cases?status=77"), Bad("request-malformed", "status")),

            ["no If-Match"] = (Accept(ifMatch: null), new(HttpStatusCode.PreconditionRequired, "if-match-missing", "If-Match")),
            ["a version without quotes"] = (Accept("1"), Bad("if-match-malformed", "If-Match")),
            ["any version"] = (Accept("*"), Bad("if-match-malformed", "If-Match")),
            ["a weak version"] = (Accept("W/\"1\""), Bad("if-match-malformed", "If-Match")),
            ["two versions"] = (Accept("\"1\", \"2\""), Bad("if-match-malformed", "If-Match")),
            ["a version below zero"] = (Accept("\"-1\""), Bad("if-match-malformed", "If-Match")),
            ["a version too long to count"] = (Accept("\"99999999999999999999\""), Bad("if-match-malformed", "If-Match")),
            ["a stale version"] = (Accept("\"0\""), new(HttpStatusCode.PreconditionFailed, "stale-version")),
            ["a version yet to come"] = (Accept("\"2\""), new(HttpStatusCode.PreconditionFailed, "stale-version")),

            ["no Idempotency-Key"] = (Accept() with { Key = null }, Bad("idempotency-key-missing", "Idempotency-Key")),
            ["a short Idempotency-Key"] = (Accept() with { Key = "1234567" }, Bad("idempotency-key-malformed", "Idempotency-Key")),
            ["a long Idempotency-Key"] =
                (Accept() with { Key = new string('k', 65) }, Bad("idempotency-key-malformed", "Idempotency-Key")),
            ["an Idempotency-Key with a space"] =
                (Accept() with { Key = "1234 5678" }, Bad("idempotency-key-malformed", "Idempotency-Key")),

            ["a day that is none"] = (Renew("\"2026-02-30\""), Bad("field-malformed", "validUntil")),
            ["a date the other way round"] = (Renew("\"30/02/2026\""), Bad("field-malformed", "validUntil")),
            ["a date with a time"] = (Renew("\"2040-01-01T00:00:00Z\""), Bad("field-malformed", "validUntil")),
            ["a date as a number"] = (Renew("20400101"), Bad("field-malformed", "validUntil")),
            ["no date where one must be"] =
                (Post("issuer", "/licences/{licence}/renewal", "{\"validFrom\":null,\"validUntil\":null}"),
                    Bad("field-malformed", "validFrom")),

            ["an empty reason"] = (Reject("\" \""), Bad("reason-malformed", "reason")),
            ["null for a reason"] = (Reject("null"), Bad("field-malformed", "reason")),
            ["NUL in a reason"] = (Reject("\"a\\u0000\""), Bad("reason-malformed", "reason")),
            ["a reason without end"] = (Reject($"\"{new string('长', 2001)}\""), Bad("reason-malformed", "reason")),

            ["an agency with a wrong check character"] =
                (Publish("\"agency\":\"11340100MB1AC012X9\"", "\"agency\":\"11340100MB1AC012X8\""), Bad("uscc-check", "agency")),
            ["an agency with a letter it cannot have"] =
                (Publish("\"agency\":\"11340100MB1AC012X9\"", "\"agency\":\"11340100MB1AC012I9\""), Bad("uscc-character", "agency")),
            ["an agency that is none of ours"] =
                (Publish("\"agency\":\"11340100MB1AC012X9\"", "\"agency\":\"91350100M000100Y43\""), Bad("agency-unknown", "agency")),
            ["a region in another form"] = (Publish("\"340100\"", "\"3401\""), Bad("region-unknown-form", "region")),
            ["a padded region"] = (Publish("\"340100\"", "\"340100000000\""), Bad("region-padded", "region")),
            ["a region that is none of ours"] = (Publish("\"340100\"", "\"320100\""), Bad("region-unknown", "region")),
            ["half a day"] = (Publish("\"promisedDays\":5", "\"promisedDays\":0.5"), Bad("field-malformed", "promisedDays")),
            ["more days than can be counted"] =
                (Publish("\"legalDays\":10", "\"legalDays\":99999999999"), Bad("field-malformed", "legalDays")),
            ["null in an item's materials"] =
                (Publish("{\"code\":\"application\",\"name\":{\"zh\":\"乙\",\"en\":\"B\"},\"required\":true}", "null"),
                    Bad("field-malformed", "materials[0]")),
            ["NUL in an item's name"] = (Publish("\"甲\"", "\"\\u0000\""), Bad("field-malformed", "name.zh")),
            ["an empty name of an item"] = (Publish("\"甲\"", "\"\""), Bad("field-malformed", "name.zh")),
            ["NUL in a material's name"] = (Publish("\"乙\"", "\"\\u0000\""), Bad("field-malformed", "materials[0].name.zh")),
            ["a lone surrogate in an item's name"] = (Publish("\"甲\"", "\"\\udc00\""), Bad("field-malformed", "name.zh")),
            ["an empty code of an item's material"] =
                (Publish("\"code\":\"application\"", "\"code\":\"\""), Bad("field-malformed", "materials[0].code")),
        };

    private static Refused Bad(string code, string field) => new(HttpStatusCode.BadRequest, code, field);

    private static Attempt Get(string person, string path) => Attempt.Get(person, path);

    private static Attempt Post(string person, string path, string? json = null) => Attempt.Post(person, path, json);

    private static Attempt Apply(string right, string wrong) => Post("citizen", "/cases", Replaced(Applying, right, wrong));

    private static Attempt Publish(string right, string wrong) => Post("admin", "/items", Replaced(Publishing, right, wrong));

    private static Attempt Accept(string? ifMatch = "\"1\"") =>
        Post("caseworker", "/cases/{case}/acceptance") with { IfMatch = ifMatch };

    private static Attempt Renew(string until) =>
        Post("issuer", "/licences/{licence}/renewal", $$"""{"validFrom":"2026-01-01","validUntil":{{until}}}""");

    private static Attempt Reject(string reason) =>
        Post("caseworker", "/cases/{case}/refusal", $$"""{"reason":{{reason}}}""");

    private static string Replaced(string text, string right, string wrong) =>
        text.Contains(right, StringComparison.Ordinal)
            ? text.Replace(right, wrong, StringComparison.Ordinal)
            : throw new ArgumentException($"{right} is not in the body.");
}
