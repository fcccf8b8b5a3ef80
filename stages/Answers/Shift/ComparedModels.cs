using Pipeline.Engine.Artifacts;
using Pipeline.Modeling.Decoding;
using Pipeline.Modeling.Decoding.Tensors;
using Pipeline.Modeling.Models;
using Pipeline.Modeling.Tokenization;

namespace Pipeline.Stages.Answers.Shift;

/// <summary>The two sides of a comparison. A side that is an adapter shares the weights that it was trained on with the other
/// side.</summary>
internal sealed class ComparedModels : IDisposable
{
    private readonly IDisposable?[] _owned;

    private ComparedModels(ITokenizer tokenizer, IInferenceModel before, IInferenceModel? after, int threads, params IDisposable?[] shared)
    {
        Tokenizer = tokenizer;
        (Base, Tuned) = (before.CreateScorer(threads), after?.CreateScorer(threads));
        _owned = [Base, Tuned, before, after, .. shared];
    }

    /// <summary>The tokenizer of the side that wrote the answers.</summary>
    public ITokenizer Tokenizer { get; }

    /// <summary>The side that is compared with: the base model, or another tuned one.</summary>
    public IAnswerScorer Base { get; }

    /// <summary>The side that wrote the answers; null where it is the base's.</summary>
    public IAnswerScorer? Tuned { get; }

    /// <summary>Loads both sides.</summary>
    /// <param name="model">The base model's folder.</param>
    /// <param name="reference">An adapter for it, or a checkpoint, to stand on the base's side instead; null for the base model
    /// itself.</param>
    /// <param name="tuned">An adapter for the base model, or a checkpoint; null for the base's side itself.</param>
    /// <param name="options">Device and precision.</param>
    /// <param name="threads">Threads to compute with.</param>
    /// <param name="cancellation">Stops between two pieces of a file.</param>
    /// <exception cref="InvalidDataException">A folder holds neither, or the two sides do not share a vocabulary.</exception>
    public static ComparedModels Load(
        Artifact model,
        Artifact? reference,
        Artifact? tuned,
        ShiftOptions options,
        int threads,
        CancellationToken cancellation
    )
    {
        var tokenizer = TunedTokenizer.Load(model.Folder!, tuned?.Folder);
        if (!options.UsesVectors)
        {
            var weights = CausalLanguageModel.Load(model.Folder!, options.Precision, options.Device, cancellation);
            return With(
                weights,
                () =>
                    new ComparedModels(
                        tokenizer,
                        TunedTensorModel.Share(weights, reference?.Folder, cancellation),
                        tuned is null ? null : TunedTensorModel.Share(weights, tuned.Folder, cancellation),
                        threads,
                        weights
                    )
            );
        }

        var before = InferenceModels.LoadVectors(model, reference, cancellation);
        return With(
            before,
            () =>
                new ComparedModels(
                    tokenizer,
                    before,
                    tuned is null ? null : InferenceModels.LoadVectors(model, tuned, cancellation),
                    threads
                )
        );
    }

    public void Dispose()
    {
        foreach (var part in _owned)
        {
            part?.Dispose();
        }
    }

    /// <summary>Both sides, or neither: where the second cannot be loaded, the first is let go.</summary>
    private static ComparedModels With(IDisposable first, Func<ComparedModels> both)
    {
        try
        {
            return both();
        }
        catch
        {
            first.Dispose();
            throw;
        }
    }
}
