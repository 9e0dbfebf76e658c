namespace Registry.Domain.Canonical;

/// <summary>A text that has no canonical form (RFC 8785), and where it fails.</summary>
public sealed class CanonicalJsonException : Exception
{
    public CanonicalJsonException() : this("The JSON has no canonical form.") { }

    public CanonicalJsonException(string reason) : this(reason, "$", null) { }

    public CanonicalJsonException(string reason, Exception? innerException) : this(reason, "$", innerException) { }

    private CanonicalJsonException(string reason, string path, Exception? inner)
        : base($"{reason} (at {path})", inner) => (Reason, Path) = (reason, path);

    /// <summary>What is wrong, without the path.</summary>
    public string Reason { get; }

    /// <summary>Where, from the root: <c>$.a[2].b</c>; <c>$</c> when the text as a whole is no JSON.</summary>
    public string Path { get; }

    /// <summary>The same fault seen from the value that holds this one.</summary>
    internal CanonicalJsonException Within(string segment) => new(Reason, "$" + segment + Path[1..], InnerException);
}
