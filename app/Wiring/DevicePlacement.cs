using Pipeline.App.Settings;
using Pipeline.Engine.Configuration;
using Pipeline.Modeling.Models;

namespace Pipeline.App.Wiring;

/// <summary>Tells every stage that runs a model where to run it.</summary>
internal static class DevicePlacement
{
    /// <summary>The settings with the device in those of the stages.</summary>
    /// <exception cref="Engine.InputException">The setting names no device.</exception>
    public static PipelineSettings Place(BoundConfiguration configuration, PipelineSettings settings)
    {
        var device = Parse(configuration, settings.Device);
        var stages = settings.Stages;
        return settings with
        {
            Pretrain = settings.Pretrain is { } pretrain ? pretrain with { Model = pretrain.Model with { Device = device } } : null,
            Stages = stages with
            {
                FineTune = stages.FineTune with { Device = device },
                Generate = stages.Generate with { Device = device },
                Shift = stages.Shift with { Device = device },
                Embed = stages.Embed with { Device = device },
            },
        };
    }

    private static ComputeDevice Parse(BoundConfiguration configuration, string setting)
    {
        try
        {
            return ComputeDevice.Parse(setting);
        }
        catch (InvalidDataException error)
        {
            throw configuration.Invalid("device", error.Message);
        }
    }
}
