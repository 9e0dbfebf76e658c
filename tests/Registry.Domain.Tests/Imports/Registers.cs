using System.Text;
using System.Text.Json.Nodes;
using Registry.Domain.Imports;
using Registry.Domain.Personal;
using Shouldly;

namespace Registry.Domain.Tests.Imports;

/// <summary>A small register and its mapping.</summary>
internal static class Registers
{
    public const string Person = "11010519491231002X";

    public static readonly string[] Header =
        ["id", "number", "type", "status", "since", "issued", "from", "until", "name", "codeType", "code", "trade", "note"];

    public const string Json =
        """
        {
          "register": "demo",
          "issuer": "11340100MB1AC012X9",
          "licenceType": { "fixed": "11340100MB1AC012X9001" },
          "licenceNumber": "number",
          "rowId": "id",
          "order": [ { "column": "from", "as": "date" }, { "column": "id", "as": "number" } ],
          "kind": { "column": "type", "map": { "NEW": "issue", "RENEW": "renewal", "MOVE": "change" } },
          "status": {
            "column": "status", "date": "since",
            "map": { "OK": "inForce", "HELD": "suspended", "OFF": "cancelled", "REV": "revoked" }
          },
          "dates": [ "yyyy-MM-dd", "MM/dd/yyyy" ],
          "issuedOn": "issued",
          "validFrom": "from",
          "validUntil": "until",
          "holder": {
            "name": "name", "code": "code",
            "codeType": { "column": "codeType", "map": { "ORG": "001", "ID": "111", "OTHER": "099" } }
          },
          "face": { "tradeName": "trade" }
        }
        """;

    public static RegisterMapping Mapping { get; } = Read(Json);

    public static RegisterMapping Read(string json)
    {
        MappingFile.TryRead(Encoding.UTF8.GetBytes(json), out var mapping, out var faults)
            .ShouldBeTrue(string.Join("; ", faults));
        return mapping!;
    }

    public static IReadOnlyList<MappingFault> FaultsOf(Action<JsonObject> change)
    {
        var json = JsonNode.Parse(Json)!.AsObject();
        change(json);
        MappingFile.TryRead(Encoding.UTF8.GetBytes(json.ToJsonString()), out var mapping, out var faults);
        (mapping is null).ShouldBe(faults.Count > 0);
        return faults;
    }

    public static string[] Fields(params (string Column, string Value)[] changes)
    {
        string[] fields =
        [
            "1", "A1", "NEW", "OK", "", "2015-01-02", "2015-01-01", "2017-12-31", "青禾面馆", "OTHER", "X-1", "青禾", "",
        ];
        foreach (var (column, value) in changes)
            fields[Array.IndexOf(Header, column)] = value;
        return fields;
    }

    public static RegisterRowReader Reader()
    {
        RegisterRowReader.TryBind(Mapping, Header, out var reader, out var refusal).ShouldBeTrue(refusal?.Code);
        return reader!;
    }

    public static RegisterRow Row(int number, params (string Column, string Value)[] changes)
    {
        Reader().TryRead(number, Fields(changes), out var row, out var faults).ShouldBeTrue(string.Join("; ", faults));
        return row!;
    }

    public static IReadOnlyList<RowFault> FaultsOf(params (string Column, string Value)[] changes)
    {
        Reader().TryRead(7, Fields(changes), out var row, out var faults);
        (row is null).ShouldBe(faults.Count > 0);
        return faults;
    }

    /// <summary>A row of a register that may name several holders.</summary>
    public static RegisterRow Joint(int number, params (string Column, string Value)[] changes)
    {
        JointReader().TryRead(number, Fields(changes), out var row, out var faults).ShouldBeTrue(string.Join("; ", faults));
        return row!;
    }

    public static IReadOnlyList<RowFault> JointFaultsOf(params (string Column, string Value)[] changes)
    {
        JointReader().TryRead(7, Fields(changes), out _, out var faults);
        return faults;
    }

    private static RegisterRowReader JointReader()
    {
        RegisterRowReader.TryBind(Mapping with { Holder = Mapping.Holder with { Separator = "、" } }, Header, out var reader, out var refusal)
            .ShouldBeTrue(refusal?.Code);
        return reader!;
    }

    public static SubjectTag TagOf(Party holder) => new($"tag-of-{holder.Code}");
}
