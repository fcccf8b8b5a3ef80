using Pipeline.Modeling.Models;
using Pipeline.Modeling.Training;
using Pipeline.Modeling.Weights;
using Pipeline.Tests.Modeling.Models;
using Pipeline.Tests.Support;
using static TorchSharp.torch;

namespace Pipeline.Tests.Modeling.Training;

/// <summary>
/// The row of the padding token in full fine-tuning, against transformers: rows of text that hold it as input and as label, the gradient of
/// each row of the embedding, and what three steps of AdamW with weight decay make of the padding token's.
/// </summary>
public sealed class PaddingRowTests
{
    private const int Steps = 3;
    private const double LearningRate = 2e-3;
    private const double WeightDecay = 0.1;

    private static readonly HashSet<string> _tied = ["gemma", "gemma2", "gpt2", "llama3", "qwen2", "smollm3", "starcoder2"];

    /// <summary>Families whose embedding is not told of the padding token.</summary>
    private static readonly HashSet<string> _unaware = ["gpt2", "gpt_neox"];

    [Theory]
    [MemberData(nameof(GoldenModels.Forward), MemberType = typeof(GoldenModels))]
    public void Gradients_of_the_embedding_and_the_trained_row_are_the_references(string family)
    {
        using var golden = SafetensorsFile.Open(Repository.PathOf("tests", "Goldens", "training", "padding_row.safetensors"));
        using var model = GoldenModels.Load(family);
        using var scope = NewDisposeScope();
        foreach (var weight in model.Weights.Values)
        {
            weight.requires_grad = true;
        }

        using var optimizer = new FusedAdamW([.. model.Weights.Values], new AdamWSettings { WeightDecay = WeightDecay });
        var embedding = EmbeddingOf(model);
        var batch = new TrainingBatch(Sequences(golden));
        for (var step = 0; step < Steps; step++)
        {
            (Loss.Sum(model, batch.Sequences, new TrainingPass()) / batch.LabelTokens).backward();
            if (step == 0)
            {
                var norms = embedding.grad!.norm(1);
                GoldenModels.Close(norms, golden.Read($"{family}.row_norms"), 1e-5);
                Assert.Equal(!_tied.Contains(family) && !_unaware.Contains(family), norms[0].item<float>() == 0);
            }

            optimizer.Step(LearningRate, 0);
        }

        GoldenModels.Close(embedding[0], golden.Read($"{family}.trained_row"), 1e-5);
    }

    [Fact]
    public void An_adapter_on_frozen_weights_is_trained_as_before()
    {
        using var golden = SafetensorsFile.Open(Repository.PathOf("tests", "Goldens", "training", "padding_row.safetensors"));
        using var model = GoldenModels.Load("llama2");
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var ids = golden.Read("input_ids").to(ScalarType.Int64);

        var hidden = model.Hidden(ids, new TrainingPass());

        GoldenModels.Close(hidden, model.Hidden(ids), 0);
    }

    private static Tensor EmbeddingOf(CausalLanguageModel model) =>
        model.Weights.Single(weight => weight.Key.Split('.') is [.., "embed_tokens" or "wte" or "embed_in", "weight"]).Value;

    private static List<TrainingSequence> Sequences(SafetensorsFile golden)
    {
        var ids = golden.Read("input_ids").to(ScalarType.Int64);
        var labels = golden.Read("labels").to(ScalarType.Int64);
        return Enumerable
            .Range(0, (int)ids.shape[0])
            .Select(row => new TrainingSequence(
                $"row {row}",
                ids[row].data<long>().Select(id => (int)id).ToArray(),
                labels[row].data<long>().Select(label => label == -100 ? 0 : 1).ToArray()
            ))
            .ToList();
    }
}
