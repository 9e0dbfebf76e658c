using System.Reflection;
using Registry.Domain.Cases;

namespace Registry.Conventions.Tests.Events;

/// <summary>The events of the Domain: nested records of an abstract record whose name ends in Event.</summary>
internal static class EventTypes
{
    public static readonly IReadOnlyList<Type> Unions =
        [.. typeof(CaseEvent).Assembly.GetTypes().Where(type =>
            type is { IsAbstract: true, IsPublic: true } && type.Name.EndsWith("Event", StringComparison.Ordinal))];

    public static readonly IReadOnlyList<Type> All =
        [.. Unions.SelectMany(union => union.GetNestedTypes(BindingFlags.Public | BindingFlags.NonPublic)
            .Where(nested => nested.IsSubclassOf(union)))];

    /// <summary>Every member of an event and of the domain types inside it, each type once.</summary>
    public static IEnumerable<(Type Owner, PropertyInfo Member)> MembersOf(Type root)
    {
        var seen = new HashSet<Type>();
        var waiting = new Queue<Type>([root]);
        while (waiting.TryDequeue(out var type))
        {
            if (!seen.Add(type))
                continue;
            foreach (var member in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
            {
                yield return (type, member);
                foreach (var inner in Inside(member.PropertyType).Where(IsPlainRecord))
                    waiting.Enqueue(inner);
            }
        }
    }

    /// <summary>A type without its nullability, list or array.</summary>
    public static IEnumerable<Type> Inside(Type type) =>
        Nullable.GetUnderlyingType(type) is { } bare ? [bare]
        : type.IsArray ? [type.GetElementType()!]
        : type.IsGenericType && type.Namespace!.StartsWith("System", StringComparison.Ordinal) ? type.GetGenericArguments()
        : [type];

    /// <summary>Not an identifier: those are one string each, checked by their own tests.</summary>
    public static bool IsPlainRecord(Type type) =>
        type.Assembly == typeof(CaseEvent).Assembly && !type.IsEnum && !type.IsGenericType
        && !type.GetInterfaces().Any(face => face.Name is "IIdentifier`1" or "IStreamId`1");
}
