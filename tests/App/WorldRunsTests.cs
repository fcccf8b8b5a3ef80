using Pipeline.App;
using Pipeline.App.Settings;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Planning;
using Pipeline.Stages.Tuning.FineTune;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.App;

/// <summary>The runs on the fictional world come to the models that their pages say.</summary>
public sealed class WorldRunsTests
{
    [Fact]
    public void The_default_run_trains_seven_models_the_twins_of_three_and_one_of_them_three_more_times()
    {
        var models = Models("pipeline.yaml");

        Assert.Equal(
            [
                "lft-equal.mixed",
                "lft.mixed",
                "lft.mixed-control",
                "lft.mixed-simple",
                "sft-equal.mixed",
                "sft-low.mixed",
                "sft-low.mixed-control",
                "sft.mixed",
                "sft.mixed-control",
                "sft.mixed-simple",
            ],
            models
                .Where(model => !IsRetrained(model.Node))
                .Select(model => model.Node.Id["fine-tune/".Length..])
                .Order(StringComparer.Ordinal)
        );
        Assert.Equal(3, models.Count(model => IsRetrained(model.Node)));
    }

    [Fact]
    public void The_default_run_has_both_methods_at_one_learning_rate() =>
        Assert.Equal(
            ["lft-equal.mixed", "sft-equal.mixed"],
            Models("pipeline.yaml")
                .Where(model => On(model, "mixed") && !IsRetrained(model.Node))
                .GroupBy(model => model.Options.LearningRate)
                .Single(rate => rate.Select(model => model.Options.Method).Distinct().Count() == 2)
                .Select(model => model.Node.Id["fine-tune/".Length..])
                .Order(StringComparer.Ordinal)
        );

    [Fact]
    public void The_experiment_trains_the_cells_that_its_page_lists()
    {
        var models = Models("examples/world-full.yaml");
        var cells = models.Where(model => !IsRetrained(model.Node)).ToList();

        Assert.Equal(5, models.Select(model => model.Options.Seed).Distinct().Count());
        Assert.Equal((160, 15), (cells.Count, models.Count - cells.Count));
        Assert.Equal(20, cells.Count(model => model.Options.Epochs == 8));
        Assert.Equal(80, cells.Count(model => model.Options.Epochs == 3 && (On(model, "mixed") || On(model, "mixed-simple"))));
        Assert.Equal(
            40,
            cells.Count(model => On(model, "known") || On(model, "known-simple") || On(model, "new") || On(model, "new-simple"))
        );
        Assert.Equal(20, cells.Count(model => On(model, "mixed-100") || On(model, "mixed-1000")));
    }

    private static List<(StageNode Node, FineTuneOptions Options)> Models(string file) =>
        new Catalogue()
            .Build(ConfigurationLoader.Load(Repository.PathOf(file.Split('/')), typeof(PipelineSettings), []))
            .Nodes.Where(node => node.Stage is FineTuneStage)
            .Select(node => (node, (FineTuneOptions)node.Stage.Options))
            .ToList();

    private static bool IsRetrained(StageNode node) => node.Inputs.Any(input => input.Name == FineTuneStage.Withheld);

    private static bool On((StageNode Node, FineTuneOptions Options) model, string dataset) =>
        model.Node.Id.EndsWith($".{dataset}", StringComparison.Ordinal);
}
