using Pipeline.Engine;
using Pipeline.Engine.Processes;

namespace Pipeline.Tests.Engine.Processes;

/// <summary>What a program prints stays bounded, whatever it prints.</summary>
public sealed class ProgramOutputTests
{
    private readonly List<string> _lines = [];

    [Fact]
    public async Task Lines_end_at_line_feeds_and_at_the_returns_of_progress_bars()
    {
        await ReadAsync(new StringReader("one\r\ntwo\n\n 10%\r 20%\rthree"));

        Assert.Equal(["one", "two", " 10%", " 20%", "three"], _lines);
    }

    [Fact]
    public async Task A_line_without_an_end_is_cut_and_costs_no_memory()
    {
        const long Characters = 300_000_000;
        await ReadAsync(new Repeated("x", Characters));
        var (before, thread) = (GC.GetAllocatedBytesForCurrentThread(), Environment.CurrentManagedThreadId);
        await ReadAsync(new Repeated("x", Characters));

        // The reader never waits, so that all of it runs on this thread and other tests' memory is not counted.
        Assert.Equal(thread, Environment.CurrentManagedThreadId);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 20_000_000);
        Assert.Equal(2, _lines.Count);
        Assert.EndsWith($"x… ({Characters - ProgramOutput.MostOfLine} more characters)", _lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_without_an_end_is_cut_but_for_its_last_lines()
    {
        var line = new string('y', 99) + "\n";
        var output = await ReadAsync(new Repeated(line, 100_000_000));
        output.End();

        Assert.InRange(_lines.Sum(kept => kept.Length), 1 << 24, (1 << 24) + 5000);
        Assert.Contains("(more than 16 million characters were printed: from here on only the last lines are kept)", _lines);
        Assert.Equal(20, output.LastLines.Count);
        Assert.Equal(output.LastLines, _lines.TakeLast(20));
    }

    [Fact]
    public async Task A_secret_at_the_cut_is_masked_whole()
    {
        var mask = SecretMask.Create(["run", "--token", "swordfish-swordfish"], []);
        var output = new ProgramOutput(mask, _lines.Add);
        await output.ReadAsync(new StringReader(new string('x', ProgramOutput.MostOfLine - 4) + "swordfish-swordfish and more"));

        Assert.DoesNotContain("sword", Assert.Single(_lines), StringComparison.Ordinal);
    }

    private async Task<ProgramOutput> ReadAsync(TextReader text)
    {
        var output = new ProgramOutput(SecretMask.Create([], []), _lines.Add);
        await output.ReadAsync(text);
        return output;
    }

    /// <summary>A text over and over, up to so many characters.</summary>
    private sealed class Repeated(string text, long characters) : TextReader
    {
        private long _given;

        public override ValueTask<int> ReadAsync(Memory<char> buffer, CancellationToken cancellationToken = default)
        {
            var count = (int)Math.Min(buffer.Length, characters - _given);
            for (var i = 0; i < count; i++)
            {
                buffer.Span[i] = text[(int)((_given + i) % text.Length)];
            }

            _given += count;
            return ValueTask.FromResult(count);
        }
    }
}
