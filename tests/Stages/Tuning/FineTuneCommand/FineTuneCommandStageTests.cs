using System.Collections.ObjectModel;
using System.Globalization;
using Pipeline.Engine;
using Pipeline.Engine.Artifacts;
using Pipeline.Engine.Caching;
using Pipeline.Engine.Processes;
using Pipeline.Engine.Stages;
using Pipeline.Stages.Data.Tokenize;
using Pipeline.Stages.Tuning.FineTune;
using Pipeline.Stages.Tuning.FineTuneCommand;
using Pipeline.Tests.Modeling.Models;
using Pipeline.Tests.Support;
using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace Pipeline.Tests.Stages.Tuning.FineTuneCommand;

/// <summary>A trainer of the user's, played by a shell script that leaves what the reference trainer left.</summary>
public sealed class FineTuneCommandStageTests : IDisposable
{
    private const string Trainer = """
        read -r line && exit 7
        tokens=$1; settings=$2; output=$3; trained=$4
        test "$(ls "$tokens")" = part-00000.parquet || exit 3
        head -c 4 "$tokens/part-00000.parquet" | grep -q PAR1 || exit 4
        grep -q '"learning_rate":0.001' "$settings" || exit 5
        test -z "$(ls "$output")" || exit 6
        cp "$trained"/* "$output"
        echo trained
        """;

    private readonly StageChain _chain = new();
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task An_adapter_is_taken_in_with_the_log_of_its_trainer()
    {
        CopyOfAdapter("llama3", "lora_trained");
        _folder.Write(
            "trained/trainer_state.json",
            """
            {"log_history": [{"step": 1, "epoch": 0.5, "loss": 2.5, "grad_norm": 1.5, "learning_rate": 0.001}, {"step": 2, "epoch": 1.0, "loss": 2.25}, {"step": 2, "train_runtime": 7.0}]}
            """
        );
        _folder.Write("trained/README.md", "a card");
        var artifact = await TrainAsync("llama3");

        Assert.Equal(
            ["adapter_config.json", "adapter_model.safetensors", "checkpoints.parquet", "metrics.parquet"],
            artifact.Files.Select(file => file.Name)
        );
        Assert.Equal(
            [(1, 2.5, 1.5, 0.001), (2, 2.25, 0, 0)],
            (await StageChain.RowsAsync<TrainingMetricRow>(artifact, "metrics.parquet")).Select(row =>
                (row.Step, row.Loss, row.GradientNorm, row.LearningRate)
            )
        );
        Assert.Equal(2, (await StageChain.RowsAsync<TrainingCheckpointRow>(artifact, "checkpoints.parquet")).Single().Step);
    }

    [Fact]
    public async Task A_checkpoint_is_taken_in()
    {
        CopyOf(GoldenModels.Folder("llama3"), "config.json", "model.safetensors");
        var artifact = await TrainAsync("llama3");

        Assert.Equal(
            ["checkpoints.parquet", "config.json", "metrics.parquet", "model.safetensors"],
            artifact.Files.Select(file => file.Name)
        );
        Assert.Empty(await StageChain.RowsAsync<TrainingMetricRow>(artifact, "metrics.parquet"));
    }

    [Theory]
    [InlineData("checkpoint", "is a checkpoint of another model: ")]
    [InlineData("adapter", "belongs to no targeted layer of the model")]
    [InlineData("nothing", "neither adapter_config.json nor config.json; it has nothing")]
    public async Task What_is_not_of_the_base_model_is_refused(string left, string expected)
    {
        Directory.CreateDirectory(_folder.PathOf("trained"));
        switch (left)
        {
            case "checkpoint":
                CopyOf(GoldenModels.Folder("qwen3"), "config.json", "model.safetensors");
                break;
            case "adapter":
                CopyOfAdapter("gpt_neox", "lora_trained");
                break;
            default:
                _folder.Write("trainer.sh", "exit 0");
                break;
        }

        var error = await Assert.ThrowsAsync<InputException>(() => TrainAsync("llama3", keepTrainer: left == "nothing"));

        Assert.StartsWith("What 'sh' left cannot be used: ", error.Message, StringComparison.Ordinal);
        Assert.Matches(expected, error.Message);
    }

    [Fact]
    public async Task A_trainer_that_fails_is_quoted()
    {
        _folder.Write("trainer.sh", "echo out of memory >&2; exit 7");
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => TrainAsync("llama3", keepTrainer: true));

