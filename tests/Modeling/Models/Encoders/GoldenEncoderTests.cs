using Pipeline.Modeling.Models;
using Pipeline.Modeling.Models.Encoders;
using Pipeline.Modeling.Native;
using Pipeline.Modeling.Weights;
using Pipeline.Tests.Support;
using static TorchSharp.torch;

namespace Pipeline.Tests.Modeling.Models.Encoders;

/// <summary>Our encoders against transformers on the same weights and tokens, for both families.</summary>
public sealed class GoldenEncoderTests
{
    private const double Tolerance = 1e-4;

    static GoldenEncoderTests() => NativeTorch.Load();

    [Theory]
    [InlineData(TinyEncoder.Bert)]
    [InlineData(TinyEncoder.Mpnet)]
    public void Hidden_states_of_a_padded_batch_and_pooled_vectors_agree(string family)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        using var golden = SafetensorsFile.Open(Path.Combine(TinyEncoder.Golden(family), "golden.safetensors"));
        var (rows, expected) = (Rows(golden), golden.Read("last_hidden_state"));
        Assert.True(rows.Select(row => row.Length).Distinct().Count() > 1);

        var hidden = Hidden(family, rows);

        foreach (var (row, ids) in rows.Index())
        {
            GoldenModels.Close(hidden[row].narrow(0, 0, ids.Length), expected[row].narrow(0, 0, ids.Length), Tolerance);
        }

        var pooled = VectorPooling.Apply(hidden, rows.ConvertAll(row => row.Length), PoolingKind.Mean);
        GoldenModels.Close(tensor(pooled).view(rows.Count, -1), golden.Read("mean_pooled_normalized"), Tolerance);
    }

    [Theory]
    [InlineData(TinyEncoder.Bert)]
    [InlineData(TinyEncoder.Mpnet)]
    public void Each_row_alone_agrees_too(string family)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        using var golden = SafetensorsFile.Open(Path.Combine(TinyEncoder.Golden(family), "golden.safetensors"));
        foreach (var (row, ids) in Rows(golden).Index())
        {
            GoldenModels.Close(Hidden(family, [ids])[0], golden.Read("last_hidden_state")[row].narrow(0, 0, ids.Length), Tolerance);
        }
    }

    [Theory]
    [InlineData(TinyEncoder.Bert, "bert.")]
    [InlineData(TinyEncoder.Mpnet, "mpnet.")]
    public void A_checkpoint_with_a_head_of_pre_training_in_16_bits_is_read_without_it(string family, string prefix)
    {
        using var folder = new TemporaryFolder();
        TinyEncoder.Write(folder.Root, family);
        Rewrite(
            folder.Root,
            weights =>
            {
                var renamed = weights.ToDictionary(weight => prefix + weight.Key, weight => weight.Value);
                renamed[family == TinyEncoder.Bert ? "cls.predictions.bias" : "lm_head.bias"] = zeros(320);
                return renamed;
            },
            ScalarType.Float16
        );
        TinyEncoder.Configure(
            folder.Root,
            ("architectures", new System.Text.Json.Nodes.JsonArray(family == TinyEncoder.Bert ? "BertForMaskedLM" : "MPNetForMaskedLM"))
        );
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        using var golden = SafetensorsFile.Open(Path.Combine(TinyEncoder.Golden(family), "golden.safetensors"));
        var ids = Rows(golden)[0];

        using var encoder = SentenceEncoder.Load(
            folder.Root,
            new SentenceForm(PoolingKind.Mean, 30),
            cancellation: TestContext.Current.CancellationToken
        );
        var hidden = encoder.Hidden([ids], TestContext.Current.CancellationToken);

        // Weights were rounded to 16 bits, so the states are near and not the same; computed in 16 bits they would be far.
        Assert.Equal(ScalarType.Float32, hidden.dtype);
        GoldenModels.Close(hidden[0], golden.Read("last_hidden_state")[0].narrow(0, 0, ids.Length), 0.02);
    }

    /// <summary>Writes other weights in place of a folder's.</summary>
    internal static void Rewrite(
        string folder,
        Func<Dictionary<string, Tensor>, Dictionary<string, Tensor>> change,
        ScalarType type = ScalarType.Float32
    )
    {
        using var scope = NewDisposeScope();
        var path = Path.Combine(folder, CheckpointFiles.SingleFile);
        Dictionary<string, Tensor> weights;
        using (var file = SafetensorsFile.Open(path))
        {
            weights = change(file.Entries.Keys.ToDictionary(name => name, file.Read));
        }

        File.Delete(path);
        SafetensorsWriter.Write(path, new SortedDictionary<string, Tensor>(weights, StringComparer.Ordinal), type);
    }

    private static Tensor Hidden(string family, IReadOnlyList<int[]> rows)
    {
        using var weights = EncoderWeights.Open(TinyEncoder.Golden(family), TestContext.Current.CancellationToken);
        using var kept = new KeptTensors(CPU);
        return new EncoderStack(weights, kept).Apply(rows, TestContext.Current.CancellationToken);
    }

    /// <summary>The tokens of each row, without what pads it on the right.</summary>
    private static List<int[]> Rows(SafetensorsFile golden)
    {
        var (ids, mask) = (GoldenModels.Ids(golden, "input_ids"), GoldenModels.Ids(golden, "attention_mask"));
        return
        [
            .. Enumerable
                .Range(0, (int)ids.shape[0])
                .Select(row =>
                {
                    var kept = mask[row].data<long>().ToArray();
                    var length = kept.Count(value => value == 1);
                    Assert.All(kept.Take(length), value => Assert.Equal(1, value));
                    return ids[row].data<long>().ToArray().Take(length).Select(id => (int)id).ToArray();
                }),
        ];
    }
}
