using System.Reflection;

namespace Registry.Conventions.Tests.Events;

public sealed class Shaping_events
{
    public static TheoryData<string> Names => [.. EventTypes.All.Select(type => type.FullName!)];

    [Theory, MemberData(nameof(Names))]
    public void uses_only_types_that_read_back_the_same(string name)
    {
        Type[] unsteady = [typeof(double), typeof(float), typeof(decimal), typeof(Half), typeof(long), typeof(ulong), typeof(DateTime), typeof(TimeSpan)];
        foreach (var (owner, member) in MembersOf(name))
            EventTypes.Inside(member.PropertyType).Intersect(unsteady).ShouldBeEmpty(
                $"{owner.Name}.{member.Name}: canonical JSON has no exact form for it");
    }

    [Theory, MemberData(nameof(Names))]
    public void can_never_be_changed_afterwards(string name)
    {
        foreach (var (owner, member) in MembersOf(name).Where(m => m.Member.SetMethod is { IsPublic: true }))
            member.SetMethod!.ReturnParameter.GetRequiredCustomModifiers().ShouldContain(
                typeof(System.Runtime.CompilerServices.IsExternalInit), $"{owner.Name}.{member.Name}");
    }

    private static IEnumerable<(Type Owner, PropertyInfo Member)> MembersOf(string name) =>
        EventTypes.MembersOf(EventTypes.All.Single(type => type.FullName == name));
}
