namespace Registry.Projections.Log;

/// <summary>
/// The last signed checkpoint, kept in a file outside the database: a restored database cannot know what was signed after
/// its backup. One file a tenant, replaced by rename.
/// </summary>
public sealed class SignedHead(string directory)
{
    public string PathOf(string tenant) => Path.Combine(directory, $"{tenant}.checkpoint");

    public string? Read(string tenant) => File.Exists(PathOf(tenant)) ? File.ReadAllText(PathOf(tenant)) : null;

    public void Write(string tenant, string note)
    {
        System.IO.Directory.CreateDirectory(directory);
        var partial = PathOf(tenant) + ".new";
        using (var file = new FileStream(partial, FileMode.Create, FileAccess.Write))
        {
            file.Write(System.Text.Encoding.UTF8.GetBytes(note));
            file.Flush(flushToDisk: true);
        }
        File.Move(partial, PathOf(tenant), overwrite: true);
    }
}
