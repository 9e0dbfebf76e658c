using System.Diagnostics;
using System.Net;
using Org.BouncyCastle.Cms;
using Org.BouncyCastle.Utilities.Collections;
using Org.BouncyCastle.X509;

namespace Registry.Api.Tests.Anchoring;

/// <summary>
/// A time-stamp authority of openssl's, with a root of its own: an implementation that we did not write. As a server it
/// does what docs/operations.md says for the demonstration.
/// </summary>
internal sealed class OpenSslAuthority : IDisposable
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("registry-tsa-");
    private readonly HttpListener listener = new();

    public OpenSslAuthority(string name)
    {
        Run("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", "ca.key", "-out", "ca.pem",
            "-days", "30", "-subj", $"/CN={name} root");
        Run("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", "tsa.key", "-out", "tsa.csr", "-subj", $"/CN={name}");
        Certify("tsa.pem", "extendedKeyUsage=critical,timeStamping");
        File.WriteAllText(PathOf("serial"), "01\n");
        File.WriteAllText(
            PathOf("tsa.cnf"),
            """
            [tsa]
            default_tsa = authority
            [authority]
            serial = serial
            signer_cert = tsa.pem
            signer_key = tsa.key
            certs = ca.pem
            signer_digest = sha256
            digests = sha256
            default_policy = 1.2.3.4.1
            ess_cert_id_alg = sha256
            """);
    }

    public string RootPem => File.ReadAllText(PathOf("ca.pem"));

    public string RootFile => PathOf("ca.pem");

    /// <summary>Set to make the authority fail: it then answers 503.</summary>
    public bool Fails { get; set; }

    /// <summary>The answer to a request in DER.</summary>
    public byte[] Answer(byte[] request)
    {
        File.WriteAllBytes(PathOf("request"), request);
        Run("ts", "-reply", "-config", "tsa.cnf", "-queryfile", "request", "-out", "answer");
        return File.ReadAllBytes(PathOf("answer"));
    }

    /// <summary>A request by openssl itself, without a nonce.</summary>
    public byte[] RequestWithoutNonce(byte[] data)
    {
        File.WriteAllBytes(PathOf("data"), data);
        Run("ts", "-query", "-data", "data", "-sha256", "-no_nonce", "-cert", "-out", "plain");
        return File.ReadAllBytes(PathOf("plain"));
    }

    /// <summary>
    /// A certificate of the signer's name and key with other extensions. Made before the token that it is put into: one is
    /// not valid for a time before its own first second.
    /// </summary>
    public X509Certificate AnotherCertificate(string? extension)
    {
        Certify("other.pem", extension);
        return new X509CertificateParser().ReadCertificate(File.ReadAllBytes(PathOf("other.pem")));
    }

    /// <summary>The token with the signer's certificate exchanged for another.</summary>
    public static byte[] Exchange(ReadOnlyMemory<byte> token, X509Certificate other) =>
        CmsSignedData.ReplaceCertificatesAndCrls(
            new CmsSignedData(token.ToArray()), CollectionUtilities.CreateStore([other]), null, null).GetEncoded();

    /// <summary>Serves RFC 3161 3.4 over HTTP until disposed.</summary>
    public Uri Serve()
    {
        var address = new Uri($"http://127.0.0.1:{FreePort()}/");
        listener.Prefixes.Add(address.ToString());
        listener.Start();
        _ = Task.Run(async () =>
        {
            while (listener.IsListening)
            {
                var context = await listener.GetContextAsync();
                using var body = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(body);
                context.Response.StatusCode = Fails ? 503 : 200;
                context.Response.ContentType = "application/timestamp-reply";
                if (!Fails)
                    await context.Response.OutputStream.WriteAsync(Answer(body.ToArray()));
                context.Response.Close();
            }
        });
        return address;
    }

    public void Dispose()
    {
        listener.Close();
        directory.Delete(recursive: true);
    }

    private void Certify(string certificate, string? extension)
    {
        File.WriteAllText(PathOf("extensions"), $"keyUsage=critical,digitalSignature\n{extension}\n");
        Run("x509", "-req", "-in", "tsa.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-set_serial", "7", "-days", "30",
            "-extfile", "extensions", "-out", certificate);
    }

    private void Run(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("openssl", arguments)
        {
            WorkingDirectory = directory.FullName,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        process.ExitCode.ShouldBe(0, error);
    }

    private string PathOf(string name) => Path.Combine(directory.FullName, name);

    private static int FreePort()
    {
        using var probe = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
