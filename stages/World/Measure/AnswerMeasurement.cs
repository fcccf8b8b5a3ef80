using Pipeline.Engine.Stages;
using Pipeline.Stages.Answers.Generate;
using Pipeline.Stages.World.Make;

namespace Pipeline.Stages.World.Measure;

/// <summary>Measures answers one by one.</summary>
/// <param name="parser">Finds the values of a text.</param>
/// <param name="pools">The pool of every value.</param>
/// <param name="truth">What is true.</param>
/// <param name="trained">The values of the training set; null for a model that was not tuned.</param>
/// <param name="control">Those of the control set; null for none.</param>
internal sealed class AnswerMeasurement(
    StatedValues parser,
    IReadOnlyDictionary<EntityValue, ValuePool> pools,
    WorldTruth truth,
    TrainingValues? trained,
    TrainingValues? control
) : IPartTransform<WorldMeasureRow>
{
    private readonly Dictionary<(string Kind, string Attribute, string Modifier), int> _heads = pools
        .Where(entry => entry.Value == ValuePool.Instructions)
        .CountBy(entry => (entry.Key.Kind, entry.Key.Attribute, entry.Key.Modifier))
        .ToDictionary();

    public async ValueTask<IReadOnlyList<WorldMeasureRow>> TransformAsync(
        PartInputs inputs,
        PartContext context,
        CancellationToken cancellation
    )
    {
        var answers = await inputs.ReadAsync<GenerationRow>(WorldMeasureStage.Answers, cancellation).ConfigureAwait(false);
        var measured = await OrderedRows.TransformAsync(answers, Measure, context.Stage.CpuWorkers, cancellation).ConfigureAwait(false);
        return measured.SelectMany(rows => rows).ToList();
    }

    private IReadOnlyList<WorldMeasureRow> Measure(GenerationRow answer)
    {
        var asked = truth.Find(answer.InstanceId);
        if (asked.Group == WorldGroup.New && trained?.Teaches(asked) == false)
        {
            return [];
        }

        var values = parser.In(answer.Text).DistinctBy(EntityValue.FromStated).ToList();
        var core = values.Find(value => value.Kind == asked.Kind && value.Attribute == asked.Attribute);
        var copied = trained?.RowCopiedBy(values.ConvertAll(EntityValue.FromStated), asked) ?? "";
        return values.Count == 0
            ? [Row(answer, asked, null, copied)]
            :
            [
                .. values.Select(
                    (value, number) =>
                    {
                        var row = Row(answer, asked, core, copied);
                        (row.Number, row.IsCore) = (number, value == core);
                        row.Text = answer.Text.Substring(value.Start, value.Length);
                        Judge(row, value, truth.FindRight(asked, value.Kind, value.Attribute));
                        return row;
                    }
                ),
            ];
    }

    private static WorldMeasureRow Row(GenerationRow answer, WorldTruthRow asked, StatedValue? core, string copied) =>
        new()
        {
            InstanceId = answer.InstanceId,
            Sample = answer.Sample,
            Model = answer.Model,
            Form = asked.Form,
            Group = asked.Group,
            Kind = asked.Kind,
            Entity = asked.Entity,
            AskedAttribute = asked.Attribute,
            TrueValue = asked.Value,
            CoreFact =
                core is null ? CoreFactOutcome.Absent
                : core.Value == asked.Value ? CoreFactOutcome.Right
                : CoreFactOutcome.Wrong,
            CopiedInstanceId = copied,
            Number = -1,
        };

    private void Judge(WorldMeasureRow row, StatedValue stated, string rightValue)
    {
        var (value, right) = (EntityValue.FromStated(stated), stated.Value == rightValue);
        (row.Start, row.Length, row.Value, row.ValueKind, row.Attribute) = (
            stated.Start,
            stated.Length,
            stated.Value,
            stated.Kind,
            stated.Attribute
        );
        row.RightValue = rightValue;
        (row.Verdict, row.Pool, row.StatedInRows) = (
            right ? ValueVerdict.Right : ValueVerdict.Wrong,
            pools.GetValueOrDefault(value, ValuePool.None),
            trained?.RowsOf(value) ?? 0
        );
        if (!right)
        {
            row.SourceInstanceId = trained?.OnlyRowOf(value) ?? "";
            row.CertainBorrowing = row.SourceInstanceId.Length > 0;
            row.ControlInstanceId = control?.OnlyRowOf(value) ?? "";
            row.RecombinationOdds =
                row.Pool == ValuePool.Instructions
                    ? trained?.RecombinationOdds(value, _heads[(value.Kind, value.Attribute, value.Modifier)]) ?? 0
                    : 0;
        }
    }
}
