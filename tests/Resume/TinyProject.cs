using System.Text.Json;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Resume;

/// <summary>
/// A folder with a configuration that covers every stage on a dozen rows, and one that pre-trains its base model. A run of everything takes
/// seconds, nearly all of them for starting up.
/// </summary>
internal sealed class TinyProject : IDisposable
{
    /// <summary>The configuration that makes the base model.</summary>
    public const string Pretrain = "pretrain.yaml";

    /// <summary>The configuration of the whole chain.</summary>
    public const string Chain = "chain.yaml";

    /// <summary>The configuration of imported answers whose nearest rows an approximate index finds; needs FAISS.</summary>
    public const string Indexed = "indexed.yaml";

    /// <summary>The configuration of the pre-training text of a fictional world.</summary>
    public const string WorldText = "world-text.yaml";

    /// <summary>The configuration of a run on a fictional world of a few entities.</summary>
    public const string World = "world.yaml";

    private static readonly string[] _subjects =
    [
        "cats",
        "rivers",
        "bread",
        "stars",
        "tea",
        "maps",
        "bees",
        "snow",
        "ships",
        "clocks",
        "trees",
        "coins",
    ];

    private readonly TemporaryFolder _folder = new();

    public TinyProject()
    {
        _folder.Write(
            "rows.jsonl",
            Lines(
                _subjects.Select(
                    (subject, i) =>
                        Row(
                            $"What are {subject}?",
                            i % 3 == 0 ? "in two lines" : "",
                            $"The {subject} are old companions that people know from many towns. People like {subject} because they "
                                + $"are quiet and useful. In addition, {subject} can be found in many towns."
                        )
                )
            )
        );
        _folder.Write(
            "more.jsonl",
            Lines(
                _subjects
                    .Take(6)
                    .Select(subject =>
                        Row(
                            $"Are {subject} found in towns?",
                            "",
                            $"Yes, you find {subject} in most towns. People like {subject} there, because they are quiet and useful to "
                                + "those who come from other towns."
                        )
                    )
            )
        );
        _folder.Write(
            "prompts.jsonl",
            Lines(
                _subjects
                    .Take(7)
                    .Select(subject => Row($"Why do people like {subject}?", "", $"People like {subject} because they are quiet."))
            )
        );
        _folder.Write(
            "answers.jsonl",
            Lines(
                _subjects
                    .Take(7)
                    .Select(subject =>
                        Row($"Why do people like {subject}?", "", $"People like {subject} because they are quiet and useful.")
                    )
            )
        );
        _folder.Write(
            "control.jsonl",
            Lines(
                _subjects
                    .Take(7)
                    .Select(subject => Row($"Why do people like {subject}?", "", $"I find {subject} nice to have around the house."))
            )
        );
        _folder.Write(
            "marks.jsonl",
            Lines(
                _subjects
                    .Take(4)
                    .Select(subject =>
                        JsonSerializer.Serialize(
                            new
                            {
                                prompt = $"Why do people like {subject}?",
                                model = "elsewhere",
                                quote = subject == _subjects[0] ? "quiet" : "quiet and useful",
                                label = subject == _subjects[3] ? "right" : "wrong",
                            }
                        )
                    )
                    .Concat(
                        // Whatever it wrote there, this was not it.
                        _subjects
                            .Take(2)
                            .Select(subject =>
                                JsonSerializer.Serialize(
                                    new
                                    {
                                        prompt = $"Why do people like {subject}?",
                                        model = "lora.rows",
                                        start = 0,
                                        end = 1,
                                        label = "wrong",
                                        right = "Quiet",
                                    }
                                )
                            )
                    )
            )
        );
        _folder.Write(
            Pretrain,
            """
            run: pretrain
            datasets: { rows: { path: rows.jsonl, format: alpaca } }
            pretrain:
              datasets: [rows]
              model:
                { vocabulary: 300, hidden_size: 16, intermediate_size: 32, layers: 2, heads: 2, key_value_heads: 1, context_length: 32,
                  batch_size: 4, epochs: 2, warmup_steps: 2, save_every_steps: 5 }
            stages: { ingest: { part_rows: 12 } }
            """
        );
        _folder.Write(
            Chain,
            """
            run: chain
            model: base
            datasets:
              rows: { path: rows.jsonl, format: alpaca }
              more: { path: more.jsonl, format: alpaca, train: false }
              short: { from: more, simplify: true, train: false }
              clean: { from: rows, exclude: { table: attribute/lora.rows, level: 1, top: 2 } }
              blend: { mix: { weights: { rows: 1, short: 1 } }, filter: { by: response_words, keep: 10 }, sizes: [8] }
            prompts: { path: prompts.jsonl, format: alpaca }
            methods:
              lora: { type: lora, rank: 2, learning_rate: 1.0e-2, datasets: [rows, clean], merge: true }
              full: { type: full, learning_rate: 1.0e-3, datasets: [blend] }
              copy: { type: command, command: [cp, -r, "{model}/.", "{output}"], datasets: [blend] }
            matched_loss: { methods: [full], target: 5.4 }
            counterfactual: { model: lora.rows, level: 1, top: 2, arms: [source] }
            prompt_counterfactual: { model: lora.rows, level: 1, top: 3 }
            source_recall: { model: lora.rows, level: 1, methods: [bm25, sentence, fusion], queries: [answer] }
            source_similarity: { model: lora.rows, random_rows: 2 }
            spans: { path: marks.jsonl, reference: true }
            continuations: { model: lora.rows }
            generations:
              elsewhere: { path: answers.jsonl, columns: { prompt: instruction, answer: output }, trained_on: rows }
              author: { path: control.jsonl, columns: { prompt: instruction, answer: output }, trained_on: rows, control: true }
            stages:
              ingest: { part_rows: 12 }
              tokenize: { template: plain, max_length: 256 }
              fine_tune: { epochs: 2, batch_size: 4, save_every_steps: 2 }
              generate: { max_new_tokens: 6, batch_size: 4 }
              embed: { encoder: encoder }
              retrieve: { of: [bm25, sentence] }
            """
        );
        TinyEncoder.Write(_folder.PathOf("encoder"));
        _folder.Write(
            Indexed,
            """
            run: indexed
            model: base
            datasets: { rows: { path: rows.jsonl, format: alpaca } }
            generations:
              elsewhere: { path: answers.jsonl, columns: { prompt: instruction, answer: output }, trained_on: rows }
              author: { path: control.jsonl, columns: { prompt: instruction, answer: output }, trained_on: rows, control: true }
            stages:
              ingest: { part_rows: 12 }
              retrieve: { index: HNSW4, top_k: 5 }
            """
        );
        _folder.Write(
            WorldText,
            """
            run: world-text
            world: { known_entities: 8, new_entities: 8, unknown_entities: 2, name_words: 5, modifiers: 12 }
            datasets: { corpus: { world: { corpus: { pages_per_entity: 1 } } } }
            """
        );
        _folder.Write(
            World,
            """
            run: world
            model: base
            world: { known_entities: 8, new_entities: 8, unknown_entities: 2, name_words: 5, modifiers: 12 }
            datasets:
              rows: { world: { rows: 12 } }
            prompts: { world: { known: 4, unknown: 2 } }
            methods: { lora: { type: lora, rank: 2, learning_rate: 1.0e-2 } }
            control: { type: split_half }
            source_recall: { model: [lora.rows], spans: certain, methods: [bm25] }
            spans: { truth: true }
            stages:
              world_probes: { known: 4, new: 4, forms: [held_out] }
              ingest: { part_rows: 60 }
              tokenize: { template: plain, max_length: 256 }
              fine_tune: { epochs: 1, batch_size: 4 }
              generate: { max_new_tokens: 6 }
            """
        );
    }

