using System.Reflection;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Registry.Api.Access;
using Registry.Testing;

namespace Registry.Api.Tests.Access.Driving;

/// <summary>What the routes declare, by operationId.</summary>
internal static class Declarations
{
    public static Dictionary<string, Carries> Of(RegistryHost host) => (
        from endpoint in host.Services.GetRequiredService<EndpointDataSource>().Endpoints
        let operation = endpoint.Metadata.GetMetadata<MethodInfo>()?.DeclaringType?.Name
        where operation is not null && endpoint.Metadata.GetMetadata<Carrying>() is not null
        group endpoint.Metadata.GetRequiredMetadata<Carrying>().What by operation).ToDictionary(one => one.Key, one => one.First());
}
