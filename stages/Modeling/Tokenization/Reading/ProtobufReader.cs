using System.Buffers.Binary;
using System.Text;

namespace Pipeline.Modeling.Tokenization.Reading;

/// <summary>Reads the fields of a Protocol Buffers message one after the other.</summary>
internal ref struct ProtobufReader(string file, ReadOnlySpan<byte> message)
{
    private static readonly UTF8Encoding _strict = new(false, throwOnInvalidBytes: true);

    private readonly ReadOnlySpan<byte> _message = message;
    private int _position;
    private ulong _number;
    private ReadOnlySpan<byte> _bytes;

    /// <summary>The number of the field that was read.</summary>
    public int Field { get; private set; }

    /// <summary>The field's bytes: a text, or a message in it.</summary>
    public readonly ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>The field as a whole number.</summary>
    public readonly int Integer => (int)_number;

    public readonly bool Flag => _number != 0;

    public readonly float Single => BitConverter.UInt32BitsToSingle((uint)_number);

    public readonly string Text
    {
        get
        {
            try
            {
                return _strict.GetString(_bytes);
            }
            catch (DecoderFallbackException error)
            {
                throw new InvalidDataException($"{file}: a text is not valid UTF-8.", error);
            }
        }
    }

    /// <summary>Moves to the next field; false at the end.</summary>
    /// <exception cref="InvalidDataException">The message is damaged.</exception>
    public bool Next()
    {
        if (_position == _message.Length)
        {
            return false;
        }

        var tag = Varint();
        Field = (int)(tag >> 3);
        _number = 0;
        _bytes = default;
        switch (tag & 7)
        {
            case 0:
                _number = Varint();
                break;
            case 1:
                _number = BinaryPrimitives.ReadUInt64LittleEndian(Take(8));
                break;
            case 2:
                var length = Varint();
                _bytes = length <= int.MaxValue ? Take((int)length) : throw Damaged();
                break;
            case 5:
                _number = BinaryPrimitives.ReadUInt32LittleEndian(Take(4));
                break;
            default:
                throw Damaged();
        }

        return true;
    }

    private ulong Varint()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var part = Take(1)[0];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }

        throw Damaged();
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _message.Length - _position)
        {
            throw Damaged();
        }

        _position += count;
        return _message.Slice(_position - count, count);
    }

    private readonly InvalidDataException Damaged() =>
        new($"{file} is damaged at byte {_position} of a message of {_message.Length}; expected a SentencePiece model.");
}
