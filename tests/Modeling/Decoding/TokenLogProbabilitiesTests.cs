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
        using var model = TunedVectorModel.Untuned(_folder, "TokenLogProbabilitiesTests", TestContext.Current.CancellationToken);
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
        using var model = TunedVectorModel.Untuned(_folder, "TokenLogProbabilitiesTests", TestContext.Current.CancellationToken);
        using var scorer = model.CreateScorer(1);
        scorer.Read([([1], [2])]);

        Assert.Equal(
            $"token {scorer.VocabularySize} is none of the model's {scorer.VocabularySize}",
            Assert.Throws<InvalidDataException>(() => TokenLogProbabilities.Score(scorer, [0], [scorer.VocabularySize])).Message
        );
    }

    /// <summary>More tokens than one slice holds, and more positions than one block.</summary>
    [Fact]
    public void Slices_of_the_vocabulary_add_up_to_the_softmax_over_all()
    {
        var (vocabulary, positions) = (9000, 300);
        var random = new Random(3);
        var logits = Enumerable
            .Range(0, 7)
            .Select(_ => Enumerable.Range(0, vocabulary).Select(_ => (float)((random.NextDouble() * 20) - 10)).ToArray())
            .ToArray();

        // The highest logit stands in the first, the second and the last slice.
        (logits[0][5], logits[1][5000], logits[2][8999]) = (40, 40, 40);
        using var scorer = new ListedLogits(logits);
        int[] at = [.. Enumerable.Range(0, positions).Select(i => i % logits.Length)];
        int[] tokens = [.. Enumerable.Range(0, positions).Select(i => i * 29 % vocabulary)];

        var found = TokenLogProbabilities.Score(scorer, at, tokens);

        for (var i = 0; i < positions; i++)
        {
            var row = logits[at[i]];
            var expected = row[tokens[i]] - row.Max() - Math.Log(row.Sum(logit => Math.Exp((double)logit - row.Max())));
            Assert.Equal(expected, found[i], 1e-4);
        }

        Assert.Equal([256, 44], scorer.Asked.Select(asked => asked.Positions).Distinct());
        Assert.Equal([(0, 4096), (4096, 4096), (8192, 808)], scorer.Asked.Take(3).Select(asked => (asked.FirstToken, asked.Tokens)));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(4095, 1)]
    [InlineData(4096, 2)]
    [InlineData(4999, 3)]
    public void Tokens_at_the_borders_of_a_slice_are_found(int token, int logit)
    {
        var logits = Enumerable.Repeat(-100f, 5000).ToArray();
        logits[token] = logit;
        using var scorer = new ListedLogits([logits]);

        Assert.Equal(0, TokenLogProbabilities.Score(scorer, [0], [token])[0], 1e-6);
    }

    [Fact]
    public void Nothing_asked_is_nothing_found()
    {
        using var scorer = new ListedLogits([
            [1, 2],
        ]);

        Assert.Empty(TokenLogProbabilities.Score(scorer, [], []));
        Assert.Empty(scorer.Asked);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    public void A_token_outside_the_vocabulary_is_named(int token)
    {
        using var scorer = new ListedLogits([
            [1, 2, 3],
        ]);

        Assert.Equal(
            $"token {token} is none of the model's 3",
            Assert.Throws<InvalidDataException>(() => TokenLogProbabilities.Score(scorer, [0], [token])).Message
        );
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void A_logit_that_is_no_finite_number_is_refused(float logit)
    {
        using var scorer = new ListedLogits([
            [1, logit, 3],
        ]);

        Assert.Equal(
            "a logit is not a finite number",
            Assert.Throws<InvalidDataException>(() => TokenLogProbabilities.Score(scorer, [0], [1])).Message
        );
    }
}
