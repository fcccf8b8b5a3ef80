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

        if (device.Kind != DeviceKind.Cpu)
        {
            yield break;
        }

        var trained = Ids(graph.Nodes.Where(node => node.Stage.Options is FineTuneOptions { Method: FineTuneMethod.Full }));
        if (trained.Length > 0 && settings.Model is { } model)
        {
            yield return Room(
                trained,
                () => CausalLanguageModel.ParametersOf(model.Absolute),
                memory,
                "Tune with methods of type lora, take a smaller"
            );
        }

        foreach (var node in graph.Nodes)
        {
            if (node.Stage.Options is PretrainOptions options)
            {
                yield return Room(
                    Ids([node]),
                    () => CausalLanguageModel.ParametersOf(options.ToConfiguration()),
                    memory,
                    "Set smaller sizes in pretrain.model (vocabulary, hidden_size, intermediate_size, layers) for a smaller"
                );
            }
        }
    }

    private static InputCheck Room(string[] training, Func<long> parameters, long memory, string advice) =>
        new("memory", _ => Task.Run(() => RequireRoom(parameters(), memory, advice))) { ProvedBy = training };

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
