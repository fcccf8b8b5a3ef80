using Pipeline.Engine.Stages;
using Pipeline.Modeling.Statistics;
using Pipeline.Modeling.Text;
using Pipeline.Stages.Answers.Shift;
using Pipeline.Stages.Data;
using Pipeline.Stages.Data.Ingest;

namespace Pipeline.Stages.Answers.ShiftSummary;

/// <summary>
/// Reduces all shift tables to figures with intervals: shares and means by position, sentence and training-set size, the words most often
/// shifted, and how many of them stand in the training responses, held against words and datasets that training cannot explain; and
/// draws the paper's figures 1 and 4 as SVG.
/// </summary>
public sealed class ShiftSummaryStage(ShiftSummaryOptions options) : FoldStage
{
    /// <summary>Prefix of a shift table.</summary>
    public const string Shift = "shift:";

    /// <summary>Prefix of a dataset's instances.</summary>
    public const string Instances = "instances:";

    /// <inheritdoc />
    public override string Name => "shift-summary";

    /// <inheritdoc />
    public override int Version => 7;

    /// <inheritdoc />
    public override object Options => options;

    /// <inheritdoc />
    public override async Task RunAsync(StageInputs inputs, FoldOutput output, StageContext context, CancellationToken cancellation)
    {
        var vocabularies = await VocabulariesAsync(inputs, cancellation).ConfigureAwait(false);
        List<ShiftStatisticRow> statistics = [];
        List<ShiftedWordRow> words = [];
        List<BorrowedWordRow> borrowed = [];
        for (var i = 0; i < options.Models.Count; i++)
        {
            var model = options.Models[i];
            var size = (int?)inputs.Find(Instances + model.Dataset)?.Rows;
            foreach (var (wrapper, counts) in await ReadAsync(inputs, Shift + model.Table, cancellation).ConfigureAwait(false))
            {
                var bootstrap = new Bootstrap(counts.Averages.Instances);
                statistics.AddRange(
                    counts.Averages.Rows(bootstrap, IsItself(model, wrapper)).Select(row => Label(row, model, wrapper, size))
                );
                words.AddRange(counts.Words.MostShifted(options.TopWords, bootstrap).Select(row => Label(row, model, wrapper)));
                foreach (var dataset in model.Controls.Prepend(model.Dataset).Where(vocabularies.ContainsKey))
                {
                    borrowed.AddRange(
                        counts.Words.FoundIn(vocabularies[dataset], bootstrap).Select(row => Label(row, model, wrapper, dataset))
                    );
                }
            }

            context.Progress.Report(new StageProgress(i + 1, options.Models.Count, "shift tables"));
        }

        await output.WriteTableAsync(ShiftStatisticRow.FileName, statistics, cancellation).ConfigureAwait(false);
        await output.WriteTableAsync(ShiftedWordRow.FileName, words, cancellation).ConfigureAwait(false);
        await output.WriteTableAsync(BorrowedWordRow.FileName, borrowed, cancellation).ConfigureAwait(false);
        foreach (var (file, svg) in ShiftFigures.Draw(statistics))
        {
            await File.WriteAllTextAsync(output.PathOf(file), svg, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Whether a table compares a model with itself on its own prompt: twice the same distribution.</summary>
    private static bool IsItself(SummarisedModel model, BaseWrapper wrapper) =>
        model.Model == model.Reference && wrapper == BaseWrapper.Same;

    /// <summary>The counts of a table, wrapper by wrapper in the order in which they come.</summary>
    private static async Task<IReadOnlyList<(BaseWrapper Wrapper, WrapperCounts Counts)>> ReadAsync(
        StageInputs inputs,
        string table,
        CancellationToken cancellation
    )
    {
        var wrappers = new List<(BaseWrapper Wrapper, WrapperCounts Counts)>();
        await foreach (var token in inputs.RowsAsync<TokenShiftRow>(table, cancellation).ConfigureAwait(false))
        {
            var at = wrappers.FindIndex(entry => entry.Wrapper == token.Wrapper);
            if (at < 0)
            {
                at = wrappers.Count;
                wrappers.Add((token.Wrapper, new WrapperCounts()));
            }

            wrappers[at].Counts.Add(token);
        }

        wrappers.ForEach(entry => entry.Counts.End());
        return wrappers;
    }

    /// <summary>The words of all responses of every dataset, case-folded.</summary>
    private static async Task<Dictionary<string, IReadOnlySet<string>>> VocabulariesAsync(
        StageInputs inputs,
        CancellationToken cancellation
    )
    {
        var vocabularies = new Dictionary<string, IReadOnlySet<string>>(StringComparer.Ordinal);
        foreach (var name in inputs.Named(Instances))
        {
            var words = new HashSet<string>(StringComparer.Ordinal);
            await foreach (var instance in inputs.RowsAsync<InstanceRow>(name, cancellation).ConfigureAwait(false))
            {
                foreach (var response in InstanceText.ListResponses(instance))
                {
                    words.UnionWith(Words.Split(response.Text).Select(word => word.Key));
                }
            }

            vocabularies.Add(name[Instances.Length..], words);
        }

        return vocabularies;
    }

    private static ShiftStatisticRow Label(ShiftStatisticRow row, SummarisedModel model, BaseWrapper wrapper, int? trainingInstances)
    {
        (row.Model, row.Reference, row.Method, row.Dataset, row.Series) = (
            model.Model,
            model.Reference,
            model.Method,
            model.Dataset,
            model.Series
        );
        (row.TrainingInstances, row.Seed, row.Wrapper) = (trainingInstances, model.Seed, wrapper);
        return row;
    }

    private static ShiftedWordRow Label(ShiftedWordRow row, SummarisedModel model, BaseWrapper wrapper)
    {
        (row.Model, row.Reference, row.Wrapper) = (model.Model, model.Reference, wrapper);
        return row;
    }

    private static BorrowedWordRow Label(BorrowedWordRow row, SummarisedModel model, BaseWrapper wrapper, string dataset)
    {
        (row.Model, row.Reference, row.Wrapper, row.Dataset, row.TrainedOn) = (
            model.Model,
            model.Reference,
            wrapper,
            dataset,
            dataset == model.Dataset
        );
        return row;
    }
}
