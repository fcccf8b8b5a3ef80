using Pipeline.Engine;
using Pipeline.Engine.Caching;
using Pipeline.Engine.Stages;
using Pipeline.Stages.Tuning.FineTune;

namespace Pipeline.Stages.Tuning.FineTuneCommand;

/// <summary>
/// Fine-tunes with a program of the user's, such as a Python trainer on a GPU cluster: hands it the tokenized dataset as Parquet and takes
/// the
/// checkpoint or adapter that it leaves into the cache, after checking it against the base model.
/// </summary>
public sealed class FineTuneCommandStage(FineTuneCommandOptions options) : FoldStage
{
    /// <summary>The tokenized dataset.</summary>
    public const string Tokens = "tokens";

    /// <summary>The base model's folder.</summary>
    public const string Model = "model";

    /// <summary>A file whose contents decide the result, such as the trainer's source; optional.</summary>
    public const string Script = "script";

    /// <inheritdoc />
    public override string Name => "fine-tune-command";

    /// <inheritdoc />
    public override int Version => 1;

    /// <inheritdoc />
    public override object Options => options;

    /// <inheritdoc />
    public override ResourceSlot Slot => ResourceSlot.Device;

    /// <inheritdoc />
    public override async Task RunAsync(StageInputs inputs, FoldOutput output, StageContext context, CancellationToken cancellation)
    {
        var folder = new CommandFolder(output.StateFolder);
        folder.Prepare(
            inputs[Tokens].Parts.Select(part => part.Path).ToList(),
            CanonicalJson.Text(CanonicalJson.Serialize(options.Settings))
        );
        var arguments = options
            .Command.Select(argument => folder.Fill(argument, inputs[Model].Folder!, inputs.Find(Script)?.Files[0].Path))
            .ToList();
        await ExternalProgram.RunAsync(arguments, folder.State, context.Log, cancellation).ConfigureAwait(false);
        try
        {
            var trained = TrainedFolder.Read(folder.Output, inputs[Model].Folder!);
            trained.CopyTo(output.Folder);
            var steps = trained.Steps();
            await output.WriteTableAsync(TrainingMetricRow.FileName, steps, cancellation).ConfigureAwait(false);
            var last = steps is [.., var step]
                ? new TrainingCheckpointRow { Step = step.Step, Epoch = step.Epoch }
                : new TrainingCheckpointRow();
            await output.WriteTableAsync<TrainingCheckpointRow>(TrainingCheckpointRow.FileName, [last], cancellation).ConfigureAwait(false);
            context.Log.Information("Took in {What} with {Steps} logged steps", trained.Description, steps.Count);
        }
        catch (InvalidDataException error)
        {
            throw new InputException($"What '{options.Command[0]}' left cannot be used: {error.Message}", error);
        }
    }
}
