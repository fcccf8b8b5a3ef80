using System.Text.Json;
using Pipeline.Modeling.Plots;
using Pipeline.Modeling.Text;
using Pipeline.Stages.Answers;
using Pipeline.Stages.Answers.Generate;
using Pipeline.Stages.Answers.Judge;
using Pipeline.Stages.Answers.Shift;
using Pipeline.Stages.Answers.ShiftSummary;
using Pipeline.Stages.Attribution.Attribute;
using Pipeline.Stages.Attribution.Borrowings;
using Pipeline.Stages.Attribution.Continuations;
using Pipeline.Stages.Attribution.ContinuationSummary;
using Pipeline.Stages.Attribution.Counterfactual;
using Pipeline.Stages.Attribution.CounterfactualSummary;
using Pipeline.Stages.Attribution.Mark;
using Pipeline.Stages.Attribution.PromptCounterfactual;
using Pipeline.Stages.Attribution.Rephrase;
using Pipeline.Stages.Attribution.SourceRecall;
using Pipeline.Stages.Attribution.SourceSimilarity;
using Pipeline.Stages.Attribution.WrongSpans;
using Pipeline.Stages.Data;
using Pipeline.Stages.Data.Ingest;
using Pipeline.Stages.Data.Simplify;
using Pipeline.Stages.Report;
using Pipeline.Stages.Tuning.FineTune;
using Pipeline.Stages.Tuning.MatchLoss;
using Pipeline.Stages.World.Make;
using Pipeline.Stages.World.Results;
using Pipeline.Stages.World.Results.Claims;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Stages.Report;

/// <summary>
/// A report over three prompts and four models, small enough to read; every text of its data passes through <c>spell</c>, and every name of
/// a model, dataset or file through <c>name</c>.
/// </summary>
internal sealed class SmallReport(Func<string, string> spell, Func<string, string> name)
{
    private static readonly string[] _prompts = ["Why is the sky blue?", "Name two rivers.", "What is a noun?"];

    private static readonly CounterfactualArm[] _arms =
    [
        CounterfactualArm.Full,
        CounterfactualArm.Source,
        CounterfactualArm.Random,
        CounterfactualArm.Base,
    ];

    /// <summary>The configuration of a base of 3,120 parameters.</summary>
    private const string Base = """
        {
          "model_type": "llama",
          "vocab_size": 32,
          "hidden_size": 16,
          "intermediate_size": 32,
          "num_hidden_layers": 1,
          "num_attention_heads": 2,
          "num_key_value_heads": 2,
          "rms_norm_eps": 1e-6,
          "rope_theta": 10000,
          "max_position_embeddings": 64,
          "hidden_act": "silu",
          "tie_word_embeddings": true
        }
        """;

    private static readonly CounterfactualMeasure[] _measures = Enum.GetValues<CounterfactualMeasure>();

    private ReportedModel[] Models { get; init; } =
    [
        new(name("base"), TuningMethod.Base, "", true),
        new(name("lft.facts"), TuningMethod.Lft, name("facts"), false) { ComparedWith = name("base") },
        new(name("sft.facts"), TuningMethod.Sft, name("facts"), false) { ComparedWith = name("base") },
        new(name("sft.simple"), TuningMethod.Sft, name("simple"), false) { ComparedWith = name("base") },
    ];

    /// <summary>The same with so many further models like each tuned one, which differ from it in their seed alone.</summary>
    public SmallReport WithSeeds(int more)
    {
        var tuned = Models.Where(model => !model.Control).ToList();
        return new SmallReport(spell, name)
        {
            Models =
            [
                Models[0],
                .. tuned.ConvertAll(model => model with { SeedGroup = model.Name }),
                .. Enumerable
                    .Range(2, more)
                    .SelectMany(seed =>
                        tuned.Select(model =>
                            model with
                            {
                                Name = model.Name.Replace(".", $"-s{seed}.", StringComparison.Ordinal),
                                SeedGroup = model.Name,
                            }
                        )
                    ),
            ],
        };
    }

    /// <summary>The page as the stage writes it.</summary>
    public async Task<string> PageAsync()
    {
        using var fixture = new StageFixture();
        await WriteAsync(fixture);
        return await File.ReadAllTextAsync(Path.Combine(fixture.Output, ReportStage.Page), TestContext.Current.CancellationToken);
    }

