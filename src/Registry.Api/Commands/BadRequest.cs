namespace Registry.Api.Commands;

/// <summary>
/// Input that could not be parsed, found while parameters are bound, where no result can be returned yet. The exception
/// handler turns it into problem+json.
/// </summary>
internal sealed class BadRequest(int status, string code, string field, params string[] arguments)
    : Exception($"{code} ({field})")
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    public string Field { get; } = field;

    public string[] Arguments { get; } = arguments;
}