        Assert.Equal("'sh' ended with exit code 7. Its last lines:\nout of memory", error.Message);
    }

    [Fact]
    public async Task A_loss_that_ran_away_is_taken_in_as_it_is()
    {
        CopyOfAdapter("llama3", "lora_trained");
        _folder.Write(
            "trained/trainer_state.json",
            """
            {"best": "say \"NaN\" or Infinity", "log_history": [{"step": 1, "epoch": 0.5, "loss": NaN, "grad_norm": Infinity}, {"step": 2, "epoch": 1.0, "loss": -Infinity, "grad_norm": null}]}
            """
        );
        var artifact = await TrainAsync("llama3");

        Assert.Equal(
            [(1, double.NaN, double.PositiveInfinity), (2, double.NegativeInfinity, 0)],
            (await StageChain.RowsAsync<TrainingMetricRow>(artifact, "metrics.parquet")).Select(row =>
                (row.Step, row.Loss, row.GradientNorm)
            )
        );
    }

    [Theory]
    [InlineData("{\"log_history\": [{\"loss\": 1}]}", "expected an object with a list 'log_history'")]
    [InlineData("{\"log_history\": [\n", "the JSON breaks off in line 2, byte 0")]
    [InlineData("{\"log_history\": [{\"step\": 1, \"loss\": \"much\"}]}", "that have numbers 'step', 'epoch' and 'loss'")]
    public async Task A_log_that_is_none_is_refused(string log, string expected)
    {
        CopyOfAdapter("llama3", "lora_trained");
        _folder.Write("trained/trainer_state.json", log);
        var error = await Assert.ThrowsAsync<InputException>(() => TrainAsync("llama3"));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pipe_among_the_outputs_is_refused_instead_of_waited_for()
    {
        CopyOf(GoldenModels.Folder("llama3"), "config.json", "model.safetensors");
        _folder.Write("trainer.sh", "cp $4/* $3; mkfifo $3/tokenizer.json");
        var error = await Assert.ThrowsAsync<InputException>(() => TrainAsync("llama3", keepTrainer: true));

        Assert.Equal("What 'sh' left cannot be used: tokenizer.json is a named pipe; expected a regular file.", error.Message);
    }

    [Fact]
    public async Task What_a_failed_attempt_left_is_in_nobodys_way()
    {
        CopyOfAdapter("llama3", "lora_trained");
        _folder.Write("trainer.sh", "cp $4/adapter_config.json $3; mkdir $3/locked; touch $3/locked/file; chmod 0 $3/locked; exit 1");
        await Assert.ThrowsAsync<InvalidOperationException>(() => TrainAsync("llama3", keepTrainer: true));
        var artifact = await TrainAsync("llama3");

        Assert.Contains("adapter_model.safetensors", artifact.Files.Select(file => file.Name));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.PathOf("kept"), "output", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData("echo more >> $1/part-00000.parquet", null)]
    [InlineData("echo more >> $5/config.json", "'sh' changed .*/model/config.json, which it was given to read")]
    [InlineData("rm $5/config.json", "'sh' changed .*/model/config.json, which it was given to read")]
    public async Task What_a_trainer_is_given_to_read_stays_as_it_was_sealed(string change, string? expected)
    {
        CopyOfAdapter("llama3", "lora_trained");
        Directory.CreateDirectory(_folder.PathOf("model"));
        foreach (var file in new[] { "config.json", "model.safetensors" })
        {
            File.Copy(Path.Combine(GoldenModels.Folder("llama3"), file), _folder.PathOf("model", file));
        }

        _folder.Write("trainer.sh", $"{change}; cp $4/* $3");
        var tokens = await _chain.TableAsync(Rows);
        async Task<Artifact> Train() => await TrainAsync("llama3", keepTrainer: true, tokens: tokens, model: _folder.PathOf("model"));
        if (expected is null)
        {
            await Train();
        }
        else
        {
            Assert.Matches(expected, (await Assert.ThrowsAsync<InputException>(Train)).Message);
        }

        Assert.Equal(tokens.Parts[0].Digest, Digest.OfFile(tokens.Parts[0].Path, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Secrets_are_neither_in_the_options_nor_in_what_is_printed()
    {
        CopyOfAdapter("llama3", "lora_trained");
        _folder.Write("trainer.sh", "echo using $5 and $6; cp $4/* $3");
        string[] arguments = ["--token=swordfish-one", "--login=swordfish-two"];
        var stage = Stage("sh", arguments, TimeSpan.FromSeconds(1), ["login"]);
        var said = new List<string>();
        await RunAsync(stage, said, TestContext.Current.CancellationToken);

        Assert.Contains(
            "\"--token=***\",\"--login=***\"",
            CanonicalJson.Text(CanonicalJson.Serialize(stage.Options)),
            StringComparison.Ordinal
        );
        Assert.Contains("using --token=*** and --login=***", said);
        Assert.DoesNotContain(said, line => line.Contains("swordfish", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_stopped_trainer_has_time_to_save_and_what_it_leaves_is_no_result()
    {
        CopyOfAdapter("llama3", "lora_trained");
        _folder.Write(
            "trainer.sh",
            "trap 'sleep 0.3; echo saved > step; cp $4/* $3; exit 0' TERM; echo begun; while :; do sleep 0.05; done"
        );
        using var stop = new CancellationTokenSource();
        var run = RunAsync(Stage("sh", [], TimeSpan.FromMinutes(2)), new StopAt("begun", stop), stop.Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.Equal(
            "saved\n",
            await File.ReadAllTextAsync(_folder.PathOf("kept", "state", "step"), TestContext.Current.CancellationToken)
        );
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.PathOf("result")));
    }

    [Fact]
    public async Task A_trainer_that_does_not_listen_is_killed()
    {
        _folder.Write("trainer.sh", "trap '' TERM; echo begun $$; while :; do sleep 0.05; done");
        using var stop = new CancellationTokenSource();
        var said = new StopAt("begun", stop);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            RunAsync(Stage("sh", [], TimeSpan.FromSeconds(0.5)), said, stop.Token)
        );

        Assert.Null(ProcessTable.Find(int.Parse(said.Lines.Single().Split(' ')[1], CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task A_program_that_does_not_exist_is_named()
    {
        var error = await Assert.ThrowsAsync<InputException>(() => TrainAsync("llama3", program: "no-such-trainer"));

        Assert.Contains("'no-such-trainer' cannot be started", error.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _chain.Dispose();
        _folder.Dispose();
    }

    private void CopyOfAdapter(string family, string name) =>
        CopyOf(Path.Combine(GoldenModels.Folder(family), name), "adapter_config.json", "adapter_model.safetensors");

    private void CopyOf(string folder, params string[] files)
    {
        Directory.CreateDirectory(_folder.PathOf("trained"));
        foreach (var file in files)
        {
            File.Copy(Path.Combine(folder, file), _folder.PathOf("trained", file));
        }
    }

    private static IReadOnlyList<TokenizedRow> Rows =>
        [
            new()
            {
                InstanceId = "a",
                TokenIds = [1, 2, 3],
                LossMask = [0, 0, 1],
            },
        ];

    private FineTuneCommandStage Stage(
        string program,
        IReadOnlyList<string> arguments,
        TimeSpan grace,
        IReadOnlyList<string>? secrets = null
    ) =>
        new(
            new FineTuneCommandOptions
            {
                Command = [program, "{script}", "{tokens}", "{settings}", "{output}", _folder.PathOf("trained"), .. arguments],
                Settings = new FineTuneOptions { LearningRate = 0.001 },
                StopGrace = grace,
                Secrets = secrets ?? [],
            }
        );

    private async Task<Artifact> TrainAsync(
        string family,
        bool keepTrainer = false,
        string program = "sh",
        Artifact? tokens = null,
        string? model = null
    )
    {
        if (!keepTrainer)
        {
            _folder.Write("trainer.sh", Trainer);
        }

        var folder = model ?? GoldenModels.Folder(family);
        await RunAsync(
            Stage(program, ["{model}"], TimeSpan.FromSeconds(1)),
            [],
            TestContext.Current.CancellationToken,
            tokens ?? await _chain.TableAsync(Rows),
            folder
        );
        return StageChain.Folder(_folder.PathOf("result"));
    }

    private async Task RunAsync(
        FineTuneCommandStage stage,
        ICollection<string> said,
        CancellationToken cancellation,
        Artifact? tokens = null,
        string? model = null
    )
    {
        var script = _folder.PathOf("trainer.sh");
        var inputs = new Dictionary<string, Artifact>
        {
            [FineTuneCommandStage.Tokens] = tokens ?? await _chain.TableAsync(Rows),
            [FineTuneCommandStage.Model] = StageChain.Folder(model ?? GoldenModels.Folder("llama3")),
            [FineTuneCommandStage.Script] = new Artifact("", "", [], [new ArtifactFile("trainer.sh", script, 0, "")], null),
        };
        await using var log = new LoggerConfiguration().WriteTo.Sink(new Lines(said)).CreateLogger();
        Directory.CreateDirectory(_folder.PathOf("result"));
        await stage.RunAsync(
            new StageInputs(inputs),
            new FoldOutput(_folder.PathOf("result"), _folder.PathOf("kept"), () => { }, TestContext.Current.CancellationToken),
            _chain.Context() with
            {
                Log = log,
            },
            cancellation
        );
    }

    /// <summary>Takes what is logged.</summary>
    private sealed class Lines(ICollection<string> into) : ILogEventSink
    {
        public void Emit(LogEvent logEvent) => into.Add(logEvent.RenderMessage(CultureInfo.InvariantCulture));
    }

    /// <summary>Lines, at one of which a run is stopped.</summary>
    private sealed class StopAt(string beginning, CancellationTokenSource stop) : Collection<string>
    {
        public IReadOnlyList<string> Lines => [.. this];

        protected override void InsertItem(int index, string item)
        {
            base.InsertItem(index, item);
            if (item.StartsWith(beginning, StringComparison.Ordinal))
            {
                stop.Cancel();
            }
        }
    }
}
