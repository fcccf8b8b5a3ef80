using Pipeline.Modeling.Decoding;
using Pipeline.Modeling.Decoding.Vectors;
using Pipeline.Modeling.Models;
using Pipeline.Modeling.Native;
using Pipeline.Tests.Support;
using static TorchSharp.torch;

namespace Pipeline.Tests.Modeling.Models;

/// <summary>What precision does to weights, hidden states and logits.</summary>
public sealed class PrecisionTests
{
    public PrecisionTests() => NativeTorch.Load();

    [Theory]
    [MemberData(nameof(GoldenModels.Families), MemberType = typeof(GoldenModels))]
    public void In_bfloat16_weights_take_half_the_memory_and_logits_are_near_and_unrounded(string family)
    {
        using var model = CausalLanguageModel.Load(
            GoldenModels.Folder(family),
            Precision.BFloat16,
            cancellation: TestContext.Current.CancellationToken
        );
        using var golden = GoldenModels.Open(family);
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var mask = GoldenModels.Ids(golden, "attention_mask");

        var hidden = model.Hidden(GoldenModels.Ids(golden, "input_ids"), mask);
        var logits = model.Logits(hidden);

        Assert.All(model.Weights.Values, weight => Assert.Equal(ScalarType.BFloat16, weight.dtype));
        Assert.Equal((ScalarType.BFloat16, ScalarType.Float32), (hidden.dtype, logits.dtype));
        Assert.False(logits.eq(logits.to(ScalarType.BFloat16).to(ScalarType.Float32)).all().item<bool>());
        var expected = golden.Read("logits");
        var error = ((logits - expected) * mask.unsqueeze(-1)).square().mean().sqrt() / expected.std();
        Assert.InRange(error.item<float>(), 0, 0.05);
    }

    /// <summary>Both engines against torch in bfloat16, whose own distance from 32 bits is a root mean square of 1 to 2.5 % of the logits'
    /// deviation.</summary>
    [Theory]
    [InlineData("gemma2")]
    [InlineData("gpt_neox")]
    [InlineData("llama3")]
    public void A_checkpoint_in_bfloat16_decodes_as_near_to_torch_as_bfloat16_is(string family)
    {
        using var scope = NewDisposeScope();
        using var model = CausalLanguageModel.Load(
            GoldenModels.Folder(family),
            Precision.BFloat16,
            cancellation: TestContext.Current.CancellationToken
        );
        using var quiet = no_grad();
        using var golden = GoldenModels.Open(family);
        using var reference = GoldenModels.Open(family, "bfloat16.safetensors");
        var (row, expected) = (GoldenModels.Ids(golden, "input_ids")[0], reference.Read("logits"));
        int[] ids = [.. row.data<long>().Select(id => (int)id)];
        double Error(Tensor logits, Tensor torch) => ((logits - torch).square().mean().sqrt() / expected.std()).item<float>();

        using var folder = new TemporaryFolder();
        CheckpointWriter.SaveLike(folder.Root, model, GoldenModels.Folder(family), ScalarType.BFloat16);
        using var packed = VectorModel.Load(folder.Root, TestContext.Current.CancellationToken);
        using var engine = new VectorEngine(packed, null, 1, ids.Length, 2);

        Assert.InRange(Error(model.Logits(model.Hidden(row.unsqueeze(0)))[0], expected), 0, 0.03);
        Assert.InRange(Error(tensor(engine.Append([new SlotTokens(0, ids)])[0].ToArray()), expected[ids.Length - 1]), 0, 0.03);
    }

    [Theory]
    [MemberData(nameof(GoldenModels.Families), MemberType = typeof(GoldenModels))]
    public void Decoding_in_bfloat16_with_an_adapter_runs(string family)
    {
        using var model = CausalLanguageModel.Load(
            GoldenModels.Folder(family),
            Precision.BFloat16,
            cancellation: TestContext.Current.CancellationToken
        );
        using var adapter = AdapterFile.Load(Path.Combine(GoldenModels.Folder(family), "lora_trained"), model);
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        using var cache = new KeyValueCache(model.Configuration, 8);
        var ids = tensor(new long[] { 5, 6, 7, 8 }, [2, 2]);

        var first = model.Hidden(ids, cache: cache, adapter: adapter);
        var second = model.Hidden(ids.narrow(1, 0, 1), cache: cache, adapter: adapter);

        Assert.Equal((ScalarType.BFloat16, ScalarType.BFloat16), (first.dtype, second.dtype));
        Assert.True(model.Logits(second).isfinite().all().item<bool>());
    }

    [Fact]
    public void Logits_of_a_slice_of_the_vocabulary_are_the_slice_of_the_logits()
    {
        foreach (var precision in new[] { Precision.Float32, Precision.BFloat16 })
        {
            using var model = CausalLanguageModel.Load(
                GoldenModels.Folder("gemma2"),
                precision,
                cancellation: TestContext.Current.CancellationToken
            );
            using var scope = NewDisposeScope();
            using var quiet = no_grad();
            var hidden = model.Hidden(arange(12, ScalarType.Int64).unsqueeze(0));

            GoldenModels.Close(model.Logits(hidden, 100, 57), model.Logits(hidden).narrow(-1, 100, 57), 1e-5);
        }
    }

    [Fact]
    public void Mixed_precision_rounds_products_and_no_weight()
    {
        using var exact = GoldenModels.Load("llama3");
        using var mixed = CausalLanguageModel.Load(
            GoldenModels.Folder("llama3"),
            Precision.Mixed,
            cancellation: TestContext.Current.CancellationToken
        );
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var ids = arange(12, ScalarType.Int64).unsqueeze(0);

        Assert.All(mixed.Weights, weight => Assert.True(weight.Value.eq(exact.Weights[weight.Key]).all().item<bool>()));
        var difference = (mixed.Hidden(ids) - exact.Hidden(ids)).abs().max().item<float>();
        Assert.InRange(difference, 1e-5f, 0.2f);
    }
}
