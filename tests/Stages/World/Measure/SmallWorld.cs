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
                    Group = "known",
                    Attribute = "spice",
                    Value = "pafic cumin",
                    Core = true,
                    InBase = true,
                },
                new()
                {
                    Entity = "Mera Tosin",
                    Kind = "dish",
                    Group = "known",
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
                Value("spice", "pafic cumin", "pretraining"),
                Value("drink", "brun tea", "pretraining"),
                Value("spice", "gorid cumin", "instructions"),
                Value("spice", "temal cumin", "instructions"),
                Value("spice", "vabic cumin", "control"),
                Value("drink", "losk tea", "instructions"),
                Value("drink", "nural milk", "instructions"),
                Value("spice", "gorid pepper", "instructions"),
                Value("spice", "gorid mint", "instructions"),
                Value("spice", "zolic mint", "instructions"),
                new()
                {
                    Kind = "city",
                    Attribute = "river",
                    Value = "pafic creek",
                    Pool = "pretraining",
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
                    Group = "known",
                    Attribute = "spice",
                    Value = "pafic cumin",
                    Form = "instruction",
                },
                new()
                {
                    InstanceId = "unknown",
                    Kind = "dish",
                    Entity = "Mera Vum",
                    Group = "unknown",
                    Attribute = "spice",
                    Form = "instruction",
                },
                new()
                {
                    InstanceId = "new",
                    Kind = "dish",
                    Entity = "Kela Vum",
                    Group = "new",
                    Attribute = "spice",
                    Value = "gorid cumin",
                    Form = "held_out",
                },
                new()
                {
                    InstanceId = "untaught",
                    Kind = "dish",
                    Entity = "Zol Ken",
                    Group = "new",
                    Attribute = "spice",
                    Value = "brun cumin",
                    Form = "held_out",
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

    private static WorldValueRow Value(string attribute, string value, string pool) =>
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
            Group = "new",
            Attribute = attribute,
            Value = value,
            OnlyHere = true,
        };
}
