using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Modeling.Decoding;
using Pipeline.Modeling.Decoding.Vectors;
using Pipeline.Modeling.Kernels;
using Pipeline.Modeling.Models;
using Pipeline.Modeling.Native;
using Pipeline.Tests.Modeling.Kernels;
using Pipeline.Tests.Modeling.Models;
using static TorchSharp.torch;

namespace Pipeline.Tests.Modeling.Decoding;

/// <summary>
/// The decoder in plain C# at random shapes, ranks, lengths and ids, every buffer between margins: nothing is written or read beside them,
/// results are the library's, and what does not fit is refused before anything is read.
/// </summary>
public sealed class VectorBoundsTests
{
    private const int Rounds = 4;
    private const float Tolerance = 2e-3f;

    public VectorBoundsTests() => NativeTorch.Load();

    public static TheoryData<string> Families => [.. GoldenModels.All, .. GoldenModels.Added];

    [Theory]
    [MemberData(nameof(Families))]
    public void Any_shape_with_an_adapter_of_any_rank_stays_inside_its_buffers(string family)
    {
        var random = new Random(family.Sum(letter => letter));
        for (var round = 0; round < Rounds; round++)
        {
            using var quiet = no_grad();
            using var scope = NewDisposeScope();
            using var memory = new GuardedMemory();
            var configuration = Shape(family, random);
            using var model = CausalLanguageModel.Create(configuration, round, Precision.Float32);
            using var adapter = Adapter(model, random.Next(1, round % 2 == 0 ? 12 : 700), random);
            using var weights = VectorModel.FromModel(model);
            using var packed = new VectorAdapter(adapter);
            var prompts = Prompts(random, configuration.VocabularySize);
            using (var engine = new VectorEngine(weights, packed, prompts.Length, 200, random.Next(1, 3)))
            {
                var read = Append(engine, prompts, random);
                for (var slot = 0; slot < prompts.Length; slot++)
                {
                    AssertClose(Reference(model, adapter, prompts[slot]), read[slot]);
                }
            }

            using (var scorer = new VectorScorer(weights, packed, 2))
            {
                Score(scorer, model, adapter, prompts.Where(ids => ids.Length > 1).ToArray(), random);
            }

            memory.AssertUntouched();
        }
    }

