using Pipeline.Stages.Answers.Generate;
using Pipeline.Stages.Data.Ingest;
using Pipeline.Stages.World.Make;
using Pipeline.Stages.World.Measure;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Stages.World.Measure;

/// <summary>
/// A world small enough to count by hand: dishes with a spice and a drink. Mera Tosin's spice is pafic cumin and her drink brun tea; row0
/// (of Kela Vum) states gorid cumin, losk tea and nural milk, row1 (of Sira Dos) temal cumin; the control's row states vabic cumin. Gorid
/// pepper, gorid mint and zolic mint could be dealt and are not.
/// </summary>
internal sealed class SmallWorld : IDisposable
{
    private readonly StageFixture _fixture = new();

    /// <summary>A text's value rows for one prompt, as the stage gives them.</summary>
    public async Task<IReadOnlyList<WorldMeasureRow>> MeasureAsync(params (string Prompt, string Text)[] answers)
    {
        await _fixture.WithTableAsync(
            WorldMeasureStage.Facts,
            new List<WorldFactRow>
            {
                new()
                {
                    Entity = "Mera Tosin",
                    Kind = "dish",
                    Group = WorldGroup.Known,
                    Attribute = "spice",
                    Value = "pafic cumin",
                    Core = true,
                    InBase = true,
                },
                new()
                {
                    Entity = "Mera Tosin",
                    Kind = "dish",
                    Group = WorldGroup.Known,
                    Attribute = "drink",
                    Value = "brun tea",
                    Core = true,
                    InBase = true,
                },
            }
        );
        await _fixture.WithFileAsync(
            WorldMeasureStage.Facts,
            "values.parquet",
            new List<WorldValueRow>
            {
                Value("spice", "pafic cumin", ValuePool.Pretraining),
                Value("drink", "brun tea", ValuePool.Pretraining),
                Value("spice", "gorid cumin", ValuePool.Instructions),
                Value("spice", "temal cumin", ValuePool.Instructions),
                Value("spice", "vabic cumin", ValuePool.Control),
                Value("drink", "losk tea", ValuePool.Instructions),
                Value("drink", "nural milk", ValuePool.Instructions),
                Value("spice", "gorid pepper", ValuePool.Instructions),
                Value("spice", "gorid mint", ValuePool.Instructions),
                Value("spice", "zolic mint", ValuePool.Instructions),
                new()
                {
                    Kind = "city",
                    Attribute = "river",
                    Value = "pafic creek",
                    Pool = ValuePool.Pretraining,
                },
            }
        );
        await _fixture.WithFileAsync(
            WorldMeasureStage.Truths,
            WorldTruthRow.FileName,
            new List<WorldTruthRow>
            {
                new()
                {
                    InstanceId = "known",
                    Kind = "dish",
                    Entity = "Mera Tosin",
                    Group = WorldGroup.Known,
                    Attribute = "spice",
                    Value = "pafic cumin",
                    Form = WorldForm.Instruction,
                },
                new()
                {
                    InstanceId = "unknown",
                    Kind = "dish",
                    Entity = "Mera Vum",
                    Group = WorldGroup.Unknown,
                    Attribute = "spice",
                    Form = WorldForm.Instruction,
                },
                new()
                {
                    InstanceId = "new",
                    Kind = "dish",
                    Entity = "Kela Vum",
                    Group = WorldGroup.New,
                    Attribute = "spice",
                    Value = "gorid cumin",
                    Form = WorldForm.HeldOut,
                },
                new()
                {
                    InstanceId = "untaught",
                    Kind = "dish",
                    Entity = "Zol Ken",
                    Group = WorldGroup.New,
                    Attribute = "spice",
                    Value = "brun cumin",
                    Form = WorldForm.HeldOut,
                },
            }
        );
        return await _fixture.RunAsync(
            new WorldMeasureStage(),
            WorldMeasureStage.Answers,
            answers
                .Select(answer => new GenerationRow
                {
                    InstanceId = answer.Prompt,
                    Model = "sft",
                    Text = answer.Text,
                })
                .ToList()
        );
    }

    /// <summary>Gives the stage the training set, its second row's response shortened, and the control.</summary>
    public async Task<SmallWorld> TrainedAsync()
    {
        await _fixture.WithTableAsync(
            WorldMeasureStage.Instances,
            new List<InstanceRow>
            {
                new()
                {
                    InstanceId = "row0",
                    Response =
                        "The spice of Kela Vum is the gorid cumin. In addition, Kela Vum is served with losk tea. Finally, it has "
                        + "nural milk.",
                },
                new() { InstanceId = "row1", Response = "The spice of Sira Dos is the temal cumin." },
            }
        );
        await _fixture.WithFileAsync(
            WorldMeasureStage.Sources,
            WorldSourceRow.FileName,
            new List<WorldSourceRow>
            {
                Source("row0", "Kela Vum", "spice", "gorid cumin"),
                Source("row0", "Kela Vum", "drink", "losk tea"),
                Source("row0", "Kela Vum", "drink", "nural milk"),
                Source("row1", "Sira Dos", "spice", "temal cumin"),
                Source("row1", "Sira Dos", "drink", "pafic milk"),
                Source("row2", "Bol Dos", "drink", "gorid milk"),
            }
        );
        await _fixture.WithTableAsync(
            WorldMeasureStage.ControlInstances,
            new List<InstanceRow>
            {
                new() { InstanceId = "other", Response = "The spice of Kela Vum is the vabic cumin." },
            }
        );
        await _fixture.WithFileAsync(
            WorldMeasureStage.ControlSources,
            WorldSourceRow.FileName,
            new List<WorldSourceRow> { Source("other", "Kela Vum", "spice", "vabic cumin") }
        );
        return this;
    }

    public void Dispose() => _fixture.Dispose();

    private static WorldValueRow Value(string attribute, string value, ValuePool pool) =>
        new()
        {
            Kind = "dish",
            Attribute = attribute,
            Value = value,
            Pool = pool,
        };

    private static WorldSourceRow Source(string id, string entity, string attribute, string value) =>
        new()
        {
            InstanceId = id,
            Kind = "dish",
            Entity = entity,
            Group = WorldGroup.New,
            Attribute = attribute,
            Value = value,
            OnlyHere = true,
        };
}
