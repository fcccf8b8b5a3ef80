using Pipeline.Engine;
using Pipeline.Engine.Artifacts;
using Pipeline.Engine.Caching;
using Pipeline.Engine.Processes;
using Pipeline.Engine.Stages;
using Pipeline.Stages.Tuning.FineTune;

namespace Pipeline.Stages.Tuning.FineTuneCommand;

/// <summary>
/// Fine-tunes with a program of the user's, such as a Python trainer on a GPU cluster: hands it the tokenized dataset as Parquet and takes
/// the checkpoint or adapter that it leaves into the cache, after checking it against the base model.
/// </summary>
public sealed class FineTuneCommandStage(FineTuneCommandOptions options) : FoldStage
{
    /// <summary>The tokenized dataset.</summary>
    public const string Tokens = "tokens";

    /// <summary>The base model's folder.</summary>
    public const string Model = "model";

    /// <summary>A file whose contents decide the result, such as the trainer's source; optional.</summary>
    public const string Script = "script";

    private readonly SecretMask _mask = SecretMask.Create(options.Command, options.Secrets);

    /// <inheritdoc />
    public override string Name => "fine-tune-command";

    /// <inheritdoc />
    public override int Version => 1;

    /// <summary>The settings with the command's secrets hidden: what fingerprints and records hold.</summary>
    public override object Options => options with { Command = _mask.Command };

    /// <inheritdoc />
    public override ResourceSlot Slot => ResourceSlot.Device;

    /// <inheritdoc />
    public override async Task RunAsync(StageInputs inputs, FoldOutput output, StageContext context, CancellationToken cancellation)
    {
        var owner = Directory.CreateDirectory(output.StateFolder).FullName;
        await SupervisedProgram
            .EndEarlierAsync(owner, options.StopGrace, line => context.Log.Warning("{Line:l}", line), cancellation)
            .ConfigureAwait(false);
        var folder = new CommandFolder(owner);
        var model = inputs[Model];
        var arguments = options
            .Command.Select(argument => folder.Fill(argument, model.Folder!, inputs.Find(Script)?.Files[0].Path))
            .ToList();
        var program = new SupervisedProgram(arguments, owner, folder.Attempt, options.StopGrace);
        try
        {
            folder.Prepare(
                inputs[Tokens].Parts.Select(part => part.Path).ToList(),
                CanonicalJson.Text(CanonicalJson.Serialize(options.Settings)),
                cancellation
            );
            var printed = new ProgramOutput(_mask, line => context.Log.Information("{Line:l}", line));
            await program.RunAsync(folder.State, printed, cancellation).ConfigureAwait(false);
            RequireUnchanged(model, cancellation);
            await TakeInAsync(folder.Output, model.Folder!, output, context, cancellation).ConfigureAwait(false);
        }
        finally
        {
            folder.Discard();
        }
    }

    private async Task TakeInAsync(
        string trainedFolder,
        string model,
        FoldOutput output,
        StageContext context,
        CancellationToken cancellation
    )
    {
        try
        {
            var trained = TrainedFolder.Open(trainedFolder, model);
            trained.CopyTo(output.Folder, context.Progress, cancellation);
            var steps = trained.Steps();
            await output.WriteTableAsync(TrainingMetricRow.FileName, steps, cancellation).ConfigureAwait(false);
            var last = steps is [.., var step]
                ? new TrainingCheckpointRow { Step = step.Step, Epoch = step.Epoch }
                : new TrainingCheckpointRow();
            await output.WriteTableAsync<TrainingCheckpointRow>(TrainingCheckpointRow.FileName, [last], cancellation).ConfigureAwait(false);
            context.Log.Information("Took in {What:l} with {Steps} logged steps", trained.Description, steps.Count);
        }
        catch (Exception error) when (error is InvalidDataException or InputException)
        {
            throw new InputException($"What '{options.Command[0]}' left cannot be used: {error.Message}", error);
        }
    }

    /// <summary>The program is given the model itself, which may be too large to copy: a sealed one must be as it was. The user's own files
    /// the engine looks at.</summary>
    private void RequireUnchanged(Artifact model, CancellationToken cancellation)
    {
        foreach (var file in model.Files.Where(file => file.IsSealed))
        {
            if (!File.Exists(file.Path) || Digest.OfFile(file.Path, cancellation) != file.Digest)
            {
                throw new InputException(
                    $"'{options.Command[0]}' changed {file.Path}, which it was given to read. Run again: the file is made anew."
                );
            }
        }
    }
}
