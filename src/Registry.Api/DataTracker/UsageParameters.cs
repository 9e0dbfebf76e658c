using Microsoft.OpenApi;

namespace Registry.Api.DataTracker;

/// <summary>The parameters of findUsage in the API's description, which cannot see them: <see cref="UsageQuery"/> is bound by hand.</summary>
internal static class UsageParameters
{
    public static void Describe(OpenApiOperation operation)
    {
        operation.Parameters ??= [];
        Add(ParameterLocation.Header, UsageQuery.ViewerHeader, "Who reads the answer, as CN340104199001010017", required: true);
        Add(ParameterLocation.Query, "userCode", "Whose data it is about; another than the viewer's under a delegation", required: true);
        Add(ParameterLocation.Query, "periodStart", "First time, inclusive", format: "date-time");
        Add(ParameterLocation.Query, "periodEnd", "Last time, inclusive", format: "date-time");
        Add(ParameterLocation.Query, "offset", "Lines to leave out at the beginning; 0 without it", JsonSchemaType.Integer, "int32");
        Add(ParameterLocation.Query, "limit", $"Lines at most, 0 to {UsageQuery.Most}, which is given without it", JsonSchemaType.Integer, "int32");

        void Add(
            ParameterLocation place, string name, string description, JsonSchemaType type = JsonSchemaType.String, string? format = null,
            bool required = false) =>
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = name, In = place, Required = required, Description = description, Schema = new OpenApiSchema { Type = type, Format = format },
            });
    }
}
