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
    private readonly TrainingState _state;
    private readonly SortedDictionary<string, Tensor> _trained = new(StringComparer.Ordinal);

    /// <summary>A trainer of all of a model's weights, or of <paramref name="adapter"/> alone.</summary>
    /// <param name="model">The model.</param>
    /// <param name="adapter">The adapter to train; null to train the model's weights.</param>
    /// <param name="settings">How to train.</param>
    /// <param name="folder">Where resumable state and kept checkpoints lie.</param>
    public Trainer(CausalLanguageModel model, LoraAdapter? adapter, TrainingSettings settings, ITrainingFolder folder)
    {
        _model = model;
        _adapter = adapter;
        _settings = settings;
        _state = new TrainingState(folder);
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
    /// <param name="sequences">The data; a share may be held out of training.</param>
    /// <param name="observer">Is told of resuming, steps and saves.</param>
    /// <param name="cancellation">Ends the run after the step in hand; its state is saved first.</param>
    /// <exception cref="InvalidDataException">The data cannot be trained on, or loss or gradient is no longer a number.</exception>
    public TrainingResult Run(IReadOnlyList<TrainingSequence> sequences, ITrainingObserver observer, CancellationToken cancellation)
    {
        RequireTokens(sequences);
        var split = SequenceSplit.Split(sequences, _settings);
        var lengths = split.Training.Select(sequence => sequence.TokenIds.Length).ToList();
        var plan = BatchPlan.Plan(lengths, _settings);
        using var optimizer = new FusedAdamW([.. _trained.Values], _settings.AdamW);
        var tensors = _trained.Concat(optimizer.State).ToDictionary(StringComparer.Ordinal);
        var steps = _state.Restore(tensors, (step, done) => IsKept(step, done, plan.Steps.Count), observer).ToList();
        observer.Started(
            new TrainingStart(
                steps.LastOrDefault(),
                plan.Steps.Count,
                split.Training.Count,
                split.HeldOut.Count,
                split.WithoutLabels,
                plan.PaddingShare(lengths, _settings.MicroBatchSize)
            )
        );

        RequireGradients(true);
        var runner = new StepRunner(_model, _adapter, _settings, optimizer);
        while (steps.Count < plan.Steps.Count && !EarlyStopping.Stops(steps, _settings.Patience))
        {
            steps.Add(Step(runner, split, plan, steps.Count));
            observer.Stepped(steps[^1], plan.Steps.Count);
            var kept = Keep(steps, plan.Steps.Count);
            if (
                kept
                || (steps.Count < plan.Steps.Count && (steps.Count % _settings.SaveEverySteps == 0 || cancellation.IsCancellationRequested))
            )
            {
                _state.Save(tensors, steps, step => IsKept(step, steps, plan.Steps.Count));
                observer.Saved();
            }

            cancellation.ThrowIfCancellationRequested();
        }

        RequireGradients(false);
        return Finish(split, steps, plan, observer, cancellation);
    }

    /// <summary>Puts the weights of a kept checkpoint into what was trained.</summary>
    public void Restore(TrainingCheckpoint checkpoint) => _state.LoadWeights(checkpoint.Step, _trained);

    private TrainingStep Step(StepRunner runner, SequenceSplit split, BatchPlan plan, int index)
    {
        var total = plan.Steps.Count;
        var batch = new TrainingBatch(
            plan.Steps[index].Select(row => split.Training[row]).Where(sequence => !sequence.IsWithheld).ToList()
        );
        var rate = LearningRateSchedule.At(_settings, index, total);

        // A step whose sequences are all withheld changes nothing, but it stays a step: the others keep their rates.
        var (loss, norm) = batch.Sequences.Count > 0 ? runner.Run(batch, index, rate) : (0, 0);
        var done = index + 1;
        var every = _settings.EvaluateEverySteps > 0 ? _settings.EvaluateEverySteps : plan.StepsPerEpoch;
        double? evaluation =
            split.HeldOut.Count > 0 && (done % every == 0 || done == total) ? Measure(split.HeldOut, CancellationToken.None) : null;
        return new TrainingStep(
            done,
            plan.EpochsAt(done),
            loss,
            norm,
            rate,
            batch.LabelTokens,
            batch.Tokens,
            plan.RowsSeen(done),
            evaluation
        );
    }

    /// <summary>Keeps the weights of the step just done if they may be wanted later: a spaced checkpoint, or the best so far.</summary>
    private bool Keep(List<TrainingStep> steps, int total)
    {
        if (!IsKept(steps.Count, steps, total))
        {
            return false;
        }

        _state.KeepWeights(steps.Count, _trained);
        return true;
    }

    private bool IsKept(int step, IReadOnlyList<TrainingStep> steps, int total) =>
        (_settings.Checkpoints > 1 && IsSpaced(step, total)) || (_settings.Patience > 0 && EarlyStopping.Best(steps)?.Step == step);

    private bool IsSpaced(int step, int total) =>
        Enumerable.Range(1, _settings.Checkpoints).Any(index => (int)Math.Round((double)total * index / _settings.Checkpoints) == step);

    private TrainingResult Finish(
        SequenceSplit split,
        List<TrainingStep> steps,
        BatchPlan plan,
        ITrainingObserver observer,
        CancellationToken cancellation
    )
    {
        var last = _settings.Patience > 0 ? EarlyStopping.Best(steps)! : steps[^1];
        if (last.Step < steps.Count)
        {
            observer.StoppedEarly(last);
        }

        var kept = steps.Where(step => step.Step < last.Step && IsKept(step.Step, steps, plan.Steps.Count)).Append(last).ToList();
        var several = kept.Count > 1 || last.Step < steps.Count;
        if (several)
        {
            _state.KeepWeights(steps.Count, _trained);
        }

        var checkpoints = new List<TrainingCheckpoint>();
        foreach (var step in kept)
        {
            if (several)
            {
                _state.LoadWeights(step.Step, _trained);
            }

            double? loss = split.Measured.Count > 0 ? Measure(split.Measured, cancellation) : null;
            double? evaluation = split.HeldOut.Count > 0 ? step.EvaluationLoss ?? Measure(split.HeldOut, cancellation) : null;
            checkpoints.Add(new TrainingCheckpoint(step.Step, step.Epoch, loss, evaluation));
        }

        return new TrainingResult(steps, checkpoints);
    }

    private double Measure(IReadOnlyList<TrainingSequence> sequences, CancellationToken cancellation) =>
        MeanLoss.Compute(_model, _adapter, sequences, Math.Min(_settings.MicroBatchSize, _settings.BatchSize), cancellation);

    private void RequireTokens(IReadOnlyList<TrainingSequence> sequences)
    {
        foreach (var sequence in sequences)
        {
            try
            {
                _model.Configuration.RequireTokens(sequence.TokenIds);
            }
            catch (InvalidDataException error)
            {
                throw new InvalidDataException($"{sequence.Id}: {error.Message}", error);
            }
        }
    }

    private void RequireGradients(bool required)
    {
        foreach (var tensor in _trained.Values)
        {
            tensor.requires_grad = required;
        }
    }
}
