using Pipeline.Modeling.Models;
using Pipeline.Modeling.Tokenization;

namespace Pipeline.Stages.Shift;

/// <summary>The two sides of a comparison. Adapters share one copy of the weights that they were trained on.</summary>
internal sealed class ComparedModels : IDisposable
{
    private const string TokenizerName = "tokenizer.json";

    private readonly CausalLanguageModel _weights;

    private ComparedModels(CausalLanguageModel weights, TunedModel baseSide, TunedModel tunedSide)
    {
        _weights = weights;
        Base = baseSide;
        Tuned = tunedSide;
    }

    /// <summary>The side that is compared with: the base model, or another tuned one.</summary>
    public TunedModel Base { get; }

    /// <summary>The side that wrote the answers.</summary>
    public TunedModel Tuned { get; }

    /// <summary>Loads both sides.</summary>
    /// <param name="folder">The base model's folder.</param>
    /// <param name="reference">An adapter for it, or a checkpoint, to stand on the base's side instead; null for the base model itself.</param>
    /// <param name="tuned">An adapter for the base model, or a checkpoint.</param>
    /// <param name="precision">What both are held and computed in.</param>
    /// <param name="device">Where.</param>
    /// <exception cref="InvalidDataException">A folder holds neither, or the two sides do not share a vocabulary.</exception>
    public static ComparedModels Load(string folder, string? reference, string tuned, Precision precision = Precision.Float32, ComputeDevice? device = null)
    {
        var weights = CausalLanguageModel.Load(folder, precision, device);
        var before = reference is null ? TunedModel.Untuned(weights) : TunedModel.Load(reference, weights);
        CheckVocabulary(folder, tuned);
        return new ComparedModels(weights, before, TunedModel.Load(tuned, weights));
    }

    public void Dispose()
    {
        Tuned.Dispose();
        Base.Dispose();
        _weights.Dispose();
    }

    /// <summary>A model from elsewhere brings its own tokenizer: every id that both know must spell the same.</summary>
    private static void CheckVocabulary(string folder, string tuned)
    {
        if (!File.Exists(Path.Combine(tuned, TokenizerName)))
        {
            return;
        }

        var (left, right) = (TokenizerFile.Load(folder), TokenizerFile.Load(tuned));
        for (var id = 0; id < Math.Min(left.VocabularySize, right.VocabularySize); id++)
        {
            if (left.Decode([id]) is var expected && right.Decode([id]) is var found && expected != found)
            {
                throw new InvalidDataException(
                    $"{tuned} cannot be compared with {folder}: their tokenizers differ, for example in token {id}, which is '{found}' here and '{expected}' there.");
            }
        }
    }
}