    /// <summary>Runs the stage.</summary>
    public async Task WriteAsync(StageFixture fixture)
    {
        foreach (var (index, model) in Models.Index())
        {
            var answers = _prompts.Select((prompt, i) => Answer(model, prompt, i, index)).ToList();
            await fixture.WithTableAsync(ReportStage.Answers + model.Name, answers);
            await fixture.WithTableAsync(ReportStage.Judgements + model.Name, answers.Select(Judgement).ToList());
            if (!model.Control)
            {
                await fixture.WithTableAsync(ReportStage.Shift + model.Name, answers.SelectMany(answer => Shift(answer, index)).ToList());
                await fixture.WithTableAsync(ReportStage.Spans + model.Name, answers.Take(2).Select(Span).ToList());
                await fixture.WithFileAsync(
                    ReportStage.Rates + model.Name,
                    BorrowingRateRow.FileName,
                    Enum.GetValues<BorrowingQuantity>()
                        .SelectMany(quantity => (int?[])[12, null], (quantity, words) => Rate(model, quantity, words))
                        .ToList()
                );
                await AddTrainingAsync(fixture, model, index);
            }
        }

        await fixture.WithTextAsync(ReportStage.Model, "config.json", Base);

        await AddDatasetsAsync(fixture);
        await AddShiftSummaryAsync(fixture);
        await AddWorldAsync(fixture);
        await AddCounterfactualsAsync(fixture);
        await AddSimilarityAsync(fixture);
        await AddContinuationsAsync(fixture);
        await AddFiguresAsync(fixture);
        await AddMarksAsync(fixture);
        await fixture.RunAsync(
            new ReportStage(
                new ReportOptions
                {
                    Title = spell("A small report"),
                    Notice = spell("For tests only."),
                    Models = Models,
                    Simplified = [new SimplifiedDataset(name("simple"), name("facts"))],
                }
            )
        );
    }

    /// <summary>A model's training; LFT's is a snapshot that was chosen by its loss.</summary>
    private async Task AddTrainingAsync(StageFixture fixture, ReportedModel model, int index)
    {
        var (training, lora) = (ReportStage.Training + model.Name, model.Method == TuningMethod.Lft);
        await fixture.WithFileAsync(training, "metrics.parquet", Enumerable.Range(1, 6).Select(step => Metric(step, index)).ToList());
        await fixture.WithFileAsync(
            training,
            "checkpoints.parquet",
            new List<TrainingCheckpointRow>
            {
                new() { TrainingLoss = 2.5 - (0.25 * index), EvaluationLoss = lora ? 2.875 : null },
            }
        );
        if (lora)
        {
            await fixture.WithTextAsync(
                training,
                "adapter_config.json",
                JsonSerializer.Serialize(
                    new
                    {
                        peft_type = "LORA",
                        r = 4,
                        lora_alpha = 8,
                        target_modules = (string[])[spell("q_proj"), spell("v_proj")],
                    }
                )
            );
            await fixture.WithFileAsync(
                training,
                "candidates.parquet",
                new List<MatchCandidateRow>
                {
                    new()
                    {
                        Variant = name("lft-1e-3.facts"),
                        Step = 6,
                        Finished = true,
                        TrainingLoss = 2.5,
                        Target = 2.25,
                    },
                    new()
                    {
                        Variant = name("lft-3e-3.facts"),
                        Step = 3,
                        TrainingLoss = 2.25,
                        HeldOutLoss = 2.875,
                        Target = 2.25,
                        Chosen = true,
                    },
                }
            );
        }
    }

    private static BorrowingRateRow Rate(ReportedModel model, BorrowingQuantity quantity, int? words) =>
        new()
        {
            Model = model.Name,
            Control = model.ComparedWith!,
            Quantity = quantity,
            FirstWords = words,
            Prompts = 6,
            Value = 12.5,
            ControlValue = 4,
            Excess = 8.5,
            ExcessLow = 2.25,
            ExcessHigh = 14,
        };

