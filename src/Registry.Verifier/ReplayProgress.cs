using Spectre.Console;

namespace Registry.Verifier;

/// <summary>A progress bar on standard error while a file is read; nothing where nobody watches.</summary>
internal static class ReplayProgress
{
    public static T Show<T>(FileStream input, Func<Stream, T> replay)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        if (Console.IsErrorRedirected || !console.Profile.Capabilities.Interactive || !input.CanSeek)
            return replay(input);
        return console.Progress().AutoClear(true).Start(progress =>
        {
            var task = progress.AddTask(Markup.Escape(Path.GetFileName(input.Name)), maxValue: Math.Max(1, input.Length));
            return replay(new Watched(input, read => task.Value = read));
        });
    }

    /// <summary>Tells how far a stream was read.</summary>
    private sealed class Watched(FileStream inner, Action<long> told) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => false;

        public override long Length => inner.Length;

        public override long Position
        {
            get => inner.Position;
            set => inner.Position = value;
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            told(inner.Position);
            // Small pieces keep the bar moving.
            return inner.Read(buffer, offset, Math.Min(count, 1 << 18));
        }

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => inner.Seek(offset, origin);

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
