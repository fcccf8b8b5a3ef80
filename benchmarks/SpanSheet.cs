using System.Globalization;
using System.Text;
using Pipeline.Stages.Answers.Generate;
using Pipeline.Stages.Attribution.Attribute;
using Pipeline.Stages.Data;
using Pipeline.Stages.Data.Ingest;

namespace Pipeline.Benchmarks;

/// <summary>
/// Draws spans for people to read blind: the strongest of a model shuffled with the strongest of its control, each in its answer and beside
/// the row that holds it, without scores or names. Which is whose stands in a file of its own.
/// </summary>
internal static class SpanSheet
{
    /// <summary>Writes sheet and key.</summary>
    /// <param name="folder">Exported artifacts, as STAGE_VARIANT.</param>
    /// <param name="model">The model.</param>
    /// <param name="control">Its control.</param>
    /// <param name="dataset">The dataset of the rows.</param>
    /// <param name="count">Spans of each.</param>
    /// <param name="seed">Seed of the order.</param>
    /// <param name="sheet">Where the sheet goes.</param>
    /// <param name="key">Where the key goes.</param>
    public static async Task<int> RunAsync(
        string folder,
        string model,
        string control,
        string dataset,
        string count,
        string seed,
        string sheet,
        string key
    )
    {
        var rows = (await ExportedTable.ReadAsync<InstanceRow>(folder, $"ingest_{dataset}").ConfigureAwait(false)).ToDictionary(row =>
            row.InstanceId
        );
        var drawn = new List<(string Whose, BorrowedSpanRow Span, GenerationRow Answer)>();
        foreach (var (name, spans) in new[] { (model, $"borrowings_{model}"), (control, $"attribute_{control}-against-{model}") })
        {
            var answers = (
                await ExportedTable.ReadAsync<GenerationRow>(folder, $"ingest-generations_{name}").ConfigureAwait(false)
            ).ToDictionary(answer => (answer.InstanceId, answer.Sample));
            drawn.AddRange(
                Choose(
                        await ExportedTable.ReadAsync<BorrowedSpanRow>(folder, spans).ConfigureAwait(false),
                        int.Parse(count, CultureInfo.InvariantCulture)
                    )
                    .Select(span => (name, span, answers[(span.InstanceId, span.Sample)]))
            );
        }

        var (page, names) = (new StringBuilder(), new StringBuilder());
        foreach (
            var (number, (whose, span, answer)) in drawn
                .OrderBy(
                    entry => ReadingSheet.Digest($"{seed}\n{entry.Whose}\n{entry.Span.InstanceId}\n{entry.Span.Start}"),
                    StringComparer.Ordinal
                )
                .Index()
        )
        {
            var row = rows[span.SourceInstanceId];
            var source = InstanceText.ListResponses(row).First(text => text.Field == span.SourceField && text.Turn == span.SourceTurn);
            page.Append(CultureInfo.InvariantCulture, $"## {number + 1}\n\n");
            ReadingSheet.Quote(page, "Question", answer.Prompt);
            ReadingSheet.Quote(page, "Answer", Mark(answer.Text, span.Start, span.Length));
            ReadingSheet.Quote(
                page,
                "Row's request",
                string.IsNullOrEmpty(row.Input) ? row.Instruction : $"{row.Instruction}\n\n{row.Input}"
            );
            ReadingSheet.Quote(page, "Row's response", Mark(source.Text, span.SourceStart, span.SourceLength));
            names.Append(CultureInfo.InvariantCulture, $"{number + 1}\t{whose}\t{span.Evidence:F1}\t{span.QValue:F3}\t{span.Text}\n");
        }

        await File.WriteAllTextAsync(sheet, page.ToString()).ConfigureAwait(false);
        await File.WriteAllTextAsync(key, names.ToString()).ConfigureAwait(false);
        return 0;
    }

    /// <summary>The strongest spans that the prompt lacks, one of each answer and of each row.</summary>
    private static List<BorrowedSpanRow> Choose(IEnumerable<BorrowedSpanRow> spans, int count)
    {
        var (answers, rows, chosen) = (new HashSet<string>(), new HashSet<string>(), new List<BorrowedSpanRow>());
        foreach (var span in spans.Where(span => !span.InPrompt).OrderByDescending(span => span.Evidence))
        {
            if (chosen.Count < count && !answers.Contains(span.InstanceId) && rows.Add(span.SourceInstanceId))
            {
                answers.Add(span.InstanceId);
                chosen.Add(span);
            }
        }

        return chosen;
    }

    private static string Mark(string text, int start, int length)
    {
        var from = Math.Max(0, start - 300);
        var to = Math.Min(text.Length, start + length + 300);
        return $"{(from > 0 ? "… " : "")}{text[from..start]}⟦{text.Substring(start, length)}⟧{text[(start + length)..to]}{(to < text.Length ? " …" : "")}";
    }
}
