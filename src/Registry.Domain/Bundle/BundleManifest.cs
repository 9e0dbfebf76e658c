using System.Text.Json;
using Registry.Domain.Export;
using Registry.Domain.Log;

namespace Registry.Domain.Bundle;

/// <summary>What a bundle says about itself. Nothing of it is believed that the checkpoint does not bear out.</summary>
internal sealed record BundleManifest(string Log, BundleScope Scope, long Size, NoteVerifierKey Key)
{
    public static ExportVerdict? Read(ReadOnlySpan<byte> content, out BundleManifest? manifest)
    {
        BundleManifest? read = null;
        var fault = content.EndsWith("\n"u8)
            ? CanonicalLine.Read(content[..^1], null, json => Take(json, out read))
            : Malformed();
        manifest = read;
        return fault;
    }

    private static ExportVerdict? Take(JsonElement json, out BundleManifest? manifest)
    {
        manifest = null;
        if (!json.HasExactly("format", "log", "scope", "size", "vkey") || json.TextOf("format") != BundleFormat.Name
            || json.TextOf("log") is not { } log || !LogEntry.IsPlain(log) || json.WholeOf("size") is not { } size
            || json.TextOf("vkey") is not { } vkey || BundleScope.Read(json.GetProperty("scope")) is not { } scope)
            return Malformed();
        if (!NoteVerifierKey.TryParse(vkey, out var key, out var reason) || key is null)
            return ExportVerdict.Tampered(VerdictCodes.VkeyMalformed, null, reason ?? "");
        manifest = new(log, scope, size, key);
        return null;
    }

    private static ExportVerdict Malformed() => ExportVerdict.Tampered(
        VerdictCodes.ManifestMalformed, null, $"{BundleFormat.Manifest} is not a manifest of {BundleFormat.Name}.");
}
