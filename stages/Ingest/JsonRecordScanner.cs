using System.Text.Json;
using System.Text.Unicode;
using Pipeline.Engine;

namespace Pipeline.Stages.Ingest;

/// <summary>
/// Cuts a stream of JSON lines, or of one JSON array, into its rows without holding more than one row, and parses each. Which of the two it
/// is shows in the first character.
/// </summary>
internal sealed class JsonRecordScanner(BoundedStream stream, string spelled) : IDisposable
{
    private const int MaximumRow = 64 << 20;
    private const int BlockBytes = 1 << 16;

    private readonly byte[] _block = new byte[BlockBytes];
    private readonly MemoryStream _row = new();
    private JsonDocument? _document;
    private int _length;
    private int _next;
    private long _offset;
    private long _rowNumber;
    private bool? _isArray;

    /// <summary>The next row; null at the end. Its fields are valid until the next call.</summary>
    public RawRecord? Next()
    {
        _isArray ??= DetectArray();
        _document?.Dispose();
        _document = null;
        return (_isArray.Value ? ScanElement() : ScanLine()) is { } start ? Parse(start) : null;
    }

    public void Dispose()
    {
        _document?.Dispose();
        _row.Dispose();
    }

    private bool DetectArray()
    {
        SkipByteOrderMark();
        SkipSpace();
        if (Peek() != '[')
        {
            return false;
        }

        Take();
        return true;
    }

    /// <summary>Collects the next line that is not blank.</summary>
    private long? ScanLine()
    {
        SkipSpace();
        var start = _offset;
        _row.SetLength(0);
        while (Peek() is >= 0 and not '\n')
        {
            Append(start);
        }

        return _row.Length == 0 ? null : start;
    }

    /// <summary>Collects the next element of the array, up to the comma or bracket after it.</summary>
    private long? ScanElement()
    {
        SkipSpace();
        if (_rowNumber > 0 && Peek() == ',')
        {
            Take();
            SkipSpace();
        }

        if (Peek() == ']')
        {
            Take();
            SkipSpace();
            return Peek() < 0 ? null : throw Bad(_offset, "there is text after the closing bracket of the array");
        }

        var start = _offset;
        _row.SetLength(0);
        var depth = 0;
        var quoted = false;
        while (true)
        {
            switch (Peek())
            {
                case < 0:
                    throw Bad(_offset, "the file ends inside the array");
                case '"':
                    quoted = !quoted;
                    break;
                case '\\' when quoted:
                    Append(start);
                    break;
                case '{' or '[' when !quoted:
                    depth++;
                    break;
                case ',' when !quoted && depth == 0:
                    return start;
                case ']' or '}' when !quoted && depth-- == 0:
                    return start;
            }

            Append(start);
        }
    }

    private RawRecord Parse(long start)
    {
        _rowNumber++;
        var bytes = _row.GetBuffer().AsMemory(0, (int)_row.Length);
        if (!Utf8.IsValid(bytes.Span))
        {
            throw Bad(start, "its bytes are not UTF-8");
        }

        try
        {
            _document = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = 64 });
        }
        catch (JsonException error)
        {
            throw Bad(start + (error.LineNumber == 0 ? error.BytePositionInLine ?? 0 : 0), $"it is not valid JSON: {error.Message}");
        }

        return _document.RootElement.ValueKind == JsonValueKind.Object
            ? new RawRecord(_rowNumber, start, _document.RootElement)
            : throw Bad(start, $"it is a JSON {_document.RootElement.ValueKind.ToString().ToLowerInvariant()}, expected an object");
    }

    private InputException Bad(long offset, string problem) => new($"{spelled}, row {Math.Max(1, _rowNumber)}, byte {offset}: {problem}.");

    private void Append(long start)
    {
        if (_row.Length >= MaximumRow)
        {
            _rowNumber++;
            throw Bad(start, $"the row is longer than {MaximumRow >> 20} MiB");
        }

        if (Peek() >= 0)
        {
            _row.WriteByte((byte)Peek());
            Take();
        }
    }

    private void SkipByteOrderMark()
    {
        if (Peek() == 0xEF && _length >= 3 && _block.AsSpan(0, 3).SequenceEqual((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
        {
            _next += 3;
            _offset += 3;
        }
    }

    private void SkipSpace()
    {
        while (Peek() is ' ' or '\t' or '\r' or '\n')
        {
            Take();
        }
    }

    private int Peek()
    {
        if (_next == _length)
        {
            _next = 0;
            _length = stream.Read(_block);
        }

        return _length == 0 ? -1 : _block[_next];
    }

    private void Take()
    {
        _next++;
        _offset++;
    }
}