    [Fact]
    public void An_adapter_of_a_rank_beyond_the_models_widths_is_applied()
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        using var model = GoldenModels.Load("llama3");
        using var memory = new GuardedMemory();
        using var weights = VectorModel.FromModel(model);
        foreach (var rank in (int[])[200, 769, 1024])
        {
            using var adapter = Adapter(model, rank, new Random(rank));
            using var packed = new VectorAdapter(adapter);
            using var engine = new VectorEngine(weights, packed, 1, 300, 2);
            var ids = Enumerable.Range(0, 257).Select(place => place * 7 % model.Configuration.VocabularySize).ToArray();

            AssertClose(Reference(model, adapter, ids), engine.Append([new SlotTokens(0, ids)])[0].ToArray());
            memory.AssertUntouched();
        }
    }

    [Fact]
    public void An_id_that_has_no_embedding_is_refused()
    {
        foreach (var family in (string[])["gemma", "llama3"])
        {
            using var model = VectorModel.Load(GoldenModels.Folder(family), TestContext.Current.CancellationToken);
            var vocabulary = model.Configuration.VocabularySize;
            using var engine = new VectorEngine(model, null, 2, 16, 1);
            using var scorer = new VectorScorer(model, null, 1);
            foreach (var id in (int[])[vocabulary, vocabulary + 100, -1, int.MinValue, int.MaxValue])
            {
                var error = Assert.Throws<InvalidDataException>(() => engine.Append([new SlotTokens(0, new[] { 1, id })]));
                Assert.Contains($"Token {id} ", error.Message);
                Assert.Throws<InvalidDataException>(() => scorer.Read([([1, id], [2])]));
                Assert.Throws<InvalidDataException>(() => scorer.Read([([1], [id])]));
                scorer.Read([([1], [2, 3])]);
                Assert.Throws<InvalidDataException>(() => scorer.LogitsOf([0], [id]));
            }

            using var pass = new WorkerTeam(1);
            using var sequence = new SequenceCache(model.Configuration);
            using var reader = new VectorPass(model, null, pass, 4, 16);
            sequence.MakeRoom(16);
            Assert.Throws<InvalidDataException>(() => reader.Read([new TokenRow(sequence, vocabulary, 0, 1)]));
        }
    }

    [Fact]
    public void What_there_is_no_room_for_is_refused()
    {
        using var model = VectorModel.Load(GoldenModels.Folder("llama3"), TestContext.Current.CancellationToken);
        using var engine = new VectorEngine(model, null, 2, 20, 1);
        Assert.Throws<InvalidDataException>(() => engine.Append([new SlotTokens(0, new int[21])]));
        Assert.Throws<ArgumentException>(() => engine.Append([new SlotTokens(2, new int[1])]));
        Assert.Throws<ArgumentException>(() => engine.Append([new SlotTokens(-1, new int[1])]));
        Assert.Throws<ArgumentException>(() => engine.Append([new SlotTokens(0, new int[1]), new SlotTokens(0, new int[1])]));
        Assert.Throws<ArgumentException>(() => engine.Append([new SlotTokens(0, Array.Empty<int>())]));
        Assert.Throws<ArgumentOutOfRangeException>(() => engine.Append([new SlotTokens(0, new int[1])])[1].Length);

        using var scorer = new VectorScorer(model, null, 1);
        Assert.Throws<ArgumentException>(() => scorer.Read([]));
        Assert.Throws<ArgumentException>(() => scorer.Read([([], [1])]));
        Assert.Throws<ArgumentException>(() => scorer.Read([([1], [])]));
        scorer.Read([([1, 2], [3, 4])]);
        Assert.Throws<ArgumentOutOfRangeException>(() => scorer.Logits([2], 0, 128).GetType());
        Assert.Throws<ArgumentOutOfRangeException>(() => scorer.Logits([-1], 0, 128).GetType());
        Assert.Throws<ArgumentOutOfRangeException>(() => scorer.Logits([0], 1 << 20, 128).GetType());
        Assert.Throws<ArgumentOutOfRangeException>(() => scorer.Logits([0], -128, 128).GetType());

        using var team = new WorkerTeam(1);
        using var sequence = new SequenceCache(model.Configuration);
        using var pass = new VectorPass(model, null, team, 4, 16);
        Assert.Throws<ArgumentOutOfRangeException>(() => pass.Read([new TokenRow(sequence, 1, 0, 1)]));
        sequence.MakeRoom(64);
        Assert.Throws<ArgumentOutOfRangeException>(() => pass.Read([new TokenRow(sequence, 1, 16, 17)]));
        Assert.Throws<ArgumentOutOfRangeException>(() => pass.Read([new TokenRow(sequence, 1, -1, 1)]));
        Assert.Throws<ArgumentOutOfRangeException>(() => pass.Read(Enumerable.Repeat(new TokenRow(sequence, 1, 0, 1), 5).ToArray()));
        Assert.Throws<ArgumentOutOfRangeException>(() => sequence.Store(0, 0, sequence.Capacity, new float[64], new float[64]));
    }

    [Fact]
    public void Room_for_the_longest_answer_that_settings_allow_costs_nothing_before_it_is_written()
    {
        using var model = VectorModel.Load(GoldenModels.Folder("llama3"), TestContext.Current.CancellationToken);
        using var engine = new VectorEngine(model, null, 32, 1_000_128, 2);
        using var brief = new VectorEngine(model, null, 32, 16, 2);
        var additions = Enumerable.Range(0, 32).Select(slot => new SlotTokens(slot, new[] { 1, slot })).ToList();

        var (rows, expected) = (engine.Append(additions), brief.Append(additions));
        for (var row = 0; row < additions.Count; row++)
        {
            Assert.Equal(expected[row].ToArray(), rows[row].ToArray());
        }
    }

    [Fact]
    public void An_adapter_for_a_model_of_another_shape_is_refused()
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        using var small = CausalLanguageModel.Create(Shape("llama3", new Random(1)), 1, Precision.Float32);
        using var adapter = Adapter(small, 4, new Random(2));
        using var packed = new VectorAdapter(adapter);
        using var other = VectorModel.Load(GoldenModels.Folder("llama3"), TestContext.Current.CancellationToken);

        Assert.Throws<InvalidDataException>(() => new VectorEngine(other, packed, 1, 16, 1));
    }

    /// <summary>Appends in pieces, as prompts and answers come; returns each slot's last logits.</summary>
    private static float[][] Append(VectorEngine engine, int[][] prompts, Random random)
    {
        var (at, last) = (new int[prompts.Length], new float[prompts.Length][]);
        while (Enumerable.Range(0, prompts.Length).Where(slot => at[slot] < prompts[slot].Length).ToList() is { Count: > 0 } open)
        {
            var some = open.Where(_ => random.Next(3) > 0).DefaultIfEmpty(open[0]).ToList();
            var counts = some.ConvertAll(slot => random.Next(1, prompts[slot].Length - at[slot] + 1));
            var logits = engine.Append([
                .. some.Zip(counts, (slot, count) => new SlotTokens(slot, prompts[slot].AsMemory(at[slot], count))),
            ]);
            for (var row = 0; row < some.Count; row++)
            {
                at[some[row]] += counts[row];
                last[some[row]] = logits[row].ToArray();
            }
        }

        return last;
    }

    private static void Score(VectorScorer scorer, CausalLanguageModel model, LoraAdapter adapter, int[][] texts, Random random)
    {
        var pairs = Array.ConvertAll(
            texts,
            ids =>
            {
                var cut = random.Next(1, ids.Length);
                return (Prompt: ids[..cut], Answer: ids[cut..]);
            }
        );
        scorer.Read(pairs);
        var position = 0;
        foreach (var (prompt, answer) in pairs)
        {
            var expected = Reference(model, adapter, prompt);
            var first = random.Next(0, expected.Length) / IAnswerScorer.SliceUnit * IAnswerScorer.SliceUnit;
            AssertClose(expected[first..], scorer.Logits([position], first, expected.Length - first)[0].ToArray(), expected.Max(Math.Abs));
            AssertClose([expected[answer[0]]], scorer.LogitsOf([position], [answer[0]]), expected.Max(Math.Abs));
            position += answer.Length;
        }
    }

    private static float[] Reference(CausalLanguageModel model, LoraAdapter adapter, int[] ids)
    {
        using var scope = NewDisposeScope();
        var hidden = model.Hidden(tensor(ids.Select(id => (long)id).ToArray()).unsqueeze(0), adapter: adapter);
        return model.Logits(hidden[0, ids.Length - 1].unsqueeze(0))[0].data<float>().ToArray();
    }

    private static void AssertClose(float[] expected, float[] actual, float? scale = null)
    {
        Assert.Equal(expected.Length, actual.Length);
        var bound = Tolerance * Math.Max(1, scale ?? expected.Max(Math.Abs));
        Assert.All(expected.Zip(actual), pair => Assert.True(Math.Abs(pair.First - pair.Second) <= bound, $"{pair} beyond {bound}"));
    }

    private static int[][] Prompts(Random random, int vocabulary) =>
        [
            .. Enumerable
                .Range(0, random.Next(1, 6))
                .Select(_ => Enumerable.Range(0, random.Next(1, 150)).Select(_ => random.Next(vocabulary)).ToArray()),
        ];

    private static LoraAdapter Adapter(CausalLanguageModel model, int rank, Random random)
    {
        var adapter = LoraAdapter.Create(model, new LoraShape(rank, 2 * Math.Sqrt(rank), [LoraShape.AllLinear]), random.Next());
        using var generator = new Generator((ulong)random.Next());
        foreach (var (_, (_, b)) in adapter.Layers)
        {
            b.copy_(randn(b.shape, generator: generator) * 0.1);
        }

        return adapter;
    }

    /// <summary>A family's configuration in sizes that fill no vector, panel or block.</summary>
    private static ModelConfiguration Shape(string family, Random random)
    {
        var path = Path.Combine(GoldenModels.Folder(family), ModelConfiguration.FileName);
        var golden = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        var groups = random.Next(1, 4);
        var heads = groups * random.Next(1, 4);
        var width = 8 * random.Next(1, 6);
        foreach (
            var (key, size) in new (string, int)[]
            {
                ("hidden_size", heads * width),
                ("n_embd", heads * width),
                ("num_attention_heads", heads),
                ("n_head", heads),
                ("num_key_value_heads", groups),
                ("head_dim", width),
                ("intermediate_size", random.Next(1, 150)),
                ("n_inner", random.Next(1, 150)),
                ("vocab_size", random.Next(5, 300)),
            }
        )
        {
            if (golden.ContainsKey(key))
            {
                golden[key] = size;
            }
        }

        return ModelConfiguration.Read(path, JsonSerializer.SerializeToUtf8Bytes(golden));
    }
}
