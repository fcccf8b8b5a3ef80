using Pipeline.Modeling.Models;
using static TorchSharp.torch;

namespace Pipeline.Tests.Modeling.Models;

/// <summary>Our decoder against transformers on the same weights and tokens, for every family.</summary>
public sealed class GoldenModelTests
{
    private const double Tolerance = 1e-4;

    [Theory]
    [MemberData(nameof(GoldenModels.Forward), MemberType = typeof(GoldenModels))]
    public void Logits_and_hidden_states_of_a_padded_batch_agree_at_every_token(string family)
    {
        using var model = GoldenModels.Load(family);
        using var golden = GoldenModels.Open(family);
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var mask = GoldenModels.Ids(golden, "attention_mask");

        var hidden = model.Hidden(GoldenModels.Ids(golden, "input_ids"), mask);
        var logits = model.Logits(hidden);

        var real = mask.unsqueeze(-1);
        GoldenModels.Close(hidden * real, golden.Read("hidden_last") * real, Tolerance);
        GoldenModels.Close(logits * real, golden.Read("logits") * real, Tolerance);
    }

    [Theory]
    [MemberData(nameof(GoldenModels.Forward), MemberType = typeof(GoldenModels))]
    public void Each_row_alone_and_without_padding_agrees_too(string family)
    {
        using var model = GoldenModels.Load(family);
        using var golden = GoldenModels.Open(family);
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var (ids, mask) = (GoldenModels.Ids(golden, "input_ids"), GoldenModels.Ids(golden, "attention_mask"));
        for (var row = 0; row < ids.shape[0]; row++)
        {
            var length = mask[row].sum().item<long>();
            var start = ids.shape[1] - length;

            var hidden = model.Hidden(ids[row].narrow(0, start, length).unsqueeze(0));

            GoldenModels.Close(hidden[0], golden.Read("hidden_last")[row].narrow(0, start, length), Tolerance);
            GoldenModels.Close(model.Logits(hidden)[0], golden.Read("logits")[row].narrow(0, start, length), Tolerance);
        }
    }

    [Theory]
    [MemberData(nameof(GoldenModels.Forward), MemberType = typeof(GoldenModels))]
    public void A_cache_gives_what_one_pass_gives_with_padding_and_without(string family)
    {
        using var model = GoldenModels.Load(family);
        using var golden = GoldenModels.Open(family);
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var (ids, mask) = (GoldenModels.Ids(golden, "input_ids"), GoldenModels.Ids(golden, "attention_mask"));
        using var cache = new KeyValueCache(model.Configuration, (int)ids.shape[1]);

        // The first piece longer than a window, then pieces of several tokens and of one.
        var parts = new List<Tensor>();
        foreach (var (start, length) in new[] { (0L, 18L), (18L, 7L), (25L, 1L), (26L, 14L) })
        {
            parts.Add(model.Hidden(ids.narrow(1, start, length), mask.narrow(1, 0, start + length), cache));
        }

        var real = mask.unsqueeze(-1);
        GoldenModels.Close(cat(parts, 1) * real, golden.Read("hidden_last") * real, Tolerance);
    }

    [Theory]
    [MemberData(nameof(GoldenModels.Scalings), MemberType = typeof(GoldenModels))]
    public void Scaled_rotary_embeddings_agree_below_and_above_the_trained_length(string scaling)
    {
        using var model = GoldenModels.Load(scaling);
        using var golden = GoldenModels.Open(scaling);
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var ids = GoldenModels.Ids(golden, "input_ids");

        foreach (var length in new[] { 24, 60 })
        {
            var logits = model.Logits(model.Hidden(ids.narrow(1, 0, length)));
            var padded = model.Logits(
                model.Hidden(
                    cat([zeros_like(ids), ids.narrow(1, 0, length)], 1),
                    cat([zeros_like(ids), ones_like(ids).narrow(1, 0, length)], 1)
                )
            );

            GoldenModels.Close(logits, golden.Read($"logits_{length}"), Tolerance);
            GoldenModels.Close(padded.narrow(1, ids.shape[1], length), golden.Read($"logits_{length}"), Tolerance);
        }
    }
}
