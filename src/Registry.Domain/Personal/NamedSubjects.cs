using System.Collections.Concurrent;
using System.Reflection;

namespace Registry.Domain.Personal;

/// <summary>Whom an event names, without opening anything.</summary>
public static class NamedSubjects
{
    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> MembersByType = new();

    /// <summary>The personal values of an event.</summary>
    public static IEnumerable<IPersonal> ValuesIn(object fact) =>
        MembersByType.GetOrAdd(fact.GetType(), type => type.GetProperties()).SelectMany(member => member.GetValue(fact) switch
        {
            IPersonal one => [one],
            IEnumerable<IPersonal> several => several,
            _ => [],
        });

    /// <summary>Whether events of a type can have personal values.</summary>
    public static bool HasValues(Type type) => type.GetProperties().Any(member =>
        member.PropertyType.IsAssignableTo(typeof(IPersonal)) || member.PropertyType.IsAssignableTo(typeof(IEnumerable<IPersonal>)));

    /// <summary>The tags of all personal values and of all people listed; empty for an event about nobody.</summary>
    public static IReadOnlySet<SubjectTag> In(object fact)
    {
        var named = new HashSet<SubjectTag>();
        foreach (var member in MembersByType.GetOrAdd(fact.GetType(), type => type.GetProperties()))
            switch (member.GetValue(fact))
            {
                case IPersonal value:
                    named.Add(value.Subject);
                    break;
                case IEnumerable<IPersonal> values:
                    named.UnionWith(values.Select(value => value.Subject));
                    break;
                case SubjectTag subject:
                    named.Add(subject);
                    break;
                case IEnumerable<SubjectTag> subjects:
                    named.UnionWith(subjects);
                    break;
            }
        return named;
    }
}