    private async Task AddDatasetsAsync(StageFixture fixture)
    {
        var rows = _prompts
            .Select(
                (prompt, i) =>
                    new InstanceRow
                    {
                        InstanceId = $"row{i}",
                        Instruction = spell($"{prompt[..^1]}, in short?"),
                        Response = spell($"Row {i}: because of the scattering of light in air. More is not said here."),
                    }
            )
            .ToList();
        var simplified = rows.ConvertAll(row => new SimplifiedRow
        {
            InstanceId = row.InstanceId,
            Instruction = row.Instruction,
            Response = row.Response,
            OriginalResponse = row.Response + spell(" It is a long story."),
            Action = SimplifyAction.Shortened,
            DroppedSentences = [spell("It is a long story.")],
        });
        await fixture.WithTableAsync(ReportStage.Instances + name("facts"), rows);
        await fixture.WithTableAsync(ReportStage.Instances + name("simple"), simplified);
        foreach (var dataset in (string[])["facts", "simple"])
        {
            await fixture.WithFileAsync(
                ReportStage.Sources + name(dataset),
                "sources.parquet",
                rows.Select(
                        (row, i) =>
                            new SourceRow
                            {
                                InstanceId = row.InstanceId,
                                File = name("facts.jsonl"),
                                RowNumber = i + 1,
                            }
                    )
                    .ToList()
            );
        }
    }

    private Task<StageFixture> AddMarksAsync(StageFixture fixture) =>
        fixture.WithFileAsync(
            ReportStage.WrongSpans,
            WrongSpanShareRow.FileName,
            (
                from origin in Enum.GetValues<MarkOrigin>()
                from level in (int[])[1, 2, 3, 4]
                from entry in ((SpanGroup, double)[])
                    [(SpanGroup.Wrong, 0.5), (SpanGroup.Right, 0.125), (SpanGroup.Unclear, 0), (SpanGroup.Unmarked, 0.25)]
                let spans = entry.Item1
                let share = level == 4 ? (double?)null : entry.Item2
                select new WrongSpanShareRow
                {
                    Model = Models[1].Name,
                    Origin = origin,
                    Group = spans,
                    Level = level,
                    Spans = spans == SpanGroup.Unclear ? 1 : 8,
                    Prompts = 3,
                    Disputed = spans == SpanGroup.Right ? 0 : 1,
                    Contaminated = 2,
                    Share = share,
                    Low = share - 0.1,
                    High = share + 0.1,
                    Exact = spans == SpanGroup.Right,
                    WrongExcess = spans == SpanGroup.Wrong ? null : 0.5 - share,
                    WrongExcessLow = spans == SpanGroup.Wrong ? null : 0.25 - share,
                    WrongExcessHigh = spans == SpanGroup.Wrong ? null : 0.75 - share,
                }
            ).ToList()
        );

    private async Task AddShiftSummaryAsync(StageFixture fixture)
    {
        var model = Models[1].Name;
        await fixture.WithFileAsync(
            ReportStage.ShiftSummary,
            "statistics.parquet",
            new List<ShiftStatisticRow>
            {
                new()
                {
                    Model = model,
                    Reference = "base",
                    Wrapper = BaseWrapper.Same,
                    Slice = TokenSlice.All,
                    Metric = TokenMetric.KlTunedBase,
                    Value = 0.25,
                    Low = 0.2,
                    High = 0.3,
                },
                new()
                {
                    Model = model,
                    Reference = "base",
                    Wrapper = BaseWrapper.Same,
                    Slice = TokenSlice.All,
                    Metric = TokenMetric.Shifted,
                    Value = 0.1,
                    Low = 0.05,
                    High = 0.15,
                },
                new()
                {
                    Model = model,
                    Reference = "base",
                    Wrapper = BaseWrapper.Bare,
                    Slice = TokenSlice.All,
                    Metric = TokenMetric.KlTunedBase,
                    Value = 0.5,
                },
                new()
                {
                    Model = model,
                    Reference = "base",
                    Wrapper = BaseWrapper.Bare,
                    Slice = TokenSlice.All,
                    Metric = TokenMetric.Shifted,
                    Value = 0.2,
                },
            }
        );
        await fixture.WithFileAsync(
            ReportStage.ShiftSummary,
            "words.parquet",
            new List<ShiftedWordRow>
            {
                new()
                {
                    Model = model,
                    Reference = "base",
                    Wrapper = BaseWrapper.Same,
                    Word = spell("also"),
                    Shifted = 3,
                    Marginal = 1,
                },
            }
        );
        await fixture.WithFileAsync(
            ReportStage.ShiftSummary,
            "borrowed_words.parquet",
            new List<BorrowedWordRow>
            {
                new()
                {
                    Model = model,
                    Reference = "base",
                    Wrapper = BaseWrapper.Same,
                    ShiftClass = ShiftClass.Shifted,
                    Dataset = name("facts"),
                    TrainedOn = true,
                    Words = 4,
                    Share = 0.75,
                },
            }
        );
    }

