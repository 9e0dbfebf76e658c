using System.Diagnostics;
using System.Globalization;
using System.Resources;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Registry.Domain;

namespace Registry.Api.Commands;

/// <summary>
/// Refusals as problem+json (RFC 9457): <c>type</c> is <c>/problems/&lt;code&gt;</c>, the title is in the language asked
/// for (Chinese unless English is preferred), <c>field</c> names the input at fault. No personal data, no stack trace.
/// </summary>
internal static class Problems
{
    public static readonly ResourceManager Texts = new("Registry.Api.Resources.Problems", typeof(Problems).Assembly);

    /// <summary>Absent and not yours look alike.</summary>
    public static ProblemHttpResult NotFound() => Of(StatusCodes.Status404NotFound, "not-found");

    /// <summary>Somebody changed it since the caller read it.</summary>
    public static ProblemHttpResult Stale() => Of(StatusCodes.Status412PreconditionFailed, "stale-version");

    /// <summary>The key was answered before, to another request.</summary>
    public static ProblemHttpResult KeyReused() =>
        Of(StatusCodes.Status422UnprocessableEntity, "idempotency-key-reused", IdempotentRequest.HeaderName);

    public static ProblemHttpResult Refused(Refusal refusal) =>
        Of(StatusCodes.Status409Conflict, refusal.Code, field: null, [.. refusal.Arguments]);

    public static ProblemHttpResult Invalid(string code, string field, params string[] arguments) =>
        Of(StatusCodes.Status400BadRequest, code, field, arguments);

    public static ProblemHttpResult Of(int status, string code, string? field = null, params string[] arguments)
    {
        var problem = new ProblemDetails { Status = status, Type = $"/problems/{code}", Title = Text(code, arguments) };
        problem.Extensions["code"] = code;
        if (field is not null)
            problem.Extensions["field"] = field;
        if (Activity.Current?.TraceId.ToString() is { } trace)
            problem.Extensions["traceId"] = trace;
        return TypedResults.Problem(problem);
    }

    /// <summary>Whether a code has texts.</summary>
    public static bool Knows(string code) => Texts.GetString(code, CultureInfo.InvariantCulture) is not null;

    /// <summary>The text for a code in the current request's language.</summary>
    public static string Text(string code, params string[] arguments) =>
        string.Format(
            CultureInfo.InvariantCulture,
            Texts.GetString(code, CultureInfo.CurrentUICulture)
                ?? throw new InvalidOperationException($"Problem {code} has no text."),
            [.. arguments]);
}
