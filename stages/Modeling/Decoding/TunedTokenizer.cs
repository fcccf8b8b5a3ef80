using Pipeline.Modeling.Models;
using Pipeline.Modeling.Tokenization;
using Pipeline.Modeling.Weights;

namespace Pipeline.Modeling.Decoding;

/// <summary>The tokenizer of what was tuned: its folder's own where it brings one, as models from elsewhere do, or else the base
/// model's.</summary>
public static class TunedTokenizer
{
    /// <summary>Reads it.</summary>
    /// <param name="folder">The base model's folder.</param>
    /// <param name="tuned">What fine-tuning made; null for the base model itself.</param>
    /// <exception cref="InvalidDataException">A file is damaged, or an id that both tokenizers know spells something else in
    /// each.</exception>
    public static ITokenizer Load(string folder, string? tuned)
    {
        if (tuned is null)
        {
            return TokenizerFile.Load(folder);
        }

        // What ends an answer, the model that writes it says: a checkpoint itself, of an adapter its base.
        var model = File.Exists(Path.Combine(tuned, ModelConfiguration.FileName)) ? tuned : folder;
        if (TokenizerFile.Find(tuned) is not { } own)
        {
            return TokenizerFile.Load(folder, model);
        }

        var tokenizer = TokenizerFile.Load(tuned, model);
        if (TokenizerFile.Find(folder) is not { } file || !ModelFile.ReadAllBytes(file).AsSpan().SequenceEqual(ModelFile.ReadAllBytes(own)))
        {
            CheckVocabulary(TokenizerFile.Load(folder), tokenizer, folder, tuned);
        }

        return tokenizer;
    }

    private static void CheckVocabulary(ITokenizer left, ITokenizer right, string folder, string tuned)
    {
        for (var id = 0; id < Math.Min(left.VocabularySize, right.VocabularySize); id++)
        {
            // Which tokens are marked as special, so that decoding leaves them out, may differ.
            if (
                left.TokenOf(id) != right.TokenOf(id)
                && left.Decode([id]) is var expected
                && right.Decode([id]) is var found
                && expected != found
            )
            {
                throw new InvalidDataException(
                    $"{tuned} cannot be compared with {folder}: their tokenizers differ, for example in token {id}, which is "
                        + $"'{found}' here and '{expected}' there."
                );
            }
        }
    }
}
