using System.CommandLine;
using Pipeline.Engine.Artifacts;
using Pipeline.Engine.CommandLine.Output;
using Pipeline.Engine.Planning;
using Pipeline.Engine.Tables;

namespace Pipeline.Engine.CommandLine.Commands;

/// <summary>Shows what a stage made: its table and files, or one row as a person reads it.</summary>
internal sealed class InspectCommand : PipelineCommand
{
    private readonly ICatalogue _catalogue;
    private readonly Terminal _terminal;
    private readonly Argument<string> _stage = StageNames.NewArgument();

    private readonly Argument<string> _row = new("ROW")
    {
        Description = "a row, counted from 1, or the start of an instance id; without it, what the artifact holds",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<bool> _columns = new("--columns") { Description = "print the row's columns as they are stored" };
    private readonly Option<string> _file = new("--file")
    {
        HelpName = "NAME",
        Description = "look into this Parquet file of the artifact instead of its table",
    };

    public InspectCommand(ICatalogue catalogue, Terminal terminal, SharedOptions shared)
        : base("inspect", "show a row as a person reads it, or what a stage's artifact holds")
    {
        (_catalogue, _terminal) = (catalogue, terminal);
        Arguments.Add(shared.File);
        Arguments.Add(_stage);
        Arguments.Add(_row);
        AddGroup("Options", _columns, _file);
        AddGroup(SharedOptions.Title, shared.All);
        SetAction((parsed, cancellation) => InspectAsync(Workspace.Open(catalogue, parsed, shared), parsed, cancellation));
    }

    private async Task<int> InspectAsync(Workspace workspace, ParseResult parsed, CancellationToken cancellation)
    {
        var artifacts = new InspectedArtifacts(workspace, cancellation);
        var nodes = NodeSelection.Matching(workspace.Graph, [parsed.GetRequiredValue(_stage)], "STAGE");
        var node = workspace.Graph.Nodes.First(nodes.Contains);
        if (nodes.Count > 1)
        {
            _terminal.WriteErrorLine(
                "also: "
                    + $"{string.Join(", ", workspace.Graph.Nodes.Where(other => other != node && nodes.Contains(other)).Select(other => other.Id))}"
            );
        }

        var artifact = artifacts.Find(node) ?? throw new InputException($"{node.Id} is not in the cache; run it first.");
        if (artifacts.IsOutdated(node))
        {
            _terminal.WriteErrorLine($"as the last run left it; {node.Id} would be computed again now");
        }

        var file = parsed.GetValue(_file);
        var parts = file is null ? artifact.Parts : await PlainTableAsync(artifact, file, cancellation).ConfigureAwait(false);
        if (parsed.GetValue(_row) is { } row)
        {
            var position =
                parts.Count > 0
                    ? await RowPosition.FindAsync(parts, row, cancellation).ConfigureAwait(false)
                    : throw new InputException(
                        $"{node.Id} has no table; --file NAME looks into one of its files: "
                            + $"{string.Join(", ", artifact.Files.Select(known => known.Name))}."
                    );
            var view = file is null && !parsed.GetValue(_columns) ? _catalogue.RowView(node) : null;
            await ShowRowAsync(
                    new InspectedRow(node, position.Part, position.IndexInPart, artifacts.Find),
                    position,
                    parts.Sum(part => part.Rows),
                    view,
                    cancellation
                )
                .ConfigureAwait(false);
        }
        else
        {
            await ShowArtifactAsync(node, artifact, parts, cancellation).ConfigureAwait(false);
        }

        return ExitCode.Success;
    }

    private static async Task<IReadOnlyList<Part>> PlainTableAsync(Artifact artifact, string name, CancellationToken cancellation)
    {
        var path = artifact.PathOf(name);
        return [new Part(0, path, "", (await UntypedTable.ReadAsync(path, cancellation).ConfigureAwait(false)).Rows.Count)];
    }

    private async Task ShowRowAsync(InspectedRow row, RowPosition position, long total, IRowView? view, CancellationToken cancellation)
    {
        _terminal.WriteLine($"{row.Node.Id}, row {position.Number} of {total}, part {row.Part.Index}");
        if (view is not null)
        {
            foreach (var piece in await view.RenderAsync(row, cancellation).ConfigureAwait(false))
            {
                _terminal.Out.Write(_terminal.Render(piece));
            }

            return;
        }

        var table = await UntypedTable.ReadAsync(row.Part.Path, cancellation).ConfigureAwait(false);
        foreach (var column in table.Columns)
        {
            _terminal.Out.WriteLine(
                Terminal.Visible($"{column}: {ColumnText.Format(table.Rows[row.IndexInPart].GetValueOrDefault(column))}")
            );
        }
    }

    private async Task ShowArtifactAsync(StageNode node, Artifact artifact, IReadOnlyList<Part> parts, CancellationToken cancellation)
    {
        if (parts.Count > 0)
        {
            _terminal.WriteLine(
                $"{node.Id}: {Quantity.Count(parts.Sum(part => part.Rows), "row")} in {Quantity.Count(parts.Count, "part")}"
            );
            var first = await UntypedTable.ReadAsync(parts[0].Path, cancellation).ConfigureAwait(false);
            var columns = new TextTable("column", "first row");
            foreach (var column in first.Columns)
            {
                columns.Add(column, first.Rows.Count == 0 ? "" : ColumnText.Short(first.Rows[0].GetValueOrDefault(column)));
            }

            columns.WriteTo(_terminal.Out);
        }

        if (artifact.Files.Count > 0)
        {
            var files = new TextTable("file", "size", "path");
            foreach (var file in artifact.Files)
            {
                files.Add(file.Name, Quantity.Bytes(file.Bytes), PlanText.Relative(file.Path));
            }

            files.WriteTo(_terminal.Out);
        }
    }
}
