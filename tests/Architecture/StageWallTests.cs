using ArchUnitNET.Loader;
using Pipeline.Engine;
using Pipeline.Modeling.Text;
using Pipeline.Stages.Report;

namespace Pipeline.Tests.Architecture;

/// <summary>What stages may know of each other, and the engine of stages.</summary>
public sealed class StageWallTests
{
    private static readonly ArchUnitNET.Domain.Architecture _program = new ArchLoader()
        .LoadAssemblies(typeof(ReportStage).Assembly, typeof(Words).Assembly, typeof(InputException).Assembly)
        .Build();

    [Fact]
    public void A_stage_knows_only_the_row_records_of_other_stages_and_the_words_of_their_columns() =>
        Assert.Empty(new StageWalls("Pipeline.Stages", "Data.Records", "Report").Trespasses(_program).Distinct());

    [Fact]
    public void Only_the_report_stands_in_the_report()
    {
        var users =
            from type in _program.Types
            where
                type.FullName.StartsWith("Pipeline.Stages.", StringComparison.Ordinal)
                && !type.FullName.StartsWith("Pipeline.Stages.Report.", StringComparison.Ordinal)
            from used in type.Dependencies
            where used.Target.FullName.StartsWith("Pipeline.Stages.Report.", StringComparison.Ordinal)
            select $"{type.FullName} uses {used.Target.FullName}";

        Assert.Empty(users.Distinct());
    }

    [Fact]
    public void The_engine_and_modeling_know_no_stage_and_not_each_other()
    {
        var engine = typeof(InputException).Assembly.GetReferencedAssemblies();
        var modeling = typeof(Words).Assembly.GetReferencedAssemblies();

        Assert.DoesNotContain(engine.Concat(modeling), name => name.Name!.StartsWith("Pipeline", StringComparison.Ordinal));
    }

    [Fact]
    public void A_trespass_is_found_however_it_is_spelled_and_wherever_it_stands()
    {
        var planted = new ArchLoader().LoadAssemblies(typeof(StageWallTests).Assembly).Build();

        var found = new StageWalls("Pipeline.Tests.Architecture.Planted", "Shared")
            .Trespasses(planted)
            .Distinct()
            .Order(StringComparer.Ordinal);

        Assert.Equal(
            [
                "Pipeline.Tests.Architecture.Planted.LooseFile uses Pipeline.Tests.Architecture.Planted.Wing.Two.TwoStage",
                "Pipeline.Tests.Architecture.Planted.Wing.One.OneStage uses Pipeline.Tests.Architecture.Planted.Wing.Two.TwoChoice",
                "Pipeline.Tests.Architecture.Planted.Wing.One.OneStage uses Pipeline.Tests.Architecture.Planted.Wing.Two.TwoStage",
            ],
            found
        );
    }
}
