using Pipeline.Modeling.Decoding;
using Pipeline.Modeling.Decoding.Vectors;
using Pipeline.Modeling.Models;
using Pipeline.Modeling.Native;
using Pipeline.Modeling.Weights;
using Pipeline.Tests.Modeling.Models;
using static TorchSharp.torch;

namespace Pipeline.Tests.Modeling.Decoding;

/// <summary>The decoder in plain C# against the reference vectors of every family, and against itself in other batches.</summary>
public sealed class VectorEngineTests
{
    private const double Tolerance = 1e-4;
    private const int Threads = 2;

    public VectorEngineTests() => NativeTorch.Load();

    [Theory]
    [MemberData(nameof(GoldenModels.Everything), MemberType = typeof(GoldenModels))]
    public void Logits_agree_with_the_reference_whether_a_prompt_is_read_at_once_or_token_by_token(string family)
    {
        using var model = VectorModel.Load(GoldenModels.Folder(family), TestContext.Current.CancellationToken);
        using var golden = SafetensorsFile.Open(Path.Combine(GoldenModels.Folder(family), "golden.safetensors"));
        foreach (var (ids, expected) in Cases(golden))
        {
            using var engine = new VectorEngine(model, null, 2, ids.Length, Threads);
            var whole = engine.Append([new SlotTokens(0, ids)])[0].ToArray();
            Assert.InRange(whole.Zip(expected, (a, b) => Math.Abs(a - b)).Max(), 0, Tolerance);
            if (family is "rope_dynamic" or "rope_longrope")
            {
                continue;
            }

            for (var t = 0; t < ids.Length - 1; t++)
            {
                engine.Append([new SlotTokens(1, ids.AsMemory(t, 1))]);
            }

            Assert.Equal(whole, engine.Append([new SlotTokens(1, ids.AsMemory(ids.Length - 1))])[0].ToArray());
        }
    }

    [Theory]
    [InlineData("llama3")]
    [InlineData("gemma2")]
    [InlineData("gpt_neox")]
    public void A_rows_logits_have_the_same_bits_alone_and_in_any_batch(string family)
    {
        using var model = VectorModel.Load(GoldenModels.Folder(family), TestContext.Current.CancellationToken);
        var random = new Random(5);
        var prompts = Enumerable
            .Range(0, 13)
            .Select(_ => Enumerable.Range(0, random.Next(1, 40)).Select(_ => random.Next(3, 300)).ToArray())
            .ToList();
        using var alone = new VectorEngine(model, null, 1, 64, 1);
        using var together = new VectorEngine(model, null, prompts.Count, 64, Threads);

        var rows = together.Append(prompts.Select((prompt, slot) => new SlotTokens(slot, prompt)).ToList());

        for (var i = 0; i < prompts.Count; i++)
        {
            Assert.Equal(alone.Append([new SlotTokens(0, prompts[i])])[0].ToArray(), rows[i].ToArray());
            alone.Clear(0);
        }
    }

    [Fact]
    public void An_adapter_changes_the_logits_as_it_does_in_training()
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        using var model = CausalLanguageModel.Load(GoldenModels.Folder("llama3"), cancellation: TestContext.Current.CancellationToken);
        using var adapter = AdapterFile.Load(Path.Combine(GoldenModels.Folder("llama3"), "lora_trained"), model);
        using var weights = VectorModel.FromModel(model);
        using var packed = new VectorAdapter(adapter);
        int[] ids = [1, 17, 250, 33, 8];
        using var engine = new VectorEngine(weights, packed, 1, 16, Threads);

        var expected = model
            .Logits(model.Hidden(tensor(ids.Select(id => (long)id).ToArray()).unsqueeze(0), adapter: adapter))[0, ids.Length - 1]
            .data<float>()
            .ToArray();

        Assert.InRange(engine.Append([new SlotTokens(0, ids)])[0].ToArray().Zip(expected, (a, b) => Math.Abs(a - b)).Max(), 0, Tolerance);
    }

    /// <summary>Unpadded sequences with the reference's logits at their last position.</summary>
    private static IEnumerable<(int[] Ids, float[] Logits)> Cases(SafetensorsFile golden)
    {
        if (!golden.Entries.ContainsKey("logits"))
        {
            foreach (var length in (int[])[24, 60])
            {
                yield return (Ids(golden, $"input_ids_{length}", 0, length), Last(golden, $"logits_{length}", 0));
            }

            yield break;
        }

        yield return (Ids(golden, "input_ids", 0, 40), Last(golden, "logits", 0));
        yield return (Ids(golden, "input_ids", 2, 40), Last(golden, "logits", 2));
    }

    private static int[] Ids(SafetensorsFile golden, string name, int row, int length)
    {
        using var all = golden.Read(golden.Entries.ContainsKey(name) ? name : "input_ids");
        return [.. all[row].narrow(0, 0, length).data<long>().Select(id => (int)id)];
    }

    private static float[] Last(SafetensorsFile golden, string name, int row)
    {
        using var all = golden.Read(name);
        return [.. all[row][-1].to(ScalarType.Float32).data<float>()];
    }
}
