using System.Reflection;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Registry.Api.Commands;
using Registry.Api.CovertInquiries;
using Registry.Api.Delegations;
using Registry.Api.Emergencies;
using Registry.Api.Identity;
using Registry.Api.Sharing;
using Registry.Domain.Identifiers;
using Registry.Domain.Personal;

namespace Registry.Api.Hosting;

/// <summary>The API's description at /openapi/v1.json.</summary>
internal static class OpenApi
{
    /// <summary>What this system calls itself.</summary>
    public const string Title = "Registry 电子证照与办件登记";

    private const string Bearer = "bearer";

    public static void AddRegistryOpenApi(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = Title;
            document.Info.Version = "v1";
            document.Info.Description =
                "Refusals are problem+json (RFC 9457) with a stable code; texts are in Chinese, or in English for "
                + "Accept-Language: en or ?culture=en.";
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
            document.Components.SecuritySchemes[Bearer] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                BearerFormat = "JWT",
            };
            document.Security =
            [
                new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Bearer, document)] = [] },
            ];
            return Task.CompletedTask;
        });
        options.CreateSchemaReferenceId = ReferenceId;
        options.AddOperationTransformer((operation, context, _) =>
        {
            var metadata = context.Description.ActionDescriptor.EndpointMetadata;
            if (context.Description.HttpMethod == HttpMethods.Post && IsApi(context.Description.RelativePath) && !metadata.OfType<ChangesNothing>().Any())
                AddHeader(operation, IdempotentRequest.HeaderName, "8 to 64 visible ASCII characters; the same key gives the same answer");
            var handler = metadata.OfType<MethodInfo>().FirstOrDefault();
            operation.OperationId = handler?.DeclaringType?.Name;
            if (metadata.OfType<IAllowAnonymous>().Any())
                operation.Security = [];
            operation.Responses ??= [];
            operation.Responses["default"] = Refusal(context.Document);
            if (handler?.GetParameters().Any(parameter => parameter.ParameterType == typeof(IfMatch)) == true)
                AddHeader(operation, "If-Match", "The version seen, in quotes");
            if (metadata.OfType<TakesEmergencyAttribute>().Any())
                AddHeader(operation, Caller.EmergencyHeader, "Id of the released emergency access of an officer", required: false);
            if (metadata.OfType<TakesCovertAttribute>().Any())
                AddHeader(operation, Caller.CovertHeader, "Id of the authorised covert inquiry of an investigating officer", required: false);
            if (metadata.OfType<TakesSharingAttribute>().Any())
                AddHeader(operation, Caller.SharingHeader, "Id of the sharing grant to the agency of an officer", required: false);
            if (metadata.OfType<TakesDelegationAttribute>().Any())
                AddHeader(operation, Caller.DelegationHeader, "Id of the delegation that a citizen acts under", required: false);
            return Task.CompletedTask;
        });
        // Identifiers have converters that the generator cannot look into: all of them travel as text.
        options.AddSchemaTransformer((schema, context, _) =>
        {
            var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
            if (type.Namespace == typeof(Uscc).Namespace || type == typeof(SubjectTag) || IsStreamId(type))
            {
                schema.Type = JsonSchemaType.String;
                schema.Format = IsStreamId(type) ? "uuid" : null;
            }
            if (type == typeof(ProblemDetails))
                DescribeProblem(schema);
            return Task.CompletedTask;
        });
    });

    // What wallets post has its own single-use codes and nonces.
    private static bool IsApi(string? path) => path?.StartsWith("api/", StringComparison.Ordinal) is true;

    private static OpenApiResponse Refusal(OpenApiDocument? document) => new()
    {
        Description = "Refused; the code says why",
        Content = new Dictionary<string, OpenApiMediaType>
        {
            ["application/problem+json"] = new() { Schema = new OpenApiSchemaReference(nameof(ProblemDetails), document) },
        },
    };

    // As Problems writes them: the extension members, and neither detail nor instance. Imports add their faults.
    private static void DescribeProblem(OpenApiSchema schema)
    {
        var members = schema.Properties!;
        members.Remove("detail");
        members.Remove("instance");
        schema.AdditionalPropertiesAllowed = true;
        foreach (var name in (string[])["code", "field", "traceId"])
            members[name] = new OpenApiSchema { Type = JsonSchemaType.String };
    }

    private static void AddHeader(OpenApiOperation operation, string name, string description, bool required = true)
    {
        operation.Parameters ??= [];
        operation.Parameters.Add(new OpenApiParameter
        {
            Name = name,
            In = ParameterLocation.Header,
            Required = required,
            Description = description,
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        });
    }

    // Use cases name their bodies alike; under one name, one operation would be shown with another's.
    private static string? ReferenceId(JsonTypeInfo type) =>
        OpenApiOptions.CreateDefaultSchemaReferenceId(type) is { } id ? type.Type.DeclaringType?.Name + id : null;

    private static bool IsStreamId(Type type) => type.GetInterfaces().Any(face =>
        face.IsGenericType && face.GetGenericTypeDefinition() == typeof(Registry.Domain.Events.IStreamId<>));
}
