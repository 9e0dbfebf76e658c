namespace Registry.Projections.Personal;

/// <summary>A data key is gone that nobody has erased: damage, and never shown as an erasure.</summary>
public sealed class SubjectKeyMissingException() : Exception("A subject's data key is missing, and no erasure says why.");
