using Registry.Domain.Identifiers;
using Registry.Domain.Issuers;
using Registry.Projections.Keys;

namespace Registry.Testing;

/// <summary>An agency's key for credentials that is not where the server looks for it, as on a device that was taken out, until this is disposed.</summary>
public sealed class AwayKey : IDisposable
{
    private readonly List<string> files;

    private AwayKey(List<string> files) => this.files = files;

    /// <summary>Gone when this returns: a server looks at its choice of a key again after <see cref="AgencySigners.Refresh"/>.</summary>
    public static async Task<AwayKey> OfAsync(string dataDirectory, string agency)
    {
        var name = AgencySigners.KeyName(KeyOwner.OfCredentials(Uscc.Parse(agency)));
        var files = Directory.GetFiles(Path.Combine(dataDirectory, "keys"), $"{name}.*.pem").ToList();
        if (files.Count == 0)
            throw new FileNotFoundException(name);
        files.ForEach(file => File.Move(file, Away(file)));
        await Task.Delay(AgencySigners.Refresh + TimeSpan.FromMilliseconds(100));
        return new(files);
    }

    public void Dispose() => files.ForEach(file => File.Move(Away(file), file));

    private static string Away(string file) => file + ".away";
}
