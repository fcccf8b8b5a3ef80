using Pipeline.Engine.Stages;
using Pipeline.Stages.Data.Ingest;
using Pipeline.Stages.World.Make;

namespace Pipeline.Stages.World.Measure;

/// <summary>
/// Holds every value that an answer states against the truth of the fictional world: right or wrong, and for wrong ones whether they can
/// only come from one row of the training set. All of it is exact: no judge, no threshold.
/// </summary>
public sealed class WorldMeasureStage : MapStage<WorldMeasureRow>
{
    /// <summary>Streamed: the answers.</summary>
    public const string Answers = "answers";

    /// <summary>Whole: the prompts, with what is true of each beside them.</summary>
    public const string Truths = "truths";

    /// <summary>Whole: the world's facts, with its values beside them.</summary>
    public const string Facts = "facts";

    /// <summary>Whole: the instances that the model was trained on; absent for a model that was not tuned.</summary>
    public const string Instances = "instances";

    /// <summary>Whole: that set as it was made, with the values that its rows state, before anything was dropped from them or shortened,
    /// beside it; absent with the instances.</summary>
    public const string Sources = "sources";

    /// <summary>Whole: the instances of the control set, which no model is trained on, made and shortened alike; absent for none.</summary>
    public const string ControlInstances = "control-instances";

    /// <summary>Whole: the control set as it was made, with the values that it states beside it; absent with its instances.</summary>
    public const string ControlSources = "control-sources";

    /// <summary>The table of values beside the facts.</summary>
    public const string ValuesFile = "values.parquet";

    /// <inheritdoc />
    public override string Name => "world-measure";

    /// <inheritdoc />
    public override int Version => 3;

    /// <inheritdoc />
    public override object Options { get; } = new WorldMeasureOptions();

    /// <inheritdoc />
    public override async ValueTask<IPartTransform<WorldMeasureRow>> OpenAsync(
        StageInputs inputs,
        StageContext context,
        CancellationToken cancellation
    )
    {
        var values = await inputs.ReadFileAsync<WorldValueRow>(Facts, ValuesFile, cancellation).ConfigureAwait(false);
        var stated = new StatedValues(values);
        var sources = await ValuesAsync(inputs, Sources, cancellation).ConfigureAwait(false);
        var control = await ValuesAsync(inputs, ControlSources, cancellation).ConfigureAwait(false);
        return new AnswerMeasurement(
            stated,
            values.ToDictionary(row => new EntityValue(row.Kind, row.Attribute, row.Value), row => row.Pool),
            new WorldTruth(
                await TableAsync<WorldFactRow>(inputs, Facts, cancellation).ConfigureAwait(false),
                sources,
                await inputs.ReadFileAsync<WorldTruthRow>(Truths, WorldTruthRow.FileName, cancellation).ConfigureAwait(false)
            ),
            inputs.Has(Instances)
                ? new TrainingValues(stated, sources, await TableAsync<InstanceRow>(inputs, Instances, cancellation).ConfigureAwait(false))
                : null,
            inputs.Has(ControlInstances)
                ? new TrainingValues(
                    stated,
                    control,
                    await TableAsync<InstanceRow>(inputs, ControlInstances, cancellation).ConfigureAwait(false)
                )
                : null
        );
    }

    private static async Task<IReadOnlyList<WorldSourceRow>> ValuesAsync(StageInputs inputs, string name, CancellationToken cancellation) =>
        inputs.Has(name)
            ? await inputs.ReadFileAsync<WorldSourceRow>(name, WorldSourceRow.FileName, cancellation).ConfigureAwait(false)
            : [];

    private static async Task<IReadOnlyList<TRow>> TableAsync<TRow>(StageInputs inputs, string name, CancellationToken cancellation)
        where TRow : class, new() =>
        inputs.Has(name) ? await inputs.RowsAsync<TRow>(name, cancellation).ToListAsync(cancellation).ConfigureAwait(false) : [];
}