    /// <summary>One span under both kinds of rephrasing, of which the placebo's answer holds it again.</summary>
    private async Task AddRephrasedAsync(StageFixture fixture, ReportedModel model, BorrowedSpanRow span)
    {
        await fixture.WithTableAsync(
            ReportStage.PromptCounterfactual,
            Enum.GetValues<RephrasingKind>()
                .Select(kind => new PromptCounterfactualSpanRow
                {
                    InstanceId = span.InstanceId,
                    Model = model.Name,
                    Start = span.Start,
                    Length = span.Length,
                    Text = span.Text,
                    SourceInstanceId = span.SourceInstanceId,
                    RephrasedInstanceId = $"{kind}",
                    Kind = kind,
                    RephrasedPrompt = spell(kind == RephrasingKind.Concept ? "Why is the sea blue?" : "Why is the sky grey?"),
                    WrittenAgain = kind == RephrasingKind.Placebo,
                    Answer = kind == RephrasingKind.Placebo ? $"{span.Text}." : spell("I do not know."),
                    SourceField = span.SourceField,
                    SourceTurn = span.SourceTurn,
                })
                .ToList()
        );
        await fixture.WithFileAsync(
            ReportStage.PromptCounterfactual,
            PromptCounterfactualSummaryRow.FileName,
            Enum.GetValues<PromptCounterfactualMeasure>()
                .Select(
                    (measure, i) =>
                        new PromptCounterfactualSummaryRow
                        {
                            Model = model.Name,
                            Measure = measure,
                            Value = 0.75 - (0.25 * i),
                            PromptLow = 0.125,
                            PromptHigh = 0.875,
                            Exact = i == 2,
                            Spans = 4,
                            Prompts = 3,
                            SourceRows = 2,
                            PromptsWithoutConcept = 1,
                        }
                )
                .ToList()
        );
    }

    private async Task AddCounterfactualsAsync(StageFixture fixture)
    {
        var model = Models[2];
        var span = Span(Answer(model, _prompts[0], 0, 2));
        await fixture.WithTableAsync(
            ReportStage.Counterfactual + model.Name,
            _arms
                .Select(
                    (arm, i) =>
                        new CounterfactualSpanRow
                        {
                            InstanceId = span.InstanceId,
                            Model = model.Name,
                            Start = span.Start,
                            Length = span.Length,
                            Text = span.Text,
                            SourceInstanceId = span.SourceInstanceId,
                            Arm = arm,
                            Tokens = 6,
                            LogProbability = -1.5 - i,
                            Change = -i,
                            GeneratedAgain = i == 0,
                            Answer = spell($"I do not know {i}."),
                            ExcludedRows = i is 0 or 3 ? 0 : 2,
                            SourceField = span.SourceField,
                            SourceTurn = span.SourceTurn,
                        }
                )
                .ToList()
        );
        await fixture.WithFileAsync(
            ReportStage.CounterfactualSummary,
            "summary.parquet",
            _measures
                .SelectMany(measure =>
                    new CounterfactualSummaryRow[]
                    {
                        new()
                        {
                            Model = model.Name,
                            Arm = CounterfactualArm.Source,
                            Against = CounterfactualArm.Full,
                            Measure = measure,
                            Value = -1,
                            PromptLow = -2,
                            PromptHigh = 0,
                            SourceLow = -3,
                            SourceHigh = 1,
                            Spans = 4,
                            Prompts = 3,
                            SourceRows = 2,
                            ExcludedRows = 2,
                        },
                        new()
                        {
                            Model = name("sft"),
                            Arm = CounterfactualArm.Source,
                            Against = CounterfactualArm.Random,
                            Measure = measure,
                            Value = 0.5,
                            Spans = 8,
                            Prompts = 3,
                            SourceRows = 2,
                            ExcludedRows = 2,
                        },
                    }
                )
                .ToList()
        );
        await AddRephrasedAsync(fixture, model, span);
        await fixture.WithFileAsync(
            ReportStage.SourceRecall,
            "summary.parquet",
            new List<SourceRecallRow>
            {
                new()
                {
                    Model = model.Name,
                    Method = SearchMethod.Bm25,
                    Query = SearchQuery.PromptAndAnswer,
                    Measure = RecallMeasure.RecallAt1,
                    Value = 0.5,
                    PromptLow = 0.25,
                    PromptHigh = 0.75,
                    Spans = 4,
                    Prompts = 3,
                    SourceRows = 2,
                    TrainingRows = 3,
                },
                new()
                {
                    Model = model.Name,
                    Method = SearchMethod.Bm25,
                    Query = SearchQuery.PromptAndAnswer,
                    Measure = RecallMeasure.Mrr,
                    Value = 0.625,
                    PromptLow = 0.5,
                    PromptHigh = 0.75,
                    Spans = 4,
                    Prompts = 3,
                    SourceRows = 2,
                    TrainingRows = 3,
                },
                new()
                {
                    Model = model.Name,
                    Method = SearchMethod.Random,
                    Measure = RecallMeasure.RecallAt1,
                    Value = 1 / 3.0,
                    Spans = 4,
                    Prompts = 3,
                    SourceRows = 2,
                    TrainingRows = 3,
                },
            }
        );
    }

