using System.Reflection;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Registry.Api.Access;
using Registry.Testing;

namespace Registry.Api.Tests.Access.Driving;

/// <summary>What the routes declare, by operationId. A page is no operation; where one class has a page's routes that differ, they go by method.</summary>
internal static class Declarations
{
    public static Dictionary<string, Carries> Of(RegistryHost host) => (
        from endpoint in host.Services.GetRequiredService<EndpointDataSource>().Endpoints
        let handler = endpoint.Metadata.GetMetadata<MethodInfo>()
        let operation = handler?.DeclaringType?.Name
        where operation is not null && endpoint.Metadata.GetMetadata<Carrying>() is not null
        group (handler.Name, endpoint.Metadata.GetRequiredMetadata<Carrying>().What) by operation)
        .SelectMany(one => one.Select(route => route.What).Distinct().Count() == 1
            ? [(Name: one.Key, one.First().What)]
            : one.Select(route => (Name: $"{one.Key}.{route.Name}", route.What)))
        .ToDictionary(one => one.Name, one => one.What);
}
