using Pipeline.Engine.Artifacts;
using Pipeline.Modeling.Decoding;
using Pipeline.Modeling.Decoding.Tensors;
using Pipeline.Modeling.Decoding.Vectors;
using Pipeline.Modeling.Models;

namespace Pipeline.Stages.Answers;

/// <summary>
/// Loads models to answer and score with: in plain C# on the processor in 32 bits, where no result depends on what is computed beside it,
/// and by libtorch on other devices and in other precisions.
/// </summary>
internal static class InferenceModels
{
    /// <summary>Whether plain C# computes.</summary>
    public static bool UseVectors(ComputeDevice device, Precision precision) =>
        device.Kind == DeviceKind.Cpu && precision == Precision.Float32;

    /// <summary>Loads a base model, or what fine-tuning made of it.</summary>
    /// <param name="model">The base model's folder.</param>
    /// <param name="tuned">An adapter for it, or a checkpoint; null for the base itself.</param>
    /// <param name="precision">What it is held and computed in.</param>
    /// <param name="device">Where.</param>
    /// <param name="cancellation">Stops between two pieces of a file.</param>
    /// <exception cref="InvalidDataException">A folder is damaged, or the adapter does not fit, or the device is not there.</exception>
    public static IInferenceModel Load(
        Artifact model,
        Artifact? tuned,
        Precision precision,
        ComputeDevice device,
        CancellationToken cancellation
    ) =>
        UseVectors(device, precision)
            ? LoadVectors(model, tuned, cancellation)
            : TunedTensorModel.Load(model.Folder!, tuned?.Folder, precision, device, cancellation);

    /// <summary>The same in plain C#; the base's weights are shared by all who hold them at the time.</summary>
    /// <exception cref="InvalidDataException">A folder is damaged, or the adapter does not fit.</exception>
    public static TunedVectorModel LoadVectors(Artifact model, Artifact? tuned, CancellationToken cancellation) =>
        tuned is null
            ? TunedVectorModel.Untuned(model.Folder!, model.Digest, cancellation)
            : TunedVectorModel.Load(model.Folder!, model.Digest, tuned.Folder!, tuned.Digest, cancellation);
}
