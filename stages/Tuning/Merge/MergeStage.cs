using Pipeline.Engine.Stages;
using Pipeline.Modeling.Models;
using Pipeline.Stages.Data.Tokenize;
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

    /// <summary>Optional: the tokenized dataset that the adapter was trained on, whose rows say what ends an answer.</summary>
    public const string Tokens = "tokens";

    /// <inheritdoc />
    public override string Name => "merge";

    /// <inheritdoc />
    public override int Version => 2;

    /// <inheritdoc />
    public override object Options { get; } = new MergeOptions();

    /// <inheritdoc />
    public override ResourceSlot Slot => ResourceSlot.Device;

    /// <inheritdoc />
    public override async Task RunAsync(StageInputs inputs, FoldOutput output, StageContext context, CancellationToken cancellation)
    {
        var folder = inputs[Model].Folder!;
        var endTokens = new SortedSet<int>();
        if (inputs.Has(Tokens))
        {
            await foreach (var row in inputs.RowsAsync<TokenizedRow>(Tokens, cancellation).ConfigureAwait(false))
            {
                if (row.EndOfAnswer is { } end)
                {
                    endTokens.Add(end);
                }
            }
        }

        using var model = CausalLanguageModel.Load(folder, cancellation: cancellation);
        using var adapter = AdapterFile.Load(inputs[Adapter].Folder!, model);
        AdapterMerge.Apply(model, adapter);
        CheckpointWriter.SaveLike(output.Folder, model, folder, torch.ScalarType.Float32, endTokens);
    }
}
