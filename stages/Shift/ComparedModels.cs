using Pipeline.Engine.Artifacts;
using Pipeline.Modeling.Decoding;
using Pipeline.Modeling.Decoding.Tensors;
using Pipeline.Modeling.Decoding.Vectors;
using Pipeline.Modeling.Models;
using Pipeline.Modeling.Tokenization;

namespace Pipeline.Stages.Shift;

/// <summary>The two sides of a comparison. A side that is an adapter shares the weights that it was trained on with the other side.</summary>
internal sealed class ComparedModels : IDisposable
{
    private const string TokenizerName = "tokenizer.json";

    private readonly IDisposable?[] _owned;

    private ComparedModels(IInferenceModel before, IInferenceModel after, int threads, params IDisposable?[] shared)
    {
        (Base, Tuned) = (before.CreateScorer(threads), after.CreateScorer(threads));
        _owned = [Base, Tuned, before, after, .. shared];
    }

    /// <summary>The side that is compared with: the base model, or another tuned one.</summary>
    public IAnswerScorer Base { get; }

    /// <summary>The side that wrote the answers.</summary>
    public IAnswerScorer Tuned { get; }

    /// <summary>Loads both sides.</summary>
    /// <param name="model">The base model's folder.</param>
    /// <param name="reference">An adapter for it, or a checkpoint, to stand on the base's side instead; null for the base model itself.</param>
    /// <param name="tuned">An adapter for the base model, or a checkpoint.</param>
    /// <param name="options">Device and precision.</param>
    /// <param name="threads">Threads to compute with.</param>
    /// <exception cref="InvalidDataException">A folder holds neither, or the two sides do not share a vocabulary.</exception>
    public static ComparedModels Load(Artifact model, Artifact? reference, Artifact tuned, ShiftOptions options, int threads)
    {
        CheckVocabulary(model.Folder!, tuned.Folder!);
        if (!options.UsesVectors)
        {
            var weights = CausalLanguageModel.Load(model.Folder!, options.Precision, options.Device);
            return new ComparedModels(TunedTensorModel.Over(weights, reference?.Folder), TunedTensorModel.Over(weights, tuned.Folder), threads, weights);
        }

        var before = reference is null
            ? TunedVectorModel.Untuned(model.Folder!, model.Digest)
            : TunedVectorModel.Load(model.Folder!, model.Digest, reference.Folder!, reference.Digest);
        try
        {
            return new ComparedModels(before, TunedVectorModel.Load(model.Folder!, model.Digest, tuned.Folder!, tuned.Digest), threads);
        }
        catch
        {
            before.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        foreach (var part in _owned)
        {
            part?.Dispose();
        }
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
