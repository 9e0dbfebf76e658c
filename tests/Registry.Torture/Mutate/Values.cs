using System.Globalization;
using System.Text.Json.Nodes;

namespace Registry.Torture.Mutate;

/// <summary>Another value of a column's type, in PostgreSQL's text form.</summary>
internal static class Values
{
    /// <param name="type">As information_schema names it.</param>
    /// <param name="value">As PostgreSQL prints it; null stands for null.</param>
    public static string? Other(Random random, string type, string? value)
    {
        if (value is null)
            return Invented(random, type);
        if (random.Next(12) == 0)
            return null;
        return type switch
        {
            "uuid" => random.Next(2) == 0 ? Guid.NewGuid().ToString() : OtherDigit(random, value),
            "bigint" or "integer" or "smallint" =>
                (long.Parse(value, CultureInfo.InvariantCulture) + random.Next(1, 4) * (random.Next(2) * 2 - 1)).ToString(CultureInfo.InvariantCulture),
            "boolean" => value == "t" || value == "true" ? "false" : "true",
            "bytea" => "\\x" + Convert.ToHexStringLower(Bytes.Other(random, Convert.FromHexString(value[2..]))),
            "jsonb" => Json(random, value),
            _ when type.StartsWith("timestamp", StringComparison.Ordinal) =>
                DateTimeOffset.Parse(value, CultureInfo.InvariantCulture).AddMilliseconds(random.Next(1, 100_000)).ToString("O", CultureInfo.InvariantCulture),
            _ => Text(random, value),
        };
    }

    private static string Invented(Random random, string type) => type switch
    {
        "uuid" => Guid.NewGuid().ToString(),
        "bigint" or "integer" or "smallint" => "7",
        "boolean" => "true",
        "bytea" => "\\x00",
        "jsonb" => "{}",
        _ when type.StartsWith("timestamp", StringComparison.Ordinal) => "2026-01-01T00:00:00Z",
        _ => $"invented{random.Next(100)}",
    };

    private static string Text(Random random, string value) => random.Next(4) switch
    {
        0 => value + "x",
        1 when value.Length > 0 => value[..^1],
        _ when value.Length > 0 => Replaced(random, value, random.Next(value.Length)),
        _ => "x",
    };

    private static string Replaced(Random random, string value, int at)
    {
        if (char.IsSurrogate(value[at]))
            return value + "x";
        var other = value[at] == 'q' ? 'w' : 'q';
        if (char.IsAsciiDigit(value[at]))
            other = (char)('0' + (value[at] - '0' + random.Next(1, 10)) % 10);
        return value[..at] + other + value[(at + 1)..];
    }

    private static string OtherDigit(Random random, string uuid)
    {
        var at = random.Next(8);
        return uuid[..at] + (uuid[at] == 'a' ? 'b' : 'a') + uuid[(at + 1)..];
    }

    // One leaf anywhere, or a member more or less.
    private static string Json(Random random, string value)
    {
        var root = JsonNode.Parse(value)!;
        var leaves = Leaves(root).ToList();
        if (root is JsonObject whole && (leaves.Count == 0 || random.Next(6) == 0))
        {
            whole[$"added{random.Next(100)}"] = "x";
            return whole.ToJsonString();
        }
        var leaf = leaves[random.Next(leaves.Count)];
        if (random.Next(8) == 0 && leaf.Parent is JsonObject owner)
        {
            owner.Remove(leaf.GetPropertyName());
            return root.ToJsonString();
        }
        leaf.ReplaceWith(leaf.GetValueKind() switch
        {
            System.Text.Json.JsonValueKind.String => JsonValue.Create(Text(random, leaf.GetValue<string>())),
            System.Text.Json.JsonValueKind.Number => JsonValue.Create(leaf.GetValue<decimal>() + 1),
            System.Text.Json.JsonValueKind.True => JsonValue.Create(false),
            _ => JsonValue.Create(true),
        });
        return root.ToJsonString();
    }

    private static IEnumerable<JsonValue> Leaves(JsonNode node) => node switch
    {
        JsonValue value => [value],
        JsonObject members => members.Where(member => member.Value is not null).SelectMany(member => Leaves(member.Value!)),
        JsonArray items => items.Where(item => item is not null).SelectMany(item => Leaves(item!)),
        _ => [],
    };
}

/// <summary>Other bytes: a bit, a byte, one less, one more, a stretch gone.</summary>
internal static class Bytes
{
    public static byte[] Other(Random random, byte[] bytes)
    {
        if (bytes.Length == 0)
            return [(byte)random.Next(256)];
        var at = random.Next(bytes.Length);
        switch (random.Next(8))
        {
            case 0:
                return [.. bytes[..at], (byte)random.Next(256), .. bytes[at..]];
            case 1:
                return [.. bytes[..at], .. bytes[(at + 1)..]];
            case 2:
                return bytes[..at];
            case 3:
                return [.. bytes[..at], .. bytes[Math.Min(bytes.Length, at + random.Next(1, 200))..]];
            default:
                var changed = bytes.ToArray();
                changed[at] ^= (byte)(1 << random.Next(8));
                return changed;
        }
    }
}