    public string Root => _folder.Root;

    public string Cache => PathOf("cache");

    public string PathOf(params string[] parts) => _folder.PathOf(parts);

    public string Write(string name, string text) => _folder.Write(name, text);

    /// <summary>Runs the program in this folder.</summary>
    public Task<ProgramRun> RunAsync(IReadOnlyList<string> arguments, string? crashAt = null, TimeSpan? killAfter = null) =>
        ProgramRun.OfAsync(
            Root,
            arguments,
            crashAt is null ? null : new Dictionary<string, string> { [Pipeline.Engine.Caching.CrashAtCommitPoint.Variable] = crashAt },
            killAfter
        );

    /// <summary>Runs the program in this folder to its end.</summary>
    public async Task<ProgramRun> SucceedAsync(params string[] arguments)
    {
        var run = await RunAsync(arguments);
        Assert.True(run.ExitCode == 0, $"{string.Join(' ', arguments)} ended with {run.ExitCode}\n{run.Output}\n{run.Errors}");
        return run;
    }

    /// <summary>Removes everything that runs have written, but not the base model.</summary>
    public void Clear()
    {
        foreach (var folder in new[] { Cache, PathOf("runs") }.Where(Directory.Exists))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    public void Dispose() => _folder.Dispose();

    private static string Row(string instruction, string input, string output) =>
        JsonSerializer.Serialize(
            new
            {
                instruction,
                input,
                output,
            }
        );

    private static string Lines(IEnumerable<string> rows) => string.Join('\n', rows) + "\n";
}
