using Pipeline.Stages.Attribution.SourceSimilarity;

namespace Pipeline.Stages.Report.Sections;

/// <summary>How near answers are to the rows that they borrowed from, beside other rows.</summary>
internal static class SourceSimilaritySection
{
    private static readonly (SimilarityMeasure Measure, string Name)[] _measures =
    [
        (SimilarityMeasure.Cosine, "cosine"),
        (SimilarityMeasure.KeywordOverlap, "keyword overlap"),
    ];

    public static void Write(HtmlWriter page, ReportMaterial material)
    {
        if (material.SourceSimilarity.Count == 0)
        {
            return;
        }

        page.Section("similarity", "How near answers are to their sources")
            .Element(
                "p",
                "For each answer and each row that something in it was borrowed from: the cosine of the run's embeddings of request and "
                    + "response, and the share of the answer's keyword n-grams that the row has (n from 1 to 3, mean; function words left "
                    + "out). Beside them the same for rows drawn at random, and for the row that BM25 ranks first among those that the "
                    + "answer did not borrow from. The paper gives 0.418 (SBERT) and 61.6 % for its pairs and neither of the others; its "
                    + "cosines are of another embedding, so their height cannot be compared. What was borrowed stands in the source by "
                    + "definition, so that sources share more than other rows by that alone; and rows of one form are near to each other "
                    + "whatever they say. Intervals are over prompts; the stage's table has those over source rows, which are few."
            );
        using (
            var table = new HtmlTable(
                page,
                [
                    ("model", CellKind.Markup),
                    ("sources", CellKind.Text),
                    ("pairs", CellKind.Number),
                    ("prompts, source rows", CellKind.Number),
                    .. _measures.SelectMany(measure =>
                        ((string, CellKind)[])
                            [
                                ($"{measure.Name}: source", CellKind.Number),
                                ("random row", CellKind.Number),
                                ("nearest other by BM25", CellKind.Number),
                                ("source less random", CellKind.Number),
                                ("source less BM25", CellKind.Number),
                            ]
                    ),
                ]
            )
        )
        {
            foreach (var pairs in material.SourceSimilarity.GroupBy(row => (row.Model, row.Evidence)))
            {
                var first = pairs.First();
                table.Row([
                    ModelLabel.Write(material, pairs.Key.Model),
                    pairs.Key.Evidence == PairEvidence.Certain ? "certain" : "called borrowed, level 2 and more",
                    Figure.Count(first.Pairs),
                    $"{Figure.Count(first.Prompts)}, {Figure.Count(first.SourceRows)}",
                    .. _measures.SelectMany(measure => Cells([.. pairs.Where(row => row.Measure == measure.Measure)])),
                ]);
            }
        }

        page.EndSection();
    }

    private static string[] Cells(IReadOnlyList<SourceSimilarityRow> rows) =>
        [
            Cell(rows, PairKind.Source, null),
            Cell(rows, PairKind.Random, null),
            Cell(rows, PairKind.Bm25, null),
            Cell(rows, PairKind.Source, PairKind.Random),
            Cell(rows, PairKind.Source, PairKind.Bm25),
        ];

    private static string Cell(IReadOnlyList<SourceSimilarityRow> rows, PairKind kind, PairKind? against) =>
        rows.FirstOrDefault(row => row.Kind == kind && row.Against == against) is { } row
            ? Figure.WithInterval(row.Value, Figure.Pair(row.PromptLow, row.PromptHigh))
            : Figure.None;
}
