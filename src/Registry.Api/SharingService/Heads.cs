using Registry.Api.Commands;
using Registry.Domain.Sharing;

namespace Registry.Api.SharingService;

/// <summary>The head of a request.</summary>
/// <param name="AccessId">The sharing grant that is asked under: what was given to the department, for a purpose and a time.</param>
/// <param name="AccessToken">Of the identity provider (RFC 9068), where it is not in the header <c>Authorization</c>; see <see cref="HeadToken"/>.</param>
internal sealed record Head(string? AccessId = null, string? AccessToken = null)
{
    private const string Field = "head.accessId";

    public SharingGrantId Grant => AccessId is not { Length: > 0 }
        ? throw new BadRequest(StatusCodes.Status400BadRequest, "field-missing", Field)
        : SharingGrantId.TryParse(AccessId, null, out var grant) ? grant
        : throw new BadRequest(StatusCodes.Status400BadRequest, "sharing-malformed", Field);
}

/// <summary>The head of an answer.</summary>
/// <param name="Status">0, or a code of <see cref="ReturnCodes"/>.</param>
internal sealed record AnswerHead(int Status, string Message)
{
    public static AnswerHead Success => Of(ReturnCodes.Success);

    public static AnswerHead Of(int code) => new(code, ReturnCodes.TextOf(code));
}
