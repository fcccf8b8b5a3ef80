using System.Buffers.Binary;
using System.Text;

namespace Pipeline.Tests.Modeling.Tokenization.Reading;

/// <summary>Writes small SentencePiece models.</summary>
internal static class SentencePieceBytes
{
    public const int Normal = 1;
    public const int Unknown = 2;
    public const int Control = 3;
    public const int UserDefined = 4;
    public const int Byte = 6;

    /// <summary>A model in Llama 2's form: unknown, begin, end, 256 bytes, then pieces with their scores.</summary>
    public static byte[] Llama(params IEnumerable<(string Text, float Score)> pieces) =>
        Model(
            [
                ("<unk>", 0, Unknown),
                ("<s>", 0, Control),
                ("</s>", 0, Control),
                .. Enumerable.Range(0, 256).Select(value => ($"<0x{value:X2}>", 0f, Byte)),
                .. pieces.Select(piece => (piece.Text, piece.Score, Normal)),
            ],
            [.. Number(3, 2), .. Number(35, 1), .. Number(41, 1)],
            [.. Number(3, 1), .. Number(4, 0), .. Number(5, 1)]
        );

    public static byte[] Model(IEnumerable<(string Text, float Score, int Kind)> pieces, byte[] trainer, byte[] normalizer) =>
        [
            .. pieces.SelectMany(piece => Message(1, Piece(piece.Text, piece.Score, piece.Kind))),
            .. Message(2, trainer),
            .. Message(3, normalizer),
        ];

    public static byte[] Number(int field, ulong value) => [.. Varint((ulong)field << 3), .. Varint(value)];

    public static byte[] Message(int field, byte[] content) =>
        [.. Varint(((ulong)field << 3) | 2), .. Varint((ulong)content.Length), .. content];

    private static byte[] Piece(string text, float score, int kind)
    {
        var number = new byte[4];
        BinaryPrimitives.WriteSingleLittleEndian(number, score);
        return [.. Message(1, Encoding.UTF8.GetBytes(text)), .. Varint((2 << 3) | 5), .. number, .. Number(3, (ulong)kind)];
    }

    private static IEnumerable<byte> Varint(ulong value)
    {
        for (; value > 0x7F; value >>= 7)
        {
            yield return (byte)(value | 0x80);
        }

        yield return (byte)value;
    }
}
