using Pipeline.Engine.Stages;
using Pipeline.Modeling.Models;
using TorchSharp;

namespace Pipeline.Stages.Tuning.Merge;

/// <summary>Folds a trained adapter into its base model: a plain checkpoint in Hugging Face's form, for programs that know no
/// adapters.</summary>
public sealed class MergeStage : FoldStage
{
    /// <summary>The base model's folder.</summary>
    public const string Model = "model";

    /// <summary>The artifact that holds the adapter.</summary>
    public const string Adapter = "adapter";

    /// <inheritdoc />
    public override string Name => "merge";

    /// <inheritdoc />
    public override int Version => 1;

    /// <inheritdoc />
    public override object Options { get; } = new MergeOptions();

    /// <inheritdoc />
    public override ResourceSlot Slot => ResourceSlot.Device;

    /// <inheritdoc />
    public override Task RunAsync(StageInputs inputs, FoldOutput output, StageContext context, CancellationToken cancellation)
    {
        var folder = inputs[Model].Folder!;
        using var model = CausalLanguageModel.Load(folder);
        using var adapter = AdapterFile.Load(inputs[Adapter].Folder!, model);
        AdapterMerge.Apply(model, adapter);
        CheckpointWriter.SaveLike(output.Folder, model, folder, torch.ScalarType.Float32);
        return Task.CompletedTask;
    }
}
