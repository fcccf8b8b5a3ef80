using System.Text.Json;
using Pipeline.Modeling.Models;
using Pipeline.Modeling.Training;
using Pipeline.Modeling.Weights;
using Pipeline.Tests.Modeling.Models;
using Pipeline.Tests.Support;
using static TorchSharp.torch;

namespace Pipeline.Tests.Modeling.Training;

/// <summary>Twelve optimiser steps against transformers and PEFT, for every family: losses, gradient norms, and the logits after
/// them.</summary>
public sealed class GoldenTrainingTests
{
    [Theory]
    [MemberData(nameof(GoldenModels.Families), MemberType = typeof(GoldenModels))]
    public void Full_fine_tuning_follows_the_reference_curve(string family)
    {
        using var model = GoldenModels.Load(family);
        foreach (var weight in model.Weights.Values)
        {
            weight.requires_grad = true;
        }

        Train(family, "full", model, null, [.. model.Weights.Values]);
        AssertLogits(family, "full_logits", model, null, 1e-3);
    }

    [Theory]
    [MemberData(nameof(GoldenModels.Families), MemberType = typeof(GoldenModels))]
    public void Lora_follows_the_reference_curve(string family)
    {
        using var model = GoldenModels.Load(family);
        using var adapter = AdapterFile.Load(Repository.PathOf("tests", "Goldens", "models", family, "lora_init"), model);
        var factors = adapter.Layers.Values.SelectMany(layer => new[] { layer.A, layer.B }).ToList();
        factors.ForEach(factor => factor.requires_grad = true);

        Train(family, "lora", model, adapter, factors);
        AssertLogits(family, "lora_logits", model, adapter, 1e-4);
    }

    private static void Train(
        string family,
        string method,
        CausalLanguageModel model,
        LoraAdapter? adapter,
        IReadOnlyList<Tensor> parameters
    )
    {
        using var reference = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("tests", "Goldens", "models", family, "train.json")));
        var root = reference.RootElement;
        using var optimizer = new FusedAdamW(parameters, new AdamWSettings { WeightDecay = root.GetProperty("weight_decay").GetDouble() });
        using var batches = GoldenModels.Open(family, "train_batches.safetensors");
        var step = 0;
        foreach (var expected in root.GetProperty(method).EnumerateArray())
        {
            using var scope = NewDisposeScope();
            var batch = Batch(batches, step++);
            var loss = Loss.Sum(model, batch.Sequences, new TrainingPass { Adapter = adapter }) / batch.LabelTokens;
            loss.backward();
            var norm = optimizer.Step(root.GetProperty("lr").GetDouble(), root.GetProperty("clip").GetDouble());

            AssertRelative(expected[0].GetDouble(), loss.item<float>(), 2e-5, $"{family} {method} loss, step {step}");
            AssertRelative(expected[1].GetDouble(), norm, 1e-4, $"{family} {method} gradient norm, step {step}");
        }
    }

    private static TrainingBatch Batch(SafetensorsFile file, int step)
    {
        var ids = file.Read(file.Entries.Keys.Single(name => name.Contains("input_ids", StringComparison.Ordinal) || name == "ids"))
            .to(ScalarType.Int64)[step];
        var labels = file.Read("labels").to(ScalarType.Int64)[step];
        return new TrainingBatch(
            Enumerable
                .Range(0, (int)ids.shape[0])
                .Select(row => new TrainingSequence(
                    $"row {row}",
                    ids[row].data<long>().Select(id => (int)id).ToArray(),
                    labels[row].data<long>().Select(label => label == -100 ? 0 : 1).ToArray()
                ))
                .ToList()
        );
    }

    private static void AssertLogits(string family, string name, CausalLanguageModel model, LoraAdapter? adapter, double tolerance)
    {
        using var golden = GoldenModels.Open(family, "trained_golden.safetensors");
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var logits = model.Logits(model.Hidden(golden.Read("input_ids").to(ScalarType.Int64), adapter: adapter));
        Assert.InRange((logits - golden.Read(name)).abs().max().item<float>(), 0, tolerance);
    }

    private static void AssertRelative(double expected, double actual, double tolerance, string what) =>
        Assert.True(Math.Abs(expected - actual) <= tolerance * Math.Abs(expected), $"{what}: {actual}, expected {expected}");
}