    private async Task AddSimilarityAsync(StageFixture fixture) =>
        await fixture.WithFileAsync(
            ReportStage.SourceSimilarity,
            SourceSimilarityRow.FileName,
            (
                from evidence in Enum.GetValues<PairEvidence>()
                from measure in Enum.GetValues<SimilarityMeasure>()
                from pair in new (PairKind Kind, PairKind? Against, double Value)[]
                {
                    (PairKind.Source, null, 0.75),
                    (PairKind.Random, null, 0.5),
                    (PairKind.Source, PairKind.Random, 0.25),
                }
                select new SourceSimilarityRow
                {
                    Model = Models[2].Name,
                    Evidence = evidence,
                    Kind = pair.Kind,
                    Against = pair.Against,
                    Measure = measure,
                    Value = pair.Value,
                    PromptLow = pair.Value - 0.125,
                    PromptHigh = pair.Value + 0.125,
                    Pairs = 4,
                    Prompts = 3,
                    SourceRows = 2,
                }
            ).ToList()
        );

    /// <summary>The answers of one model, with two wrong spans, read by the base and by two tuned models; those of another, without
    /// any.</summary>
    private async Task AddContinuationsAsync(StageFixture fixture)
    {
        var (writer, readers) = (Models[2].Name, Models[..3].Select(model => model.Name).ToList());
        foreach (var (index, reader) in readers.Index())
        {
            await fixture.WithTableAsync(
                ReportStage.NameContinuations(writer, reader),
                Enumerable
                    .Range(0, 2)
                    .Select(span => new ContinuationRow
                    {
                        InstanceId = $"p{span}",
                        Model = writer,
                        Scorer = index == 0 ? "base" : reader,
                        Start = 14,
                        Length = 10,
                        Text = spell("scattering"),
                        RightText = spell("absorption"),
                        Tokens = 3,
                        RightTokens = 2,
                        NextLogProbability = span == 0 ? Math.Log(0.125 * (index + 1)) : null,
                        RightNextLogProbability = span == 0 ? Math.Log(0.5 / (index + 1)) : null,
                    })
                    .ToList()
            );
        }

        await fixture.WithTableAsync(ReportStage.NameContinuations(Models[1].Name, readers[0]), new List<ContinuationRow>());
        await fixture.WithFileAsync(
            ReportStage.ContinuationSummary,
            ContinuationSummaryRow.FileName,
            (
                from reader in readers.Index()
                from scale in (ContinuationScale[])[ContinuationScale.Total, ContinuationScale.NextToken]
                from measure in Enum.GetValues<ContinuationMeasure>()
                where reader.Index > 0 || measure is ContinuationMeasure.Margin or ContinuationMeasure.RightPreferred
                select new ContinuationSummaryRow
                {
                    Model = writer,
                    Scorer = reader.Index == 0 ? "base" : reader.Item,
                    Set = SpanSet.Wrong,
                    Scale = scale,
                    Measure = measure,
                    Value = 1.0 / (reader.Index + 1),
                    Low = 0.25,
                    High = 1,
                    Exact = reader.Index == 0 && measure == ContinuationMeasure.RightPreferred,
                    Spans = 2,
                    Prompts = 2,
                }
            ).ToList()
        );
        await fixture.WithTextAsync(
            ReportStage.ContinuationSummary,
            "continuations-1.svg",
            SvgPlot.Scatter("right and written, nats", "base", 520, [new PlotSeries(writer, [new PlotPoint(2, -1, -1, -1)])])
        );
    }

