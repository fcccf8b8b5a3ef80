using Pipeline.Modeling.Models;
using Pipeline.Modeling.Native;
using Pipeline.Modeling.Training;
using Pipeline.Modeling.Weights;
using static TorchSharp.torch;

namespace Pipeline.Benchmarks;

/// <summary>A model and tokens to train on, as both sides read them, and our side of the training.</summary>
internal sealed class TrainingSubject : IDisposable
{
    private const int Rows = 256;
    private const int FullLength = 256;

    private readonly CausalLanguageModel _model;
    private readonly LoraAdapter? _adapter;
    private readonly FusedAdamW _optimizer;
    private readonly StepRunner _runner;
    private readonly List<TrainingSequence> _sequences;
    private readonly int _batch;
    private readonly int _length;
    private int _steps;

    public TrainingSubject(string folder, string method, Precision precision, int batch, bool recompute, int length = FullLength)
    {
        _model = CausalLanguageModel.Load(folder, precision);
        _adapter = method == "lora" ? LoraAdapter.Create(_model, new LoraShape(8, 16, ["q_proj", "v_proj"]), seed: 1) : null;
        List<Tensor> trained = _adapter is null
            ? [.. _model.Weights.Values]
            : [.. _adapter.Layers.Values.SelectMany(layer => new[] { layer.A, layer.B })];
        trained.ForEach(tensor => tensor.requires_grad = true);
        var settings = new TrainingSettings
        {
            Epochs = 1,
            BatchSize = batch,
            LearningRate = 1e-4,
            AdamW = new AdamWSettings { WeightDecay = 0.01 },
            Recompute = recompute,
        };
        _optimizer = new FusedAdamW(trained, settings.AdamW);
        _runner = new StepRunner(_model, _adapter, settings, _optimizer);
        _sequences = Sequences(_model.Configuration.VocabularySize, length);
        (_batch, _length) = (batch, length);
    }

    /// <summary>Tokens of one step.</summary>
    public int StepTokens => _batch * _length;

    /// <summary>Writes a random Llama of 39.6 M parameters: vocabulary 32,000, width 512, 8 layers, tied.</summary>
    public static void MakeModel(string folder)
    {
        var configuration = new ModelConfiguration
        {
            VocabularySize = 32_000,
            HiddenSize = 512,
            IntermediateSize = 1408,
            Layers = 8,
            Heads = 8,
            KeyValueHeads = 4,
            HeadDimension = 64,
            TiedEmbeddings = true,
        };
        using var model = CausalLanguageModel.Create(configuration, seed: 1, Precision.Float32);
        CheckpointWriter.SaveConfiguration(folder, configuration, 1, 2);
        CheckpointWriter.SaveWeights(folder, model, ScalarType.Float32);
    }

    /// <summary>Writes the tokens for the other side: the first quarter of each row carries no label.</summary>
    public static void WriteTokens(string path, int vocabulary)
    {
        NativeTorch.Load();
        using var scope = NewDisposeScope();
        var rows = Sequences(vocabulary, FullLength);
        var ids = tensor(rows.SelectMany(row => row.TokenIds).Select(id => (long)id).ToArray()).view(Rows, FullLength);
        var labels = tensor(rows.SelectMany(row => row.TokenIds.Zip(row.LossMask, (id, label) => label == 1 ? (long)id : -100)).ToArray())
            .view(Rows, FullLength);
        SafetensorsWriter.Write(path, new Dictionary<string, Tensor> { ["input_ids"] = ids, ["labels"] = labels });
    }

    /// <summary>Does some optimiser steps and returns the last loss.</summary>
    public double Run(int steps)
    {
        var loss = 0.0;
        for (var i = 0; i < steps; i++, _steps++)
        {
            var rows = Enumerable.Range(_steps * _batch, _batch).Select(row => _sequences[row % Rows]).ToList();
            loss = _runner.Run(new TrainingBatch(rows), _steps, 1e-4).Loss;
        }

        return loss;
    }

    public void Dispose()
    {
        _optimizer.Dispose();
        _adapter?.Dispose();
        _model.Dispose();
    }

    private static List<TrainingSequence> Sequences(int vocabulary, int length)
    {
        var random = new Random(1);
        return Enumerable
            .Range(0, Rows)
            .Select(row => new TrainingSequence(
                $"row {row}",
                Enumerable.Range(0, length).Select(_ => random.Next(3, vocabulary)).ToArray(),
                Enumerable.Range(0, length).Select(place => place < length / 4 ? 0 : 1).ToArray()
            ))
            .ToList();
    }
}
