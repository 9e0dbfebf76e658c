using System.Reflection;

namespace Registry.Conventions.Tests.Source;

/// <summary>Documentation ids (C# specification, annex D.4) of what Marten's public surface is made of.</summary>
internal static class DocumentationId
{
    public static string Of(MethodInfo method)
    {
        var parameters = string.Join(',', method.GetParameters().Select(parameter => Name(parameter.ParameterType)));
        var arity = method.IsGenericMethod ? $"``{method.GetGenericArguments().Length}" : "";
        return $"M:{Of(method.DeclaringType!)}.{method.Name}{arity}{(parameters.Length == 0 ? "" : $"({parameters})")}";
    }

    public static string Of(PropertyInfo property) => $"P:{Of(property.DeclaringType!)}.{property.Name}";

    private static string Of(Type type) => type.FullName!.Replace('+', '.');

    private static string Name(Type type)
    {
        if (type.IsGenericMethodParameter)
            return $"``{type.GenericParameterPosition}";
        if (type.IsGenericTypeParameter)
            return $"`{type.GenericParameterPosition}";
        if (type.IsArray)
            return Name(type.GetElementType()!) + "[]";
        if (!type.IsGenericType)
            return Of(type);
        var bare = Of(type.GetGenericTypeDefinition());
        return $"{bare[..bare.IndexOf('`', StringComparison.Ordinal)]}{{{string.Join(',', type.GetGenericArguments().Select(Name))}}}";
    }
}
