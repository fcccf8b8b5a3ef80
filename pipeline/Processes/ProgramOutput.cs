using System.Text;

namespace Pipeline.Engine.Processes;

/// <summary>
/// What a program prints, line by line, in bounded memory: long lines are cut, and after so many characters in all only the last lines are
/// kept.
/// Both are said. Secrets are masked before anything else sees a line. Safe for two streams read at once.
/// </summary>
/// <param name="mask">What is a secret.</param>
/// <param name="line">Takes each line.</param>
public sealed class ProgramOutput(SecretMask mask, Action<string> line)
{
    /// <summary>Characters of a line that are kept.</summary>
    public const int MostOfLine = 4000;

    /// <summary>Characters of all lines that are passed on.</summary>
    public const int MostInAll = 16 << 20;

    private const int LinesQuoted = 20;
    private const int BufferCharacters = 1 << 15;

    private readonly Lock _lock = new();
    private readonly Queue<string> _last = new();
    private long _passedOn;
    private bool _cut;

    /// <summary>The last lines.</summary>
    public IReadOnlyList<string> LastLines
    {
        get
        {
            lock (_lock)
            {
                return [.. _last];
            }
        }
    }

    /// <summary>Reads a stream to its end. A carriage return, by which progress bars redraw themselves, ends a line too.</summary>
    public async Task ReadAsync(TextReader stream)
    {
        // Long enough that no secret that begins in the kept part is cut in two before it is masked.
        var kept = MostOfLine + mask.LongestSecret;
        var (text, dropped) = (new StringBuilder(), 0L);
        var buffer = new char[BufferCharacters];
        while (await stream.ReadAsync(buffer).ConfigureAwait(false) is > 0 and var count)
        {
            for (var rest = buffer.AsMemory(0, count); rest.Length > 0; )
            {
                var end = rest.Span.IndexOfAny('\n', '\r');
                var piece = end < 0 ? rest : rest[..end];
                var room = Math.Min(piece.Length, kept - text.Length);
                text.Append(piece.Span[..room]);
                dropped += piece.Length - room;
                rest = rest[(end < 0 ? piece.Length : end + 1)..];
                if (end >= 0)
                {
                    Take(text, dropped);
                    dropped = 0;
                }
            }
        }

        Take(text, dropped);
    }

    /// <summary>To be called when the program has ended: where its output was cut, its last lines follow.</summary>
    public void End()
    {
        if (_cut)
        {
            foreach (var last in LastLines)
            {
                line(last);
            }
        }
    }

    private void Take(StringBuilder read, long dropped)
    {
        if (read.Length == 0)
        {
            return;
        }

        var text = mask.Apply(read.ToString());
        read.Clear();
        dropped += Math.Max(0, text.Length - MostOfLine);
        text = dropped > 0 ? $"{text[..Math.Min(text.Length, MostOfLine)]}… ({dropped} more characters)" : text;
        lock (_lock)
        {
            _last.Enqueue(text);
            if (_last.Count > LinesQuoted)
            {
                _last.Dequeue();
            }

            if (_cut)
            {
                return;
            }

            _passedOn += text.Length;
            _cut = _passedOn > MostInAll;
            line(_cut ? $"(more than {MostInAll >> 20} million characters were printed: from here on only the last lines are kept)" : text);
        }
    }
}
