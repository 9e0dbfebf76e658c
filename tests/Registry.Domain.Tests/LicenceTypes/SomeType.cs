using Registry.Domain.LicenceTypes;

namespace Registry.Domain.Tests.LicenceTypes;

internal static class SomeType
{
    public static readonly LocalText Name = new("名称", "Name");

    public static readonly LicenceTypeDefinition Definition = new(
        Name, [Text("tradeName") with { Required = true }, Text("address")], new(ValidityKind.NoEnd), new([Some.Agency], []), "template",
        new(SharingClass.Unconditional));

    public static FaceField Text(string name) => new(name, Name, FaceFieldKind.Text, Required: false);
}