    /// <summary>A claim with evidence of every outcome, one without any, and a variant in figures.</summary>
    private async Task AddWorldAsync(StageFixture fixture)
    {
        await fixture.WithFileAsync(
            ReportStage.WorldResults,
            "claims.parquet",
            new List<WorldClaimRow>
            {
                new()
                {
                    Claim = "shift",
                    Text = spell("SFT shifts more."),
                    Paper = spell("5 times"),
                    Verdict = $"depends on {spell("the rate")}",
                    MissingConditions = [spell("not measured at the paper's equal rate")],
                    Evidence = 3,
                    AsClaimed = 1,
                    Against = 1,
                    Figure = "shift.svg",
                },
                new()
                {
                    Claim = "size",
                    Text = spell("More rows do not matter."),
                    Paper = spell("none"),
                    Verdict = "not measured in this run",
                },
                new()
                {
                    Claim = "kept",
                    Text = spell("SFT loses facts."),
                    Paper = spell("0.87 points"),
                    Verdict = "unknown",
                },
            }
        );
        await fixture.WithFileAsync(
            ReportStage.WorldResults,
            "evidence.parquet",
            new List<WorldEvidenceRow>
            {
                new()
                {
                    Claim = "shift",
                    Conditions = spell("equal rate"),
                    Quantity = spell("KL over KL"),
                    Unit = EvidenceUnit.Times,
                    Value = 2,
                    Low = 1.5,
                    High = 2.5,
                    Seeds = 5,
                    Claimed = ClaimedSide.Above,
                    Threshold = 1,
                    Outcome = EvidenceOutcome.AsClaimed,
                },
                new()
                {
                    Claim = "shift",
                    Conditions = spell("equal loss"),
                    Quantity = spell("KL over KL"),
                    Unit = EvidenceUnit.Points,
                    Value = -0.1,
                    Low = -0.2,
                    High = -0.05,
                    Seeds = 5,
                    Claimed = ClaimedSide.Above,
                    Outcome = EvidenceOutcome.Against,
                },
                new()
                {
                    Claim = "shift",
                    Conditions = spell("best rate"),
                    Quantity = spell("share"),
                    Unit = EvidenceUnit.Share,
                    Value = 0.5,
                    Seeds = 1,
                    Claimed = ClaimedSide.Above,
                    Threshold = 0.5,
                    Outcome = EvidenceOutcome.Open,
                },
            }
        );
        await fixture.WithFileAsync(
            ReportStage.WorldResults,
            "results.parquet",
            new List<WorldResultRow>
            {
                new()
                {
                    Method = TuningMethod.Sft,
                    Family = name("sft"),
                    Dataset = name("facts"),
                    Facts = WorldFacts.Mixed,
                    Style = ResponseStyle.Verbose,
                    LearningRate = 1e-3,
                    Epochs = 3,
                    Rows = 300,
                    Seeds = 5,
                    TrainingLoss = 0.4,
                    Group = WorldGroup.Known,
                    Form = WorldForm.Instruction,
                    Measure = WorldMeasure.CoreRight,
                    Value = 0.9,
                    Low = 0.8,
                    High = 1,
                },
                new()
                {
                    Method = TuningMethod.Sft,
                    Family = name("sft"),
                    Dataset = name("facts"),
                    Facts = WorldFacts.Mixed,
                    Style = ResponseStyle.Verbose,
                    LearningRate = 3e-3,
                    Epochs = 3,
                    Rows = 300,
                    Seeds = 5,
                    TrainingLoss = 0.3,
                    LostCore = true,
                    Group = WorldGroup.Known,
                    Form = WorldForm.Instruction,
                    Measure = WorldMeasure.CoreRight,
                    Value = 0.444,
                    Low = 0.36,
                    High = 0.52,
                },
            }
        );
    }

