using Pipeline.Engine.Stages;
using Pipeline.Modeling.Models;
using Pipeline.Modeling.Training;
using Pipeline.Stages.Tuning;
using Pipeline.Tests.Modeling.Models;

namespace Pipeline.Tests.Support;

/// <summary>Trains a reference model on random sequences, and remembers what the trainer told.</summary>
public sealed class TrainingRun : ITrainingObserver
{
    private int _stepsUntilCancelled = int.MaxValue;
    private CancellationTokenSource _cancellation = new();

    public TrainingStart? Start { get; private set; }

    public List<string> DiscardedStates { get; } = [];

    public List<int> SavedAt { get; } = [];

    public TrainingStep? Best { get; private set; }

    private int Last { get; set; }

    /// <summary>Sequences of random tokens with a few labels each; the same for the same count.</summary>
    public static IReadOnlyList<TrainingSequence> Sequences(int count, int vocabulary = 96)
    {
        var random = new Random(7);
        return Enumerable
            .Range(0, count)
            .Select(index =>
            {
                var ids = Enumerable.Range(0, random.Next(6, 20)).Select(_ => random.Next(3, vocabulary)).ToArray();
                return new TrainingSequence($"row {index}", ids, ids.Select((_, place) => place < 3 ? 0 : 1).ToArray());
            })
            .ToList();
    }

    /// <summary>Trains and returns the weights by name; null where the run was cancelled after <paramref name="cancelAfter"/>
    /// steps.</summary>
    public (TrainingResult Result, SortedDictionary<string, float[]> Weights)? Train(
        TrainingSettings settings,
        string stateFolder,
        IReadOnlyList<TrainingSequence> sequences,
        bool lora = true,
        int cancelAfter = int.MaxValue,
        double dropout = 0.1
    )
    {
        using var model = GoldenModels.Load("llama2");
        using var adapter = lora
            ? LoraAdapter.Create(model, new LoraShape(4, 8, ["q_proj", "v_proj"]) { Dropout = dropout }, settings.Seed)
            : null;
        using var cancellation = _cancellation = new CancellationTokenSource();
        _stepsUntilCancelled = cancelAfter;
        try
        {
            var result = new Trainer(
                model,
                adapter,
                settings,
                new TrainingFolder(new ResumableState(stateFolder, TestContext.Current.CancellationToken))
            ).Run(sequences, this, cancellation.Token);
            var weights = adapter is null ? model.Weights : adapter.Layers.ToDictionary(layer => layer.Key, layer => layer.Value.B);
            return (
                result,
                new(weights.ToDictionary(entry => entry.Key, entry => entry.Value.data<float>().ToArray()), StringComparer.Ordinal)
            );
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    public void Started(TrainingStart start) => Start = start;

    public void Discarded(string reason) => DiscardedStates.Add(reason);

    public void Stepped(TrainingStep step, int total)
    {
        Last = step.Step;
        if (--_stepsUntilCancelled == 0)
        {
            _cancellation.Cancel();
        }
    }

    public void Saved() => SavedAt.Add(Last);

    public void StoppedEarly(TrainingStep best) => Best = best;
}
