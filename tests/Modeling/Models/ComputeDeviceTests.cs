using System.Text.Json;
using Pipeline.Modeling.Models;

namespace Pipeline.Tests.Modeling.Models;

/// <summary>The device setting: what it means, what of it counts, what is refused.</summary>
public sealed class ComputeDeviceTests
{
    [Theory]
    [InlineData("cpu", DeviceKind.Cpu, 0)]
    [InlineData("cuda", DeviceKind.Cuda, 0)]
    [InlineData("cuda:3", DeviceKind.Cuda, 3)]
    public void A_setting_names_kind_and_index(string setting, DeviceKind kind, int index) =>
        Assert.Equal(new ComputeDevice(kind, index), ComputeDevice.Parse(setting));

    [Theory]
    [InlineData("gpu")]
    [InlineData("")]
    [InlineData("CPU")]
    [InlineData("cuda:")]
    [InlineData("cuda:-1")]
    [InlineData("cuda:1x")]
    [InlineData("cpu:0")]
    public void Anything_else_is_refused(string setting) =>
        Assert.Contains(
            "expected auto, cpu, cuda or cuda:N",
            Assert.Throws<InvalidDataException>(() => ComputeDevice.Parse(setting)).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void The_kind_counts_for_results_and_the_index_does_not() =>
        Assert.Equal(JsonSerializer.Serialize(ComputeDevice.Parse("cuda:0")), JsonSerializer.Serialize(ComputeDevice.Parse("cuda:1")));

    [Fact]
    public void A_device_that_is_not_there_is_an_error_when_a_model_is_loaded()
    {
        var error = Assert.Throws<InvalidDataException>(() =>
            CausalLanguageModel.Load(
                GoldenModels.Folder("llama3"),
                device: new ComputeDevice(DeviceKind.Cuda, 99),
                cancellation: TestContext.Current.CancellationToken
            )
        );

        Assert.Contains("Device cuda:99 is not there", error.Message, StringComparison.Ordinal);
        Assert.Contains("docs/gpu.md", error.Message, StringComparison.Ordinal);
    }
}