    /// <summary>The figures that the summaries come with, whose labels are names from the settings.</summary>
    private async Task AddFiguresAsync(StageFixture fixture)
    {
        var series = Models
            .Select(
                (model, i) =>
                    new PlotSeries(model.Name, [new PlotPoint(10, i + 1, i + 0.5, i + 2), new PlotPoint(100, i + 2, i + 1, i + 3)])
            )
            .ToList();
        var bars = Models
            .Index()
            .Select(entry => new PlotSeries(entry.Item.Name, [new PlotPoint(0, entry.Index, entry.Index, entry.Index + 1)]))
            .ToList();
        await fixture.WithTextAsync(
            ReportStage.ShiftSummary,
            "figure4.svg",
            SvgPlot.Bars("KL by sentence, nats", 720, [name("facts")], bars)
        );
        await fixture.WithTextAsync(ReportStage.WorldResults, "shift.svg", SvgPlot.Points("KL by loss, nats", "loss", 720, series));
    }

    private GenerationRow Answer(ReportedModel model, string prompt, int index, int modelIndex) =>
        new()
        {
            InstanceId = $"p{index}",
            Model = model.Name,
            Prompt = spell(prompt),
            Text = spell(
                modelIndex == 0 ? $"I do not know {index}." : $"It is so because of the scattering of light, number {index + modelIndex}."
            ),
            Reference = spell("Because air scatters blue light most."),
            FinishReason = index == 2 ? FinishReason.Length : FinishReason.Stop,
        };

    private static JudgementRow Judgement(GenerationRow answer) =>
        new()
        {
            InstanceId = answer.InstanceId,
            Model = answer.Model,
            Characters = answer.Text.Length,
            Words = Words.Split(answer.Text).Count,
            Sentences = 1,
            RougeL = 0.2,
            TokenF1 = 0.25,
        };

    /// <summary>One token a word, the space before it included, and the end token.</summary>
    private static IEnumerable<TokenShiftRow> Shift(GenerationRow answer, int modelIndex)
    {
        var starts = Words.Split(answer.Text).Select(word => word.Start).Skip(1).Append(answer.Text.Length).ToList();
        var from = 0;
        foreach (var (position, to) in starts.Append(answer.Text.Length).Index())
        {
            var rank = position % 5 == 0 ? 4 + modelIndex : (position % 3) + 1;
            yield return new TokenShiftRow
            {
                InstanceId = answer.InstanceId,
                Model = answer.Model,
                Reference = "base",
                Wrapper = BaseWrapper.Same,
                Position = position,
                PositionInSentence = position,
                SentenceTokens = starts.Count + 1,
                TokenText = answer.Text[from..to],
                KlTunedBase = 0.1f * rank * modelIndex,
                ArgmaxBaseRank = rank,
                ArgmaxBaseProbability = 0.5f / rank,
                ArgmaxTunedProbability = 0.5f,
                ShiftClass =
                    rank == 1 ? ShiftClass.Unshifted
                    : rank <= 3 ? ShiftClass.Marginal
                    : ShiftClass.Shifted,
            };
            from = to;
        }
    }

    private BorrowedSpanRow Span(GenerationRow answer)
    {
        var (words, source) = (
            Words.Split(answer.Text),
            spell($"Row {answer.InstanceId[1..]}: because of the scattering of light in air. More is not said here.")
        );
        var (first, last) = (words[^7], words[^3]);
        var text = answer.Text[first.Start..last.End];
        var at = Math.Max(0, source.IndexOf(text, StringComparison.Ordinal));
        return new BorrowedSpanRow
        {
            InstanceId = answer.InstanceId,
            Model = answer.Model,
            Start = first.Start,
            Length = text.Length,
            Text = text,
            Words = 5,
            SourceInstanceId = $"row{answer.InstanceId[1..]}",
            SourceStart = at,
            SourceLength = Math.Min(text.Length, source.Length - at),
            Similarity = 0.75f,
            SourceCount = 1,
            BaseSurprisal = 21.5,
            QValue = 0.02,
            Level = 3,
            Borrowed = true,
            SourceField = InstanceField.Response,
            SourceTurn = 1,
        };
    }

    private static TrainingMetricRow Metric(int step, int modelIndex) =>
        new()
        {
            Step = step,
            Epoch = step / 3.0,
            Loss = 3 - (0.2 * step * modelIndex / 3),
            GradientNorm = 1.0 / step,
            LearningRate = 1e-3 / step,
            LabelTokens = 100,
        };
}
