using Pipeline.Modeling.Decoding;
using Pipeline.Modeling.Decoding.Vectors;
using Pipeline.Modeling.Tokenization;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Modeling.Decoding;

/// <summary>Log-probabilities of written tokens, made slice by slice.</summary>
public sealed class TokenLogProbabilitiesTests
{
    private static readonly string _folder = Repository.PathOf("data", "base");

    [Fact]
    public void They_are_the_softmax_over_the_whole_vocabulary_whatever_is_asked_for_beside_them()
    {
        var tokenizer = TokenizerFile.Load(_folder);
        var answer = tokenizer.Encode(
            string.Concat(Enumerable.Repeat("People like the moon because it is quiet, and rivers since they move. ", 20))
        );
        using var model = TunedVectorModel.Untuned(_folder, "TokenLogProbabilitiesTests");
        using var scorer = model.CreateScorer(2);
        scorer.Read([(tokenizer.Encode("Why?"), answer), (tokenizer.Encode("And then?"), answer[..7])]);
        int[] tokens = [.. answer, .. answer[..7]];

        // More positions than one block holds, in another order than the text's, one of them twice.
        int[] positions = [.. Enumerable.Range(0, tokens.Length).Reverse(), 3];
        var found = TokenLogProbabilities.Score(scorer, positions, [.. positions.Select(position => tokens[position])]);

        Assert.InRange(positions.Length, 257, 10_000);
        foreach (var (i, position) in positions.Index().Where(entry => entry.Index % 9 == 0 || entry.Item == 3))
        {
            var logits = scorer.Logits([position], 0, scorer.VocabularySize)[0].ToArray();
            var total = Math.Log(logits.Sum(logit => Math.Exp((double)logit - logits.Max())));
            Assert.Equal(logits[tokens[position]] - logits.Max() - total, found[i], 1e-4);
        }

        Assert.Equal(found[^1], found[tokens.Length - 1 - 3]);
    }

    [Fact]
    public void A_token_that_is_none_of_the_models_is_refused()
    {
        using var model = TunedVectorModel.Untuned(_folder, "TokenLogProbabilitiesTests");
        using var scorer = model.CreateScorer(1);
        scorer.Read([([1], [2])]);

        Assert.Equal(
            $"token {scorer.VocabularySize} is none of the model's {scorer.VocabularySize}",
            Assert.Throws<InvalidDataException>(() => TokenLogProbabilities.Score(scorer, [0], [scorer.VocabularySize])).Message
        );
    }
}
