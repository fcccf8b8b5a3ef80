using System.Buffers;
using System.Text.Json;
using Pipeline.Engine;
using Pipeline.Modeling.Text;

namespace Pipeline.Stages.Data.Records;

/// <summary>
/// Cuts a stream of JSON lines, or of one JSON array, into its rows and parses each, holding no more than one row. Which of the two it is
/// shows in the first character. Blank lines are no rows.
/// </summary>
internal sealed class JsonRecordScanner(BoundedStream stream, string spelled) : IDisposable
{
    /// <summary>Bytes of a row at most.</summary>
    internal const int MaximumRow = 16 << 20;

    private const int FirstBuffer = 1 << 16;

    private const string Forms = "; a file holds one object a line, or one array of objects";

    private static readonly SearchValues<byte> _space = SearchValues.Create(" \t\r\n"u8);

    private byte[] _buffer = new byte[FirstBuffer];
    private JsonDocument? _document;
    private int _start;
    private int _end;
    private long _offset;
    private long _rowNumber;
    private bool? _isArray;

    /// <summary>The next row; null at the end. Its fields are valid until the next call.</summary>
    public RawRecord? Next()
    {
        _isArray ??= DetectArray();
        _document?.Dispose();
        _document = null;
        _rowNumber++;
        var length = _isArray.Value ? ScanElement() : ScanLine();
        return length < 0 ? null : Parse(length);
    }

    public void Dispose() => _document?.Dispose();

    private bool DetectArray()
    {
        if (Has(2) && _buffer.AsSpan(0, 3).SequenceEqual("\uFEFF"u8))
        {
            Take(3);
        }

        SkipSpace();
        if (Peek() != '[')
        {
            return false;
        }

        Take(1);
        return true;
    }

    /// <summary>The length of the next line that is not blank; −1 if there is none.</summary>
    private int ScanLine()
    {
        SkipSpace();
        var length = 0;
        while (true)
        {
            var found = Unread(length).IndexOf((byte)'\n');
            if (found >= 0)
            {
                return length + found;
            }

            length = _end - _start;
            if (!Has(length))
            {
                return length == 0 ? -1 : length;
            }
        }
    }

    /// <summary>The length of the array's next element; −1 behind the last.</summary>
    private int ScanElement()
    {
        SkipSpace();
        if (_rowNumber > 1 && Peek() == ',')
        {
            Take(1);
            SkipSpace();
        }
        else if (Peek() == ']')
        {
            Take(1);
            SkipSpace();
            return Peek() < 0 ? -1 : throw Bad(0, "there is text after the closing bracket of the array");
        }
        else if (_rowNumber > 1)
        {
            _rowNumber--;
            throw Peek() < 0 ? EndsInside() : Bad(0, $"after the row stands '{Shown()}', expected ',' and a row, or ']'{Forms}");
        }

        var (length, state) = (0, new JsonReaderState(new JsonReaderOptions { MaxDepth = JsonFault.MostDepth }));
        while (true)
        {
            var reader = new Utf8JsonReader(Unread(length), isFinalBlock: false, state);
            try
            {
                while (reader.Read())
                {
                    if (reader.CurrentDepth == 0 && reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
                    {
                        return length + (int)reader.BytesConsumed;
                    }
                }
            }
            catch (JsonException)
            {
                throw Invalid(Unread(0));
            }

            (length, state) = (length + (int)reader.BytesConsumed, reader.CurrentState);

            // A token that is not whole is read again from its start: of a long one at least as much more is needed each time.
            var unread = _end - _start;
            if (!Has(Math.Max(unread, Math.Min(unread + unread - length, MaximumRow - 1))) && _end - _start == unread)
            {
                throw EndsInside();
            }
        }
    }

    private RawRecord Parse(int length)
    {
        var row = _buffer.AsMemory(_start, length);
        if (JsonText.InvalidUtf8(row.Span) is >= 0 and var invalid)
        {
            throw Bad(invalid, $"the byte 0x{row.Span[invalid]:X2} is not UTF-8");
        }

        if (JsonText.LoneSurrogate(row.Span) is >= 0 and var lone)
        {
            throw Bad(
                lone,
                $"{System.Text.Encoding.UTF8.GetString(row.Span.Slice(lone, 6))} is half of a surrogate pair, which is no character"
            );
        }

        try
        {
            _document = JsonDocument.Parse(row);
        }
        catch (JsonException)
        {
            throw Invalid(row.Span);
        }

        var kind = _document.RootElement.ValueKind;
        if (kind != JsonValueKind.Object)
        {
            throw Bad(0, $"the row is a JSON {kind.ToString().ToLowerInvariant()}, expected an object");
        }

        var start = _offset;
        Take(length);
        return new RawRecord(_rowNumber, start, _document.RootElement, []);
    }

    private InputException Invalid(ReadOnlySpan<byte> row)
    {
        var fault = JsonFault.Find(row);
        return Bad(fault?.Offset ?? 0, $"the row is not valid JSON: {fault?.Problem}{(_rowNumber == 1 ? Forms : "")}");
    }

    private InputException EndsInside() => Bad(_end - _start, "the file ends inside the array");

    private string Shown() =>
        System.Text.Rune.DecodeFromUtf8(Unread(0), out var character, out _) == OperationStatus.Done ? character.ToString() : "\uFFFD";

    private InputException Bad(int ahead, string problem) => new($"{spelled}, row {_rowNumber}, byte {_offset + ahead}: {problem}.");

    private void SkipSpace()
    {
        do
        {
            var text = Unread(0).IndexOfAnyExcept(_space);
            Take(text < 0 ? _end - _start : text);
        } while (_start == _end && Has(0));
    }

    private ReadOnlySpan<byte> Unread(int ahead) => ahead < _end - _start ? _buffer.AsSpan(_start + ahead, _end - _start - ahead) : [];

    private int Peek() => Has(0) ? _buffer[_start] : -1;

    private void Take(int count)
    {
        _start += count;
        _offset += count;
    }

    /// <summary>Whether there is a byte that far ahead; reads on as needed, so the buffer holds a row at most.</summary>
    private bool Has(int ahead)
    {
        while (_end - _start <= ahead)
        {
            if (_start > 0 && _end == _buffer.Length)
            {
                _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
                (_start, _end) = (0, _end - _start);
            }
            else if (_end == _buffer.Length)
            {
                Array.Resize(
                    ref _buffer,
                    _buffer.Length < MaximumRow ? _buffer.Length * 2 : throw Bad(0, $"the row is longer than {MaximumRow >> 20} MiB")
                );
            }

            var read = stream.Read(_buffer.AsSpan(_end));
            if (read == 0)
            {
                return false;
            }

            _end += read;
        }

        return true;
    }
}
