using System.Globalization;
using Pipeline.Modeling.Tokenization;
using static TorchSharp.torch;

namespace Pipeline.Modeling.Models.Encoders;

/// <summary>
/// A sentence encoder of the sentence-transformers kind (Reimers and Gurevych 2019): a BERT or MPNet whose hidden states become one vector
/// of unit length for each text. Weights of 16 bits are computed with in 32. Safe for use from several threads.
/// </summary>
public sealed class SentenceEncoder : IDisposable
{
    private readonly EncoderConfiguration _configuration;
    private readonly SentenceForm _form;
    private readonly ITokenizer _tokenizer;
    private readonly KeptTensors _kept;
    private readonly EncoderStack _stack;

    private SentenceEncoder(SentenceForm form, ITokenizer tokenizer, EncoderWeights weights, KeptTensors kept)
    {
        (_configuration, _form, _tokenizer, _kept) = (weights.Configuration, form, tokenizer, kept);
        _stack = new EncoderStack(weights, kept);
    }

    /// <summary>Files of a folder that say what the encoder computes, beside its <see cref="SentenceForm"/>.</summary>
    public static IReadOnlyList<string> Patterns { get; } =
    [
        ModelConfiguration.FileName,
        "*.safetensors",
        "*.safetensors.index.json",
        TokenizerFile.FileName,
        TokenizerFile.SentencePieceFileName,
        "tokenizer_config.json",
    ];

    /// <summary>Dimensions of a vector.</summary>
    public int Width => _configuration.HiddenSize;

    /// <summary>Dimensions of the vectors of an encoder, without reading a weight.</summary>
    /// <param name="folder">Its folder.</param>
    /// <exception cref="InvalidDataException">Its configuration cannot be used.</exception>
    public static int WidthOf(string folder) => EncoderConfiguration.Read(folder).HiddenSize;

    /// <summary>Reads an encoder's folder. Its files are done with when this returns.</summary>
    /// <param name="folder">A folder in Hugging Face form.</param>
    /// <param name="form">How its hidden states become vectors.</param>
    /// <param name="device">Where to compute; null for the processor.</param>
    /// <param name="cancellation">Stops between two pieces of a file.</param>
    /// <exception cref="InvalidDataException">A file is missing or damaged, a tensor is missing, unknown or of another shape, the tokenizer
    /// does not fit, or the device is not there.</exception>
    public static SentenceEncoder Load(
        string folder,
        SentenceForm form,
        ComputeDevice? device = null,
        CancellationToken cancellation = default
    )
    {
        using var weights = EncoderWeights.Open(folder, cancellation);
        var tokenizer = LoadTokenizer(folder, form, weights.Configuration);
        var kept = new KeptTensors((device ?? ComputeDevice.Cpu).ToTorch());
        try
        {
            return new SentenceEncoder(form, tokenizer, weights, kept);
        }
        catch
        {
            kept.Dispose();
            throw;
        }
    }

    /// <summary>Checks an encoder's folder without reading a weight.</summary>
    /// <returns>What it is.</returns>
    /// <exception cref="InvalidDataException">It cannot be used.</exception>
    public static string Check(string folder, SentenceForm form)
    {
        using var weights = EncoderWeights.Open(folder);
        var tokenizer = LoadTokenizer(folder, form, weights.Configuration);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{weights.Configuration.ModelType}, {weights.Parameters:N0} parameters, all tensors are there, "
                + $"{tokenizer.VocabularySize} tokens, {weights.Configuration.HiddenSize} dimensions"
        );
    }

    /// <summary>Token ids of a text with those around it, no more than the form says; what is beyond is left out. What the text spells
    /// stays text.</summary>
    public int[] Encode(string text)
    {
        var (before, after, ids) = (_tokenizer.TokensBefore, _tokenizer.TokensAfter, _tokenizer.Encode(text));
        return [.. before, .. ids.AsSpan(0, Math.Min(ids.Length, _form.MaxLength - before.Count - after.Count)), .. after];
    }

    /// <summary>The vectors of texts, of Euclidean length 1, one after the other; of a text without a token all zero.</summary>
    /// <param name="texts">Token ids of each text, as <see cref="Encode"/> gives them.</param>
    /// <param name="cancellation">Stops between two layers.</param>
    /// <exception cref="InvalidDataException">A token is none of the encoder's, or a text has more than there are positions.</exception>
    public float[] Embed(IReadOnlyList<int[]> texts, CancellationToken cancellation = default)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        var vectors = new float[checked(texts.Count * Width)];
        var spelled = Enumerable.Range(0, texts.Count).Where(text => texts[text].Length > 0).ToList();
        if (spelled.Count > 0)
        {
            var rows = spelled.Select(text => texts[text]).ToList();
            var pooled = VectorPooling.Apply(Hidden(rows, cancellation), rows.ConvertAll(row => row.Length), _form.Pooling);
            foreach (var (index, text) in spelled.Index())
            {
                pooled.AsSpan(index * Width, Width).CopyTo(vectors.AsSpan(text * Width));
            }
        }

        return vectors;
    }

    /// <inheritdoc />
    public void Dispose() => _kept.Dispose();

    /// <summary>The last hidden states [rows, longest, hidden] of rows of at least one token, padded on the right.</summary>
    internal Tensor Hidden(IReadOnlyList<int[]> rows, CancellationToken cancellation)
    {
        foreach (var row in rows)
        {
            if (row.Length > _configuration.MaximumTokens)
            {
                throw new InvalidDataException(
                    $"A text of {row.Length} tokens is longer than the encoder's {_configuration.MaximumTokens} positions."
                );
            }

            foreach (var id in row)
            {
                if ((uint)id >= (uint)_configuration.VocabularySize)
                {
                    throw new InvalidDataException(
                        $"Token {id} has no embedding: the encoder knows the ids 0 to {_configuration.VocabularySize - 1}."
                    );
                }
            }
        }

        return _stack.Apply(rows, cancellation);
    }

    private static ITokenizer LoadTokenizer(string folder, SentenceForm form, EncoderConfiguration configuration)
    {
        var tokenizer = TokenizerFile.Load(folder);
        if (tokenizer.VocabularySize > configuration.VocabularySize)
        {
            throw new InvalidDataException(
                $"{folder}: {TokenizerFile.FileName} knows {tokenizer.VocabularySize} tokens, but the encoder embeds "
                    + $"{configuration.VocabularySize}."
            );
        }

        var around = tokenizer.TokensBefore.Count + tokenizer.TokensAfter.Count;
        return form.MaxLength > around
            ? tokenizer
            : throw new InvalidDataException(
                $"max_length is {form.MaxLength}, of which the tokens that {folder} puts around a text take {around}; expected at least "
                    + $"{around + 1}."
            );
    }
}
