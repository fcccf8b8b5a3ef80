using Pipeline.Modeling.Models;
using static TorchSharp.torch;

namespace Pipeline.Modeling.Training;

/// <summary>
/// Trains a whole model, or an adapter on a frozen one. Everything random is drawn from seed and step, and the state is saved every few
/// steps, so a run that was killed and resumed ends with the same bytes as one that was not.
/// </summary>
public sealed class Trainer
{
    private readonly CausalLanguageModel _model;
    private readonly LoraAdapter? _adapter;
    private readonly TrainingSettings _settings;
    private readonly SortedDictionary<string, Tensor> _trained = new(StringComparer.Ordinal);

    /// <summary>A trainer of all of a model's weights, or of <paramref name="adapter"/> alone.</summary>
    public Trainer(CausalLanguageModel model, LoraAdapter? adapter, TrainingSettings settings)
    {
        _model = model;
        _adapter = adapter;
        _settings = settings;
        if (adapter is null)
        {
            foreach (var (name, weight) in model.Weights)
            {
                _trained.Add(name, weight);
            }
        }
        else
        {
            foreach (var (layer, (a, b)) in adapter.Layers)
            {
                _trained.Add(layer + ".A", a);
                _trained.Add(layer + ".B", b);
            }
        }
    }

    /// <summary>Trains to the end, from the newest saved state if there is one.</summary>
    /// <param name="sequences">The training set.</param>
    /// <param name="stateFolder">Where resumable state is kept.</param>
    /// <param name="observer">Is told of resuming, steps and saves.</param>
    /// <param name="cancellation">Ends the run after the step in hand; its state is saved first.</param>
    /// <returns>Every step, those before a resume included.</returns>
    /// <exception cref="InvalidDataException">No sequence has a label, or the loss is no longer a number.</exception>
    public IReadOnlyList<TrainingStep> Run(
        IReadOnlyList<TrainingSequence> sequences, string stateFolder, ITrainingObserver observer, CancellationToken cancellation)
    {
        var usable = sequences.Where(sequence => sequence.Labels > 0).ToList();
        if (usable.Count == 0)
        {
            throw new InvalidDataException($"None of the {sequences.Count} training sequences has a token to learn from; is the maximum length too small?");
        }

        var lengths = usable.Select(sequence => sequence.TokenIds.Length).ToList();
        var plan = BatchPlan.Of(lengths, _settings.Epochs, _settings.BatchSize, _settings.Seed);
        foreach (var tensor in _trained.Values)
        {
            tensor.requires_grad = true;
        }

        using var optimizer = new FusedAdamW([.. _trained.Values], _settings.AdamW);
        var state = new TrainingState(stateFolder);
        var tensors = _trained.Concat(optimizer.State).ToDictionary(StringComparer.Ordinal);
        var steps = state.Restore(tensors).ToList();
        observer.Started(steps.Count, plan.Count, BatchPlan.PaddingShare(lengths, plan));
        var perEpoch = (double)plan.Count / _settings.Epochs;
        while (steps.Count < plan.Count)
        {
            var step = RunStep(optimizer, new TrainingBatch(plan[steps.Count].Select(index => usable[index]).ToList()), steps.Count, plan.Count, perEpoch);
            steps.Add(step);
            observer.Stepped(step, plan.Count);
            if (steps.Count < plan.Count && (steps.Count % _settings.SaveEverySteps == 0 || cancellation.IsCancellationRequested))
            {
                state.Save(tensors, steps);
                observer.Saved();
            }

            cancellation.ThrowIfCancellationRequested();
        }

        foreach (var tensor in _trained.Values)
        {
            tensor.requires_grad = false;
        }

        return steps;
    }

    private TrainingStep RunStep(FusedAdamW optimizer, TrainingBatch batch, int index, int total, double perEpoch)
    {
        if (_settings.Dropout > 0)
        {
            manual_seed(unchecked((_settings.Seed * 1_000_003) + index));
        }

        var labels = batch.LabelTokens;
        var sum = 0.0;
        foreach (var micro in batch.Sequences.Chunk(Math.Min(_settings.MicroBatchSize, batch.Sequences.Count)))
        {
            using var scope = NewDisposeScope();
            var loss = Loss.Sum(_model, micro, _adapter, _settings.Dropout) / labels;
            sum += loss.item<float>();
            if (!double.IsFinite(sum))
            {
                throw new InvalidDataException(
                    $"The loss of step {index + 1} is {sum}; a smaller learning rate than {_settings.LearningRate} may help. Rows of the batch: "
                    + string.Join(", ", batch.Sequences.Select(sequence => sequence.Id)) + ".");
            }

            loss.backward();
        }

        var rate = LearningRateSchedule.At(_settings, index, total);
        var norm = optimizer.Step(rate, _settings.MaximumGradientNorm);
        return new TrainingStep(index + 1, (index + 1) / perEpoch, sum, norm, rate, labels);
    }
}
