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

    private readonly string _path;

    /// <exception cref="InvalidDataException">The file is damaged, or uses what is not supported; the message names it.</exception>
    public SentencePieceFile(string path, ReadOnlySpan<byte> content)
    {
        _path = path;
        var modelType = 1;
        var model = new ProtobufReader(path, content);
        while (model.Next())
        {
            switch (model.Field)
            {
                case 1:
                    ReadPiece(model.Bytes);
                    break;
                case 2:
                    ReadTrainer(model.Bytes, ref modelType);
                    break;
                case 3:
                    ReadNormalizer(model.Bytes);
                    break;
                case 5:
                    RefuseIf(model.Bytes.Length > 0, "denormalizer_spec");
                    break;
                default:
                    break;
            }
        }

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

    private void ReadPiece(ReadOnlySpan<byte> message)
    {
        var (text, score, kind) = ("", 0f, Normal);
        var piece = new ProtobufReader(_path, message);
        while (piece.Next())
        {
            (text, score, kind) = piece.Field switch
            {
                1 => (piece.Text, score, kind),
                2 => (text, piece.Single, kind),
                3 => (text, score, piece.Integer),
                _ => (text, score, kind),
            };
        }

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

    private void ReadTrainer(ReadOnlySpan<byte> message, ref int modelType)
    {
        var trainer = new ProtobufReader(_path, message);
        while (trainer.Next())
        {
            switch (trainer.Field)
            {
                case 3:
                    modelType = trainer.Integer;
                    break;
                case 24:
                    RefuseIf(trainer.Flag, "treat_whitespace_as_suffix");
                    break;
                case 35:
                    FallsBackToBytes = trainer.Flag;
                    break;
                case 41:
                    BeginOfText = trainer.Integer;
                    break;
                case 42:
                    EndOfText = trainer.Integer;
                    break;
                default:
                    break;
            }
        }
    }

    private void ReadNormalizer(ReadOnlySpan<byte> message)
    {
        var removesSpaces = true;
        var normalizer = new ProtobufReader(_path, message);
        while (normalizer.Next())
        {
            switch (normalizer.Field)
            {
                case 2:
                    RefuseIf(normalizer.Bytes.Length > 0, "normalization by precompiled_charsmap");
                    break;
                case 3:
                    AddsPrefix = normalizer.Flag;
                    break;
                case 4:
                    removesSpaces = normalizer.Flag;
                    break;
                case 5:
                    RefuseIf(!normalizer.Flag, "escape_whitespaces = false");
                    break;
                case 6:
                    RefuseIf(normalizer.Bytes.Length > 0, "normalization_rule_tsv");
                    break;
                default:
                    break;
            }
        }

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
