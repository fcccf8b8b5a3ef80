using Pipeline.App.Wiring;
using Pipeline.Engine;
using Pipeline.Modeling.Models;

namespace Pipeline.Tests.App.Wiring;

/// <summary>One setting says where all model work runs.</summary>
public sealed class DevicePlacementTests : IDisposable
{
    private readonly ChainFixture _chain = new();

    [Fact]
    public void Every_stage_that_runs_a_model_is_told()
    {
        var configuration = _chain.Bind("device: cuda:3\ndatasets: { d: { path: rows.jsonl } }\npretrain: { datasets: [d] }");

        var placed = DevicePlacement.Place(configuration, configuration.As<Pipeline.App.Settings.PipelineSettings>());

        var (device, stages) = (ComputeDevice.Parse("cuda:3"), placed.Stages);
        Assert.Equal(
            Enumerable.Repeat(device, 5),
            [placed.Pretrain!.Model.Device, stages.FineTune.Device, stages.Generate.Device, stages.Shift.Device, stages.Embed.Device]
        );
    }

    [Fact]
    public void A_device_that_is_none_is_refused_at_its_setting() =>
        Assert.Contains(
            "device: 'tpu' is no device",
            Assert.Throws<InputException>(() => _chain.Build("device: tpu\ndatasets: { d: { path: rows.jsonl } }")).Message,
            StringComparison.Ordinal
        );

    public void Dispose() => _chain.Dispose();
}
