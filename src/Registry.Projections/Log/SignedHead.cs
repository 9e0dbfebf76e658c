namespace Registry.Projections.Log;

/// <summary>
/// The last signed checkpoint, kept in a file outside the database: a restored database cannot know what was signed after
/// its backup. One file a log, replaced by rename.
/// </summary>
public sealed class SignedHead(string directory)
{
    public string PathOf(string log) => Path.Combine(directory, $"{log.Replace('/', '-')}.checkpoint");

    public string? Read(string log) => File.Exists(PathOf(log)) ? File.ReadAllText(PathOf(log)) : null;

    public void Write(string log, string note)
    {
        System.IO.Directory.CreateDirectory(directory);
        var partial = PathOf(log) + ".new";
        using (var file = new FileStream(partial, FileMode.Create, FileAccess.Write))
        {
            file.Write(System.Text.Encoding.UTF8.GetBytes(note));
            file.Flush(flushToDisk: true);
        }
        File.Move(partial, PathOf(log), overwrite: true);
    }
}
