using System.Globalization;
using Pipeline.App.Settings;
using Pipeline.Engine.CommandLine;
using Pipeline.Engine.Planning;
using Pipeline.Engine.Stages;
using Pipeline.Modeling.Models;
using Pipeline.Stages.Tuning.FineTune;
using Pipeline.Stages.Tuning.Pretrain;

namespace Pipeline.App.Wiring.Checks;

/// <summary>What the machine must have for a run: the device that the settings name, and room for training. A run without such stages needs
/// neither.</summary>
internal static class MachineChecks
{
    /// <summary>Weight, gradient and two moments of AdamW, each in 32 bits.</summary>
    private const int BytesOfATrainedParameter = 16;

    private const double Gigabyte = 1e9;

    /// <summary>The checks of a configuration.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="graph">Its graph.</param>
    /// <param name="memory">Bytes of memory that this process may use.</param>
    public static IEnumerable<InputCheck> List(PipelineSettings settings, Graph graph, long memory)
    {
        var device = ComputeDevice.Parse(settings.Device);
        var computing = Ids(graph.Nodes.Where(node => node.Stage.Slot == ResourceSlot.Device));
        if (device.Kind == DeviceKind.Cuda && computing.Length > 0)
        {
            yield return new InputCheck(
                "device",
                _ =>
                    Task.Run(() =>
                    {
                        device.RequirePresent();
                        return device.ToString();
                    })
            )
            {
                ProvedBy = computing,
            };
        }

        var trained = Ids(graph.Nodes.Where(node => node.Stage.Options is FineTuneOptions { Method: FineTuneMethod.Full }));
        if (device.Kind == DeviceKind.Cpu && trained.Length > 0 && settings.Model is { } model)
        {
            yield return new InputCheck(
                "memory",
                _ =>
                    Task.Run(() =>
                        RequireRoom(
                            CausalLanguageModel.ParametersOf(model.Absolute),
                            memory,
                            "Tune with methods of type lora, take a smaller"
                        )
                    )
            )
            {
                ProvedBy = trained,
            };
        }

        foreach (var node in graph.Nodes.Where(node => device.Kind == DeviceKind.Cpu && node.Stage.Options is PretrainOptions))
        {
            var options = (PretrainOptions)node.Stage.Options;
            yield return new InputCheck(
                "memory",
                _ =>
                    Task.Run(() =>
                        RequireRoom(
                            CausalLanguageModel.ParametersOf(options.ToConfiguration()),
                            memory,
                            "Set smaller sizes in pretrain.model (vocabulary, hidden_size, intermediate_size, layers) for a smaller"
                        )
                    )
            )
            {
                ProvedBy = Ids([node]),
            };
        }
    }

    private static string RequireRoom(long parameters, long memory, string advice)
    {
        var needed = parameters * BytesOfATrainedParameter;
        var found = string.Create(
            CultureInfo.InvariantCulture,
            $"training all of {parameters:N0} parameters takes {needed / Gigabyte:0.0##} GB and more, of {memory / Gigabyte:0.0##} GB"
        );
        return needed <= memory
            ? found
            : throw new InvalidDataException(
                $"{found}: weights, gradients and two moments in 32 bits. {advice} model, or run on a machine with more memory."
            );
    }

    private static string[] Ids(IEnumerable<StageNode> nodes) => [.. nodes.Select(node => node.Id)];
}
