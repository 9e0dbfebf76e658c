using Registry.Domain.Delegations;

namespace Registry.Api.Pages;

/// <summary>Who reads a page, and for whom.</summary>
/// <param name="Token">The access token, judged anew for each request by the rules of <see cref="Identity.Authentication"/>.</param>
/// <param name="Delegation">The delegation that they chose to act under; whether it is good is looked up for each request.</param>
internal sealed record PageSession(string Token, DelegationId? Delegation);

/// <summary>Marks a route that is a page for somebody signed in: the only ones that the cookie counts on.</summary>
internal sealed record SignedInPage;
