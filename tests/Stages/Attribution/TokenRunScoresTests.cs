using CsCheck;
using Pipeline.Modeling.Decoding;
using Pipeline.Modeling.Decoding.Vectors;
using Pipeline.Stages.Attribution;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Stages.Attribution;

/// <summary>Scores of runs of tokens, whatever is read beside them.</summary>
public sealed class TokenRunScoresTests
{
    private static readonly string _folder = Repository.PathOf("tests", "Goldens", "tiny_base");

    private static readonly Gen<int[]> _ids = Gen.Int[1, 299].Array[1, 12];

    private static readonly Gen<(TokenSequence Sequence, (int First, int Count)[] Runs)> _sequences =
        from prompt in _ids
        from written in _ids
        from runs in (
            from first in Gen.Int[0, written.Length - 1]
            from count in Gen.Int[1, written.Length - first]
            select (first, count)
        ).Array[1, 3]
        select (new TokenSequence(prompt, written), runs);

    [Fact]
    public void A_run_scores_the_same_read_alone_and_in_any_batch()
    {
        using var model = TunedVectorModel.Untuned(_folder, "TokenRunScoresTests", TestContext.Current.CancellationToken);
        using var scorer = model.CreateScorer(2);
        Gen.Select(_sequences.Array[1, 6], Gen.Int[1, 5])
            .Sample(
                (sequences, batch) =>
                {
                    var runs = sequences
                        .SelectMany(entry => entry.Runs.Select(run => new TokenRun(entry.Sequence, run.First, run.Count)))
                        .ToList();
                    var found = TokenRunScores.Score(scorer, runs, batch, TestContext.Current.CancellationToken);

                    Assert.Equal(runs.Select(run => run.Count), found.Select(tokens => tokens.Length));
                    foreach (var (run, tokens) in runs.Zip(found))
                    {
                        // The whole sequence, its tokens asked for one by one.
                        scorer.Read([(run.Sequence.Prompt, run.Sequence.Written)]);
                        Assert.Equal(
                            Enumerable
                                .Range(run.First, run.Count)
                                .Select(at => TokenLogProbabilities.Score(scorer, [at], [run.Sequence.Written[at]])[0]),
                            tokens
                        );
                    }
                },
                iter: 30,
                threads: 1
            );
    }

    [Fact]
    public void A_run_that_is_cancelled_is_not_scored()
    {
        using var model = TunedVectorModel.Untuned(_folder, "TokenRunScoresTests", TestContext.Current.CancellationToken);
        using var scorer = model.CreateScorer(1);
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        Assert.Throws<OperationCanceledException>(() =>
            TokenRunScores.Score(scorer, [new TokenRun(new TokenSequence([1], [2]), 0, 1)], 1, cancelled.Token)
        );
        Assert.Empty(TokenRunScores.Score(scorer, [], 1, TestContext.Current.CancellationToken));
    }
}
