using System.Globalization;
using Pipeline.Modeling.Statistics;
using Pipeline.Stages.Answers.Generate;
using Pipeline.Stages.Attribution.Attribute;
using Pipeline.Stages.Attribution.Borrowings;
using Pipeline.Stages.World.Validity;

namespace Pipeline.Benchmarks;

/// <summary>
/// Whether q-values say what they claim: on models that never saw the rows that they are searched in, and on lists into which true
/// borrowings are planted. Reads what runs of several seeds exported: FOLDER/SEED/STAGE_VARIANT, as `benchmarks/README.md` says.
/// </summary>
internal static class SpanCalibration
{
    private const double Level = 0.1;
    private const int Draws = 200;

    private static readonly int[] _planted = [5, 10, 20, 40];

    /// <summary>Measures and prints both.</summary>
    public static async Task<int> RunAsync(string folder)
    {
        var seeds = Directory.GetDirectories(folder).Order(StringComparer.Ordinal).ToList();
        var models = Directory
            .GetDirectories(seeds[0], "borrowings_*")
            .Select(path => Path.GetFileName(path)["borrowings_".Length..])
            .Order(StringComparer.Ordinal)
            .ToList();
        var cases = new List<Case>();
        foreach (var model in models)
        {
            for (var seed = 0; seed < seeds.Count; seed++)
            {
                cases.Add(await Case.ReadAsync(model, seeds[seed], seeds[(seed + 1) % seeds.Count]).ConfigureAwait(false));
            }
        }

        PrintFalse(cases, models);
        PrintMixtures(cases);
        return 0;
    }

    private static void PrintFalse(List<Case> cases, List<string> models)
    {
        Console.WriteLine($"models that never saw the rows: any span at q <= {Level}, at q <= {SpanVerdicts.Level2}; of how many");
        var called = cases.ConvertAll(one =>
            (one.Model, AtLevel: Called(one, [], Level).Count, Borrowed: Called(one, [], SpanVerdicts.Level2).Count)
        );
        foreach (var model in models.Append("all"))
        {
            var chosen = called.FindAll(one => model == "all" || one.Model == model);
            Console.WriteLine(
                $"  {model}: {chosen.Count(one => one.AtLevel > 0)}, {chosen.Count(one => one.Borrowed > 0)} of {chosen.Count}; spans at "
                    + $"q <= {Level}: {string.Join(' ', chosen.Select(one => one.AtLevel))}"
            );
        }
    }

    /// <summary>True spans of tuned models among the false ones of each model that never saw the rows.</summary>
    private static void PrintMixtures(List<Case> cases)
    {
        var truth = cases.SelectMany(one => one.True).ToList();
        Console.WriteLine($"planted among them, {Draws} draws each of {truth.Count} true spans: planted, false of those called, found");
        foreach (var planted in _planted.Where(count => count <= truth.Count))
        {
            foreach (var level in (double[])[SpanVerdicts.Level2, Level])
            {
                var random = new RandomStream((ulong)planted);
                var (proportion, found, lists) = (0.0, 0.0, 0);
                foreach (var one in cases)
                {
                    for (var draw = 0; draw < Draws; draw++)
                    {
                        var chosen = Enumerable.Range(0, planted).Select(_ => truth[(int)(random.Next() * truth.Count)]).ToList();
                        var called = Called(one, chosen, level);
                        proportion += called.Count == 0 ? 0 : called.Count(isTrue => !isTrue) / (double)called.Count;
                        found += called.Count(isTrue => isTrue) / (double)planted;
                        lists++;
                    }
                }

                Console.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"  {planted} planted, q <= {level}: false {proportion / lists:F3}, found {found / lists:F3}"
                    )
                );
            }
        }
    }

    /// <summary>Whether each span that is called borrowed was planted.</summary>
    private static List<bool> Called(Case one, List<double> planted, double level)
    {
        double[] scores = [.. one.False, .. planted];
        return TargetDecoy
            .EstimateQValues(scores, one.Decoys, one.Scale)
            .Index()
            .Where(entry => entry.Item <= level)
            .Select(entry => entry.Index >= one.False.Count)
            .ToList();
    }

    /// <summary>A model that never saw the rows, and the decoys that another seed's pair of models gives.</summary>
    private sealed record Case(string Model, List<double> False, List<double> Decoys, double Scale, List<double> True)
    {
        public static async Task<Case> ReadAsync(string model, string seed, string other)
        {
            var answers = await WordsAsync(seed, $"generate_{model}-control").ConfigureAwait(false);
            var decoyWords =
                await WordsAsync(other, $"generate_{model}-control").ConfigureAwait(false)
                + await WordsAsync(other, $"generate_{model}").ConfigureAwait(false);
            var own = await ExportedTable.ReadAsync<BorrowedSpanRow>(seed, $"borrowings_{model}").ConfigureAwait(false);
            var certain = await ExportedTable.ReadAsync<BorrowedSpanRow>(seed, $"world-borrowings_{model}").ConfigureAwait(false);
            return new Case(
                model,
                await ScoresAsync(seed, $"attribute_{model}-control-against-{model}").ConfigureAwait(false),
                [
                    .. await ScoresAsync(other, $"attribute_{model}-control-against-{model}").ConfigureAwait(false),
                    .. await ScoresAsync(other, $"attribute_{model}-against-{model}-control").ConfigureAwait(false),
                ],
                answers / (double)decoyWords,
                [.. SpanValidity.ListTrue(own, certain).Select(span => span.Evidence).OfType<double>()]
            );
        }

        private static async Task<List<double>> ScoresAsync(string seed, string artifact) =>
            [
                .. (await ExportedTable.ReadAsync<BorrowedSpanRow>(seed, artifact).ConfigureAwait(false))
                    .Where(span => !span.InPrompt)
                    .Select(span => span.Evidence)
                    .OfType<double>(),
            ];

        private static async Task<long> WordsAsync(string seed, string artifact) =>
            new AnswerSide(await ExportedTable.ReadAsync<GenerationRow>(seed, artifact).ConfigureAwait(false), []).TotalWords;
    }
}
