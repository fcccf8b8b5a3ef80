using Pipeline.Modeling.Tokenization.AddedTokens;
using Pipeline.Modeling.Tokenization.Decoders;
using Pipeline.Modeling.Tokenization.Models;
using Pipeline.Modeling.Tokenization.Normalizers;
using Pipeline.Modeling.Weights;

namespace Pipeline.Modeling.Tokenization.Reading;

/// <summary>
/// Reads a BPE <c>tokenizer.model</c>, that of Llama 2. SentencePiece merges any two neighbours whose concatenation is a piece, the highest
/// score first, the leftmost among equals; written as merges of ids that is the same model as a <c>tokenizer.json</c>'s.
/// </summary>
internal static class SentencePieceReader
{
    private const string Space = "\u2581";

    /// <summary>Longer pieces are taken for a damaged file; SentencePiece trains 16 characters by default.</summary>
    private const int LongestPiece = 1024;

    /// <exception cref="InvalidDataException">The file is damaged, or uses what is not supported; the message names it.</exception>
    public static TokenizerParts Read(string path, TokenizerConfiguration configuration) =>
        Read(path, ModelFile.ReadAllBytes(path), configuration);

    /// <summary>Reads a file's content; its path is quoted only.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, or uses what is not supported; the message names it.</exception>
    public static TokenizerParts Read(string path, byte[] content, TokenizerConfiguration configuration)
    {
        var file = new SentencePieceFile(path, content);
        var vocabulary = new Vocabulary();
        for (var id = 0; id < file.Pieces.Count; id++)
        {
            if (vocabulary.TryGetId(file.Pieces[id].Text, out var other))
            {
                throw new InvalidDataException(
                    $"{path}: pieces {other} and {id} are both '{file.Pieces[id].Text}', expected different ones."
                );
            }

            vocabulary.Add(file.Pieces[id].Text, id);
        }

        // Control pieces and the like are never merged into.
        var mergeable = new Vocabulary();
        foreach (
            var (piece, id) in file.Pieces.Select((piece, id) => (piece, id)).Where(entry => entry.piece.Kind == SentencePieceFile.Normal)
        )
        {
            mergeable.Add(piece.Text, id);
        }

        var unknownId = file.Pieces.FindIndex(piece => piece.Kind == SentencePieceFile.Unknown);
        var unknown = new UnknownToken(
            unknownId >= 0 ? unknownId : throw new InvalidDataException($"{path}: no piece is of the kind UNKNOWN, expected one."),
            Fuse: true,
            file.FallsBackToBytes ? UnknownToken.ByteIdsOf(vocabulary) : null
        );
        var model = new BpeModel(vocabulary, Merges(path, file, mergeable), unknown, isByteLevel: false, ignoreMerges: false);
        var around = configuration.Around(vocabulary, file.BeginOfText, file.EndOfText);
        return new TokenizerParts(
            vocabulary,
            new AddedVocabulary(Special(file), null),
            Normalizer(file),
            next => next,
            model,
            around,
            Decoder(file)
        );
    }

    private static IEnumerable<AddedToken> Special(SentencePieceFile file) =>
        from entry in file.Pieces.Select((piece, id) => (piece.Text, piece.Kind, Id: id))
        where entry.Kind is SentencePieceFile.Control or SentencePieceFile.Unknown
        select new AddedToken(
            entry.Text,
            entry.Id,
            IsSpecial: true,
            IsSingleWord: false,
            StripsLeft: false,
            StripsRight: false,
            IsNormalized: false
        );

    private static NormalizerSequence Normalizer(SentencePieceFile file)
    {
        var spaces = new ReplaceNormalizer(" ", Space);
        return new NormalizerSequence(file.AddsPrefix ? [new PrependNormalizer(Space), spaces] : [spaces]);
    }

    private static DecoderSequence Decoder(SentencePieceFile file) =>
        new([
            new ReplaceDecoder(Space, " "),
            new ByteFallbackDecoder(),
            new FuseDecoder(),
            new StripDecoder(' ', file.AddsPrefix ? 1 : 0, 0),
        ]);

    private static List<Merge> Merges(string path, SentencePieceFile file, Vocabulary pieces)
    {
        var ranks = file
            .Pieces.Where(piece => piece.Kind == SentencePieceFile.Normal)
            .Select(piece => piece.Score)
            .Distinct()
            .OrderDescending()
            .Select((score, rank) => (score, rank))
            .ToDictionary();
        var merges = new List<Merge>();
        foreach (var (text, id) in pieces.Entries)
        {
            if (text.Length > LongestPiece)
            {
                throw new InvalidDataException($"{path}: piece {id} has {text.Length} characters, expected {LongestPiece} at most.");
            }

            if (
                text.EnumerateRunes().Select(rune => rune.ToString()).FirstOrDefault(character => !pieces.TryGetId(character, out _)) is
                { } missing
            )
            {
                throw new InvalidDataException(
                    $"{path}: piece {id}, '{text}', has the character '{missing}', expected a piece for each character."
                );
            }

            for (var middle = 1; middle < text.Length; middle++)
            {
                if (
                    pieces.Lookup.TryGetValue(text.AsSpan(0, middle), out var left)
                    && pieces.Lookup.TryGetValue(text.AsSpan(middle), out var right)
                )
                {
                    merges.Add(new Merge(left, right, ranks[file.Pieces[id].Score], id));
                }
            }
        }

        return merges;
    }
}
