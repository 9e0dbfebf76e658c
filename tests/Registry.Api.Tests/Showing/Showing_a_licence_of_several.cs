using System.IO.Compression;
using System.Text;
using Registry.Api.Tests.Documents;
using Registry.Testing;

namespace Registry.Api.Tests.Showing;

/// <summary>Whoever reads a licence of several (共有) learns that there are several: on the page that a holder shows, and in its file.</summary>
public sealed class Showing_a_licence_of_several(RegistryHost host) : IClassFixture<RegistryHost>
{
    [Fact]
    public async Task names_every_holder_on_the_page_and_first_who_shows_it()
    {
        var licence = await host.JointLicence();
        (await HoldersShownBy("citizen", licence)).ShouldBe(["王芳", "李强"]);
        (await HoldersShownBy("citizen2", licence)).ShouldBe(["李强", "王芳"]);
    }

    [Fact]
    public async Task names_every_holder_in_the_sealed_file()
    {
        using var ofd = await Opened.DownloadAsync(host, "citizen2", await host.JointLicence(), "document.ofd");
        using var archive = new ZipArchive(new MemoryStream(ofd.Bytes));
        var pages = string.Concat(archive.Entries.Where(entry => entry.FullName.EndsWith("/Content.xml", StringComparison.Ordinal)).Select(Text));
        pages.ShouldContain("王芳");
        pages.ShouldContain("李强");
        pages.ShouldContain(JointJourneys.Other);
    }

    private async Task<IEnumerable<string>> HoldersShownBy(string person, Guid licence)
    {
        using var holder = await host.SignedInAs(person);
        var html = await holder.GetStringAsync(new Uri($"/api/v1/licences/{licence}/showing", UriKind.Relative), TestContext.Current.CancellationToken);
        return from name in (string[])["王芳", "李强"]
               where html.Contains($"<dd>{name}</dd>", StringComparison.Ordinal)
               orderby html.IndexOf($"<dd>{name}</dd>", StringComparison.Ordinal)
               select name;
    }

    private static string Text(ZipArchiveEntry entry)
    {
        using var reader = new StreamReader(entry.Open(), Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
