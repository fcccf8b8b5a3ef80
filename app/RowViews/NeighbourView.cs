using System.Globalization;
using Pipeline.Engine.CommandLine;
using Pipeline.Stages.Answers.Generate;
using Pipeline.Stages.Attribution.Retrieve;
using Pipeline.Stages.Data;
using Pipeline.Stages.Data.Ingest;

namespace Pipeline.App.RowViews;

/// <summary>An answer with the training instances nearest to it.</summary>
internal sealed class NeighbourView : IRowView
{
    private const int Shown = 5;

    /// <inheritdoc />
    public async Task<IReadOnlyList<StyledText>> RenderAsync(InspectedRow row, CancellationToken cancellation)
    {
        var found = await TableRows.OwnAsync<NeighbourRow>(row, cancellation).ConfigureAwait(false);
        var search = NeighbourSearch.FromNode(row.Node);
        var answer = (await TableRows.StreamedAsync<GenerationRow>(row, search.Answers, cancellation).ConfigureAwait(false))[
            row.IndexInPart
        ];
        var nearest = found.Neighbours.Take(Shown).ToList();
        var instances = await TableRows
            .ByIdAsync<InstanceRow>(row, search.Instances, nearest, instance => instance.InstanceId, cancellation)
            .ConfigureAwait(false);

        var text = new RowText().Section("prompt", answer.Prompt).Section($"answer of {answer.Model}", answer.Text, TextStyle.Marked);
        foreach (var instance in instances)
        {
            var rank = nearest.IndexOf(instance.InstanceId);
            var response = InstanceText.Find(instance, InstanceField.Response, found.Turns[rank]);
            text.Section(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"neighbour {rank + 1} of {found.Neighbours.Length}, {search.Score} {found.Similarities[rank]:0.000}: "
                        + $"{instance.InstanceId}{response.DescribeTurn(instance)}"
                ),
                $"{InstanceText.FindRequest(instance, response.Turn)}\n=> {response.Text}"
            );
        }

        return text.Pieces;
    }
}
