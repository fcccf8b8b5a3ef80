using System.Text;
using Google.Protobuf;

namespace Pipeline.Modeling.Tokenization.Reading;

/// <summary>What a SentencePiece model file says, as far as encoding depends on it.</summary>
internal sealed class SentencePieceFile
{
    /// <summary>Kinds of pieces, by their numbers in the format.</summary>
    public const int Normal = 1;
    public const int Unknown = 2;
    public const int Control = 3;
    public const int UserDefined = 4;
    public const int Byte = 6;

    private const int BpeModelType = 2;

    // A tag is a field's number and, in its last bits, how the field is written.
    private const int FieldShift = 3;
    private const uint Varint = (uint)WireFormat.WireType.Varint;
    private const uint Delimited = (uint)WireFormat.WireType.LengthDelimited;
    private const uint FourBytes = (uint)WireFormat.WireType.Fixed32;

    private static readonly UTF8Encoding _strict = new(false, throwOnInvalidBytes: true);

    private readonly string _path;

    /// <summary>Reads a file's content.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, or uses what is not supported; the message names it.</exception>
    public SentencePieceFile(string path, byte[] content)
    {
        _path = path;
        var modelType = 1;
        Read(
            content,
            (model, tag) =>
            {
                switch (tag)
                {
                    case (1 << FieldShift) | Delimited:
                        ReadPiece(Message(model));
                        return true;
                    case (2 << FieldShift) | Delimited:
                        modelType = ReadTrainer(Message(model), modelType);
                        return true;
                    case (3 << FieldShift) | Delimited:
                        ReadNormalizer(Message(model));
                        return true;
                    case (5 << FieldShift) | Delimited:
                        RefuseIf(Message(model).Length > 0, "denormalizer_spec");
                        return true;
                    default:
                        return false;
                }
            }
        );
        RefuseIf(modelType != BpeModelType, $"model_type {modelType}");
    }

    /// <summary>Pieces in order of their ids.</summary>
    public List<(string Text, float Score, int Kind)> Pieces { get; } = [];

    /// <summary>Whether a space is put before every text.</summary>
    public bool AddsPrefix { get; private set; } = true;

    /// <summary>Whether unknown characters are spelled in bytes.</summary>
    public bool FallsBackToBytes { get; private set; }

    /// <summary>The id of the token that begins a text; below 0 for none.</summary>
    public int BeginOfText { get; private set; } = 1;

    /// <summary>The id of the token that ends a text; below 0 for none.</summary>
    public int EndOfText { get; private set; } = 2;

    private static byte[] Message(CodedInputStream stream) => stream.ReadBytes().ToByteArray();

    /// <summary>Reads the fields of a message one after the other.</summary>
    /// <param name="message">Its bytes.</param>
    /// <param name="readField">Reads the field of a tag (its number and how it is written); false for one that does not count, which is
    /// skipped.</param>
    private void Read(byte[] message, Func<CodedInputStream, uint, bool> readField)
    {
        using var stream = new CodedInputStream(message);
        try
        {
            while (stream.ReadTag() is not 0 and var tag)
            {
                if (!readField(stream, tag))
                {
                    stream.SkipLastField();
                }
            }
        }
        catch (InvalidProtocolBufferException error)
        {
            throw new InvalidDataException(
                $"{_path} is damaged at byte {stream.Position} of a message of {message.Length}; expected a SentencePiece model.",
                error
            );
        }
    }

    /// <summary>A text; the library would replace what is not UTF-8 without a word.</summary>
    private string Text(CodedInputStream stream)
    {
        try
        {
            return _strict.GetString(stream.ReadBytes().Span);
        }
        catch (DecoderFallbackException error)
        {
            throw new InvalidDataException($"{_path}: a text is not valid UTF-8.", error);
        }
    }

    private void ReadPiece(byte[] message)
    {
        var (text, score, kind) = ("", 0f, Normal);
        Read(
            message,
            (piece, tag) =>
            {
                switch (tag)
                {
                    case (1 << FieldShift) | Delimited:
                        text = Text(piece);
                        return true;
                    case (2 << FieldShift) | FourBytes:
                        score = piece.ReadFloat();
                        return true;
                    case (3 << FieldShift) | Varint:
                        kind = piece.ReadInt32();
                        return true;
                    default:
                        return false;
                }
            }
        );

        if (text.Length == 0 || !float.IsFinite(score))
        {
            throw new InvalidDataException($"{_path}: piece {Pieces.Count} is '{text}' with score {score}, expected a text and a number.");
        }

        RefuseIf(
            kind is not (Normal or Unknown or Control or Byte),
            $"piece '{text}' of kind {(kind == UserDefined ? "USER_DEFINED" : kind)}"
        );
        Pieces.Add((text, score, kind));
    }

    private int ReadTrainer(byte[] message, int modelType)
    {
        Read(
            message,
            (trainer, tag) =>
            {
                switch (tag)
                {
                    case (3 << FieldShift) | Varint:
                        modelType = trainer.ReadInt32();
                        return true;
                    case (24 << FieldShift) | Varint:
                        RefuseIf(trainer.ReadBool(), "treat_whitespace_as_suffix");
                        return true;
                    case (35 << FieldShift) | Varint:
                        FallsBackToBytes = trainer.ReadBool();
                        return true;
                    case (41 << FieldShift) | Varint:
                        BeginOfText = trainer.ReadInt32();
                        return true;
                    case (42 << FieldShift) | Varint:
                        EndOfText = trainer.ReadInt32();
                        return true;
                    default:
                        return false;
                }
            }
        );
        return modelType;
    }

    private void ReadNormalizer(byte[] message)
    {
        var removesSpaces = true;
        Read(
            message,
            (normalizer, tag) =>
            {
                switch (tag)
                {
                    case (2 << FieldShift) | Delimited:
                        RefuseIf(normalizer.ReadBytes().Length > 0, "normalization by precompiled_charsmap");
                        return true;
                    case (3 << FieldShift) | Varint:
                        AddsPrefix = normalizer.ReadBool();
                        return true;
                    case (4 << FieldShift) | Varint:
                        removesSpaces = normalizer.ReadBool();
                        return true;
                    case (5 << FieldShift) | Varint:
                        RefuseIf(!normalizer.ReadBool(), "escape_whitespaces = false");
                        return true;
                    case (6 << FieldShift) | Delimited:
                        RefuseIf(normalizer.ReadBytes().Length > 0, "normalization_rule_tsv");
                        return true;
                    default:
                        return false;
                }
            }
        );

        RefuseIf(removesSpaces, "remove_extra_whitespaces");
    }

    private void RefuseIf(bool condition, string what)
    {
        if (condition)
        {
            throw new InvalidDataException($"{_path}: {what} is not supported; a tokenizer.json beside it would be read instead.");
        }
    }
}
