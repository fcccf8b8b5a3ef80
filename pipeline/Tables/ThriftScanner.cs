namespace Pipeline.Engine.Tables;

/// <summary>
/// Walks over a structure in Thrift's compact protocol, the form of Parquet's footer and page headers, before a library reads it: every
/// length and count must fit into the bytes that are left, and structures may lie only so deep.
/// </summary>
/// <param name="stream">The file, at the structure's first byte.</param>
/// <param name="end">Where what may belong to the structure ends in the file.</param>
internal sealed class ThriftScanner(Stream stream, long end)
{
    private const int MostDepth = 32;
    private const int MostBits = 63;

    /// <summary>Walks over one structure.</summary>
    /// <returns>The numbers in it and in the structures right inside it, by the field of the structure (0 for itself) and their
    /// own.</returns>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public IReadOnlyDictionary<(int Structure, int Field), long> Numbers()
    {
        var numbers = new Dictionary<(int, int), long>();
        Structure(0, 0, numbers);
        return numbers;
    }

    private void Structure(int depth, int within, Dictionary<(int, int), long>? numbers)
    {
        var field = 0;
        while (Byte() is var header and not 0)
        {
            field = header >> 4 is > 0 and var step ? field + step : (int)Integer();
            var number = Value(header & 15, depth + 1, field, depth == 0 ? numbers : null);
            numbers?.TryAdd((within, field), number);
        }
    }

    /// <summary>Walks over a value; returns it if it is a number.</summary>
    private long Value(int type, int depth, int field, Dictionary<(int, int), long>? numbers)
    {
        if (depth > MostDepth)
        {
            throw new InvalidDataException($"at byte {stream.Position}, structures lie more than {MostDepth} deep");
        }

        switch (type)
        {
            case 1 or 2:
                return 2 - type;
            case 3:
                return Byte();
            case 4 or 5 or 6:
                return Integer();
            case 7:
                return Skip(8);
            case 8:
                return Skip(Unsigned());
            case 9 or 10:
                return List(depth);
            case 12:
                Structure(depth, field, numbers);
                return 0;
            case 13:
                return Skip(16);
            default:
                throw new InvalidDataException($"at byte {stream.Position} is a field of type {type}, which no Parquet file has");
        }
    }

    private long List(int depth)
    {
        var header = Byte();
        var (count, type) = (header >> 4 is < 15 and var few ? few : Unsigned(), header & 15);

        // Of truth values readers disagree on the bytes that they take; no other element takes none.
        if (type is 1 or 2 || count > Left)
        {
            throw new InvalidDataException(
                $"at byte {stream.Position} is a list of {count} elements of type {type}, and {Left} bytes are left"
            );
        }

        for (var i = 0L; i < count; i++)
        {
            Value(type, depth + 1, 0, null);
        }

        return 0;
    }

    private long Left => end - stream.Position;

    private int Byte() =>
        Left > 0 && stream.ReadByte() is >= 0 and var value ? value : throw new InvalidDataException("its end is missing");

    private long Skip(long count)
    {
        if (count < 0 || count > Left)
        {
            throw new InvalidDataException($"at byte {stream.Position} are {count} bytes announced, and {Left} are left");
        }

        stream.Seek(count, SeekOrigin.Current);
        return 0;
    }

    private long Integer()
    {
        var value = Unsigned();
        return (long)((ulong)value >> 1) ^ -(value & 1);
    }

    private long Unsigned()
    {
        var value = 0L;
        for (var shift = 0; shift <= MostBits; shift += 7)
        {
            var next = Byte();
            value |= (long)(next & 127) << shift;
            if (next < 128)
            {
                return value;
            }
        }

        throw new InvalidDataException($"at byte {stream.Position} is a number of more than ten bytes");
    }
}
