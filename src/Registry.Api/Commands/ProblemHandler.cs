using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Npgsql;
using Registry.Api.Hosting;
using Registry.Api.Pages;
using Registry.Domain.Canonical;
using Registry.Projections.Access;
using Registry.Projections.Keys;
using Registry.Projections.Personal;

namespace Registry.Api.Commands;

/// <summary>
/// The last resort: turns what was thrown into problem+json, or a page, that says no more than it must. Never fails open.
/// </summary>
internal sealed class ProblemHandler(ILogger<ProblemHandler> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken token)
    {
        var problem = exception switch
        {
            BadRequest bad => Problems.Of(bad.Status, bad.Code, bad.Field, bad.Arguments),
            BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } =>
                Problems.Of(StatusCodes.Status413PayloadTooLarge, "body-too-large"),
            BadHttpRequestException { InnerException: JsonException json } => context.Request.ContentLength == 0
                ? Problems.Invalid("body-missing", "body")
                : FromJson(json),
            BadHttpRequestException { StatusCode: StatusCodes.Status415UnsupportedMediaType } =>
                Problems.Of(StatusCodes.Status415UnsupportedMediaType, "media-type-unsupported", "Content-Type"),
            BadHttpRequestException bad when IsWithoutBody(bad) => Problems.Invalid("body-missing", "body"),
            BadHttpRequestException bad => Problems.Of(bad.StatusCode, "request-malformed", FieldOf(bad)),
            CanonicalJsonException => Problems.Invalid("text-not-storable", "body"),
            KeyStoreException => Problems.Of(StatusCodes.Status503ServiceUnavailable, "cannot-answer-now"),
            SubjectKeyMissingException => Problems.Of(StatusCodes.Status500InternalServerError, "personal-key-missing"),
            LogHaltedException => Problems.Of(StatusCodes.Status503ServiceUnavailable, "log-halted"),
            LogBacklogException => Problems.Of(StatusCodes.Status503ServiceUnavailable, "log-backlogged"),
            AccessQueueFullException => Problems.Of(StatusCodes.Status503ServiceUnavailable, "access-backlogged"),
            LogNotAnchoredException => Problems.Of(StatusCodes.Status503ServiceUnavailable, "log-not-anchored"),
            _ when CannotAnswerNow(exception) => Problems.Of(StatusCodes.Status503ServiceUnavailable, "cannot-answer-now"),
            _ => null,
        };
        if (problem is null)
        {
            // The message may quote data: type and stack are what a developer needs.
            var root = exception.GetBaseException();
            LogMessages.Unhandled(logger, root.GetType().FullName!, root.StackTrace);
            problem = Problems.Of(StatusCodes.Status500InternalServerError, "internal-error");
        }
        if (problem.StatusCode is StatusCodes.Status503ServiceUnavailable)
        {
            LogMessages.Unavailable(logger, exception.GetType().FullName!, SqlStateOf(exception));
            context.Response.Headers.RetryAfter = "2";
        }
        // The exception middleware has cleared the headers, this one among them.
        context.Response.Headers.ContentLanguage = CultureInfo.CurrentUICulture.Name;
        await PageProblems.For(context, problem).ExecuteAsync(context);
        return true;
    }

    // Marten wraps what the driver throws. Faulty data, constraints and statements (classes 22, 23, 42) are bugs of ours.
    private static bool CannotAnswerNow(Exception? exception) => exception switch
    {
        null => false,
        TimeoutException => true,
        PostgresException e => e.SqlState[..2] is not ("22" or "23" or "42"),
        NpgsqlException => true,
        _ => CannotAnswerNow(exception.InnerException),
    };

    private static string? SqlStateOf(Exception? exception) => exception switch
    {
        null => null,
        PostgresException e => e.SqlState,
        _ => SqlStateOf(exception.InnerException),
    };

    // System.Text.Json names the member in Path: "$.applicant.phone" → "applicant.phone".
    private static Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult FromJson(JsonException json)
    {
        var field = json.Path?.TrimStart('$').TrimStart('.') is { Length: > 0 } path ? path : "body";
        // Identifier converters put their fault first: "uscc-check at 18, expected T (Uscc)".
        var code = json.Message.Split(' ', ',', ':')[0];
        if (Problems.Knows(code))
            return Problems.Invalid(code, field, json.Message.Split(" (")[0]);
        // The serializer tells these apart in words only; tests hold each of them.
        if (json.InnerException is JsonException)
            return Problems.Invalid("body-not-json", "body");
        if (json.Message.Contains("could not be mapped to any .NET member", StringComparison.Ordinal))
            return Problems.Invalid("field-unknown", field);
        if (json.Message.StartsWith("Duplicate propert", StringComparison.Ordinal))
            return Problems.Invalid("field-repeated", field);
        return json.Message.Split("missing required properties including: '") is [_, var names]
            ? Problems.Invalid("field-missing", Within(field, names.Split('\'')[0]))
            : Problems.Invalid("field-malformed", field);
    }

    private static string Within(string field, string member) => field == "body" ? member : $"{field}.{member}";

    // The messages about other parameters may quote what was sent, so the beginning decides.
    private static bool IsWithoutBody(BadHttpRequestException bad) =>
        bad.Message.StartsWith("Implicit body inferred", StringComparison.Ordinal)
        || bad.Message.StartsWith("Required parameter", StringComparison.Ordinal)
            && bad.Message.EndsWith("was not provided from body.", StringComparison.Ordinal);

    // "Failed to bind parameter "CaseId id" from "x"." must not repeat what was sent.
    private static string FieldOf(BadHttpRequestException bad)
    {
        var parts = bad.Message.Split('"');
        return parts.Length > 1 ? parts[1].Split(' ')[^1] : "request";
    }
}
