using System.Buffers;
using Microsoft.ML.Tokenizers;

namespace Pipeline.Modeling.Tokenization.Interoperation;

/// <summary>
/// A tokenizer of this program as Microsoft.ML.Tokenizers' <see cref="Tokenizer"/>, for every .NET library that takes one. Without
/// <see cref="SpecialTokenHandling"/> each text is one from outside, as <see cref="ITokenizer.Encode(string, TextPosition)"/> reads it: it
/// spells no control token, and none is added. With it, texts are the caller's own and are encoded as the reference implementation does.
/// Positions are always those of the text itself: <c>normalizedText</c> is null, and neither <see cref="Tokenizer.Normalizer"/> nor
/// <see cref="Tokenizer.PreTokenizer"/> is there, for the steps cannot be taken apart. Safe for use from several threads.
/// </summary>
public sealed class ExactTokenizer : Tokenizer
{
    private readonly ITokenizer _tokenizer;
    private readonly SpecialTokenHandling? _special;

    /// <summary>A tokenizer for texts from outside.</summary>
    /// <param name="tokenizer">What encodes and decodes.</param>
    public ExactTokenizer(ITokenizer tokenizer)
    {
        _tokenizer = tokenizer;
    }

    /// <summary>A tokenizer for texts of one's own.</summary>
    /// <param name="tokenizer">What encodes and decodes.</param>
    /// <param name="special">What is done about special tokens.</param>
    public ExactTokenizer(ITokenizer tokenizer, SpecialTokenHandling special)
    {
        _tokenizer = tokenizer;
        _special = special;
    }

    /// <summary>Reads a Hugging Face folder's tokenizer, for texts from outside.</summary>
    /// <param name="folder">The folder; see <see cref="TokenizerFile.Load(string)"/>.</param>
    /// <exception cref="InvalidDataException">A file is missing or malformed; the message names it.</exception>
    public static ExactTokenizer Load(string folder) => new(TokenizerFile.Load(folder));

    /// <inheritdoc />
    /// <exception cref="ArgumentOutOfRangeException">An id is none of the vocabulary's.</exception>
    public override string Decode(IEnumerable<int> ids) => _tokenizer.Decode(Listed(ids));

    /// <summary>
    /// Text of ids, special tokens left out, into memory. Where that is too small, as many whole tokens are consumed as fit, none of which
    /// breaks a character; what is left is decoded like a text of its own, so that SentencePiece leaves out its first space.
    /// </summary>
    /// <param name="ids">The ids.</param>
    /// <param name="destination">Where to.</param>
    /// <param name="idsConsumed">Ids whose text was written.</param>
    /// <param name="charsWritten">Characters written.</param>
    /// <returns><see cref="OperationStatus.InvalidData"/>, with all before it written, where an id is none of the vocabulary's.</returns>
    public override OperationStatus Decode(IEnumerable<int> ids, Span<char> destination, out int idsConsumed, out int charsWritten)
    {
        var all = Listed(ids);
        var wrong = all.FindIndex(id => id < 0 || id >= _tokenizer.VocabularySize);
        var known = wrong < 0 ? all : all[..wrong];
        var text = _tokenizer.Decode(known);
        if (text.Length <= destination.Length)
        {
            text.CopyTo(destination);
            (idsConsumed, charsWritten) = (known.Count, text.Length);
            return wrong < 0 ? OperationStatus.Done : OperationStatus.InvalidData;
        }

        // What a token adds begins where it says; a token that adds nothing yet is the first part of a character.
        var starts = TokenTexts.Starts(_tokenizer, known);
        var room = destination.Length;
        idsConsumed = Array.FindLastIndex(starts, start => start <= room);
        while (idsConsumed > 0 && starts[idsConsumed] == starts[idsConsumed - 1])
        {
            idsConsumed--;
        }

        charsWritten = starts[idsConsumed];
        text.AsSpan(0, charsWritten).CopyTo(destination);
        return OperationStatus.DestinationTooSmall;
    }

    /// <inheritdoc />
    protected override EncodeResults<EncodedToken> EncodeToTokens(string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings)
    {
        var read = Read(text, textSpan, settings);
        var placed = _tokenizer.Place(read, _special);
        var count = CountFromStart(placed, settings.MaxTokenCount);
        return new EncodeResults<EncodedToken>
        {
            Tokens =
            [
                .. placed
                    .Take(count)
                    .Select(token => new EncodedToken(token.Id, _tokenizer.TokenOf(token.Id) ?? "", token.Start..token.End)),
            ],
            CharsConsumed = EndOf(placed, count, read),
        };
    }

    /// <inheritdoc />
    protected override EncodeResults<int> EncodeToIds(string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings)
    {
        var read = Read(text, textSpan, settings);
        var ids = Encode(read);
        if (ids.Length <= settings.MaxTokenCount)
        {
            return new EncodeResults<int> { Tokens = ids, CharsConsumed = read.Length };
        }

        var placed = _tokenizer.Place(read, _special);
        var count = CountFromStart(placed, settings.MaxTokenCount);
        return new EncodeResults<int> { Tokens = ids[..count], CharsConsumed = EndOf(placed, count, read) };
    }

    /// <inheritdoc />
    protected override int CountTokens(string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings) =>
        settings.MaxTokenCount == int.MaxValue
            ? Encode(Read(text, textSpan, settings)).Length
            : EncodeToIds(text, textSpan, settings).Tokens.Count;

    /// <inheritdoc />
    protected override int GetIndexByTokenCount(
        string? text,
        ReadOnlySpan<char> textSpan,
        EncodeSettings settings,
        bool fromEnd,
        out string? normalizedText,
        out int tokenCount
    )
    {
        normalizedText = null;
        var read = Read(text, textSpan, settings);
        var placed = _tokenizer.Place(read, _special);
        if (!fromEnd)
        {
            tokenCount = CountFromStart(placed, settings.MaxTokenCount);
            return EndOf(placed, tokenCount, read);
        }

        tokenCount = CountFromEnd(placed, settings.MaxTokenCount);
        return tokenCount == placed.Count ? 0
            : tokenCount == 0 ? read.Length
            : placed[^tokenCount].Start;
    }

    /// <summary>A text is cut before a token only where no character stands on both sides.</summary>
    private static bool MayCut(IReadOnlyList<PlacedToken> placed, int at) =>
        at <= 0 || at >= placed.Count || placed[at].Start >= placed[at - 1].End;

    private static int CountFromStart(IReadOnlyList<PlacedToken> placed, int most)
    {
        var count = Math.Min(most, placed.Count);
        while (!MayCut(placed, count))
        {
            count--;
        }

        return count;
    }

    private static int CountFromEnd(IReadOnlyList<PlacedToken> placed, int most)
    {
        var count = Math.Min(most, placed.Count);
        while (!MayCut(placed, placed.Count - count))
        {
            count--;
        }

        return count;
    }

    private static int EndOf(IReadOnlyList<PlacedToken> placed, int count, string text) =>
        count == placed.Count ? text.Length
        : count == 0 ? 0
        : placed[count - 1].End;

    private static List<int> Listed(IEnumerable<int> ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        return [.. ids];
    }

    private static string Read(string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings) =>
        settings is { ConsiderNormalization: true, ConsiderPreTokenization: true }
            ? text ?? textSpan.ToString()
            : throw new NotSupportedException(
                "This tokenizer's steps cannot be taken apart; expected considerPreTokenization and considerNormalization to be true."
            );

    private int[] Encode(string text) => _special is { } special ? _tokenizer.Encode(text, special) : _tokenizer.Encode(text);
}
