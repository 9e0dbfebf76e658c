namespace Registry.Domain.Export;

/// <summary>
/// Room outside the memory for what grows with a log. A verifier that has it needs the same memory for a log of any length;
/// its verdicts are the same, but may come later.
/// </summary>
/// <param name="Open">An empty stream to write, seek and read, for numbers and ids alone. Whoever opens it closes it.</param>
/// <param name="AtOnce">So many entries are judged at once; what is wrong with the place of a later one is told by the end.</param>
/// <param name="Held">So many entries are held in memory at a time.</param>
public sealed record Scratch(Func<Stream> Open, int AtOnce = 1 << 14, int Held = 1 << 15);
