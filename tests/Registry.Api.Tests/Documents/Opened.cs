using Registry.Api.Tests.Log;
using Registry.Testing;

namespace Registry.Api.Tests.Documents;

/// <summary>A licence's document as a person opens it, in a directory of its own, with programs that this project did not write.</summary>
internal sealed class Opened : IDisposable
{
    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("registry-document-").FullName;

    private Opened(byte[] bytes, string name)
    {
        (Bytes, Name) = (bytes, name);
        File.WriteAllBytes(Path.Combine(Directory, name), bytes);
    }

    public byte[] Bytes { get; }

    private string Name { get; }

    public static async Task<Opened> DownloadAsync(RegistryHost host, string person, Guid licence, string name)
    {
        using var client = await host.SignedInAs(person);
        using var answer = await client.GetAsync($"/api/v1/licences/{licence}/{name}", TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
        return new(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken), name);
    }

    public static Opened Of(byte[] bytes, string name) => new(bytes, name);

    /// <summary>What a program says of the file, whose exit code has to be 0.</summary>
    public async Task<string> AskAsync(string program, params string[] arguments)
    {
        var (exit, output) = await OtherVerifiers.RunAsync(program, arguments, "", Directory);
        exit.ShouldBe(0, $"{program}: {output}");
        return output;
    }

    public Task<string> TextAsync() => AskAsync("pdftotext", "-layout", Name, "-");

    public void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);
}
