using Pipeline.App;
using Pipeline.App.Settings;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Planning;
using Pipeline.Engine.Tables;
using Pipeline.Modeling.Models;
using Pipeline.Modeling.Text;
using Pipeline.Modeling.Tokenization;
using Pipeline.Modeling.Tokenization.Templates;
using Pipeline.Stages.Answers.Generate;
using Pipeline.Stages.Data;
using Pipeline.Stages.Tuning.FineTune;
using Pipeline.Stages.Tuning.Pretrain;
using Pipeline.Stages.World.Make;
using Pipeline.Stages.World.Make.Corpus;
using Pipeline.Stages.World.Measure;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Data;

/// <summary>The shipped base of the fictional world: it knows what it was told, in and outside the template of instruction tuning, and
/// nothing else.</summary>
public sealed class WorldBaseTests(ITestOutputHelper output)
{
    private const long MostBytes = 4_000_000;
    private const int Prompts = 400;

    private static readonly string _folder = Repository.PathOf("data", "world");
    private static readonly WorldOptions _options = Settings("pipeline.yaml").World;
    private static readonly FictionalWorld _world = FictionalWorld.Build(_options);
    private static readonly StatedValues _values = new(WorldTables.Values(_world));

    [Fact]
    public void It_is_small_and_can_be_read()
    {
        CausalLanguageModel.Check(_folder);

        Assert.InRange(Directory.EnumerateFiles(_folder).Sum(path => new FileInfo(path).Length), 1, MostBytes);
        Assert.Equal(ModelConfiguration.Read(_folder).VocabularySize, TokenizerFile.Load(_folder).VocabularySize);
    }

    [Fact]
    public async Task Its_log_is_that_of_the_run_that_its_card_describes()
    {
        var steps = await TableFile.ReadAsync<TrainingMetricRow>(
            Path.Combine(_folder, "metrics.parquet"),
            TestContext.Current.CancellationToken
        );
        var card = await File.ReadAllTextAsync(Path.Combine(_folder, "README.md"), TestContext.Current.CancellationToken);

        Assert.Equal(Settings("examples/world-base.yaml").World, _options);
        Assert.Contains(FormattableString.Invariant($"{steps.Count:N0} steps"), card);
        Assert.Contains(FormattableString.Invariant($"{steps[^1].EvaluationLoss:0.000} nats"), card);
    }

    [Fact]
    public void Its_vocabulary_and_its_weights_come_from_one_text()
    {
        var nodes = new Catalogue()
            .Build(ConfigurationLoader.Load(Repository.PathOf("examples", "world-base.yaml"), typeof(PipelineSettings), []))
            .Nodes;

        Assert.Equal([typeof(WorldCorpusStage), typeof(PretrainStage)], nodes.Select(node => node.Stage.GetType()));
        Assert.Equal([nodes[0]], nodes[1].Inputs.Cast<NodeOutput>().Select(input => input.Node));
    }

    [Fact]
    public void In_the_text_that_it_read_stands_nothing_that_only_instruction_tuning_or_the_control_may_hold()
    {
        var options = Settings("examples/world-base.yaml").Datasets["corpus"].World!.Corpus!;
        var pages = CorpusPages.Write(_world, options.PagesPerEntity, options.Seed, TestContext.Current.CancellationToken);
        var pools = WorldTables.Values(_world).ToDictionary(row => (row.Kind, row.Attribute, row.Value), row => row.Pool);
        var strangers = _world
            .Entities.Where(entity => entity.Group != WorldGroup.Known)
            .Select(entity => entity.Name)
            .ToHashSet(StringComparer.Ordinal);
        var words = strangers.SelectMany(name => name.Split(' ')).ToHashSet(StringComparer.Ordinal);

        var stated = pages.AsParallel().SelectMany(_values.In).Select(value => (value.Kind, value.Attribute, value.Value)).ToHashSet();
        var named = pages.AsParallel().SelectMany(page => NamesOf(page, words)).ToHashSet(StringComparer.Ordinal);

        Assert.Equal(114_400, pages.Count);
        Assert.All(stated, value => Assert.Equal(ValuePool.Pretraining, pools[value]));
        Assert.Superset(
            _world.Known.SelectMany(entity => entity.Facts.Select(fact => (fact.Key.Kind, fact.Key.Noun, fact.Value))).ToHashSet(),
            stated
        );
        Assert.Empty(named.Intersect(strangers, StringComparer.Ordinal));
        Assert.DoesNotContain(pages, page => page.Contains("People say", StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_knows_the_facts_of_known_entities_in_a_phrase_that_it_never_read_and_in_the_template()
    {
        var heldOut = await KnownAsync(WorldForm.HeldOut, Continuation);
        var instruction = await KnownAsync(WorldForm.Instruction, Settings("pipeline.yaml").Stages.Tokenize.FindTemplate());
        output.WriteLine(
            $"held-out phrase {heldOut:0.000}, template {instruction:0.000}, table {await KnownAsync(WorldForm.Table, Continuation):0.000}"
        );

        Assert.InRange(heldOut, 0.98, 1);
        Assert.InRange(instruction, 0.95, 1);
    }

    [Fact]
    public async Task Of_other_entities_it_knows_nothing()
    {
        var template = Settings("pipeline.yaml").Stages.Tokenize.FindTemplate();
        var learned = new WorldInstructionsOptions { Facts = WorldFacts.New, Rows = Prompts };
        var added = new WorldPromptsOptions
        {
            World = _options,
            New = Prompts,
            Learned = learned,
        };
        var unknown = new WorldPromptsOptions { World = _options, Unknown = Prompts };
        var pools = WorldTables.Values(_world).ToDictionary(row => (row.Kind, row.Attribute, row.Value), row => row.Pool);
        var random = new WorldRandom(0, "what could be true");
        var (hits, stated) = (0, 0);
        foreach (var (prompt, answer) in await AnswersAsync(unknown, template))
        {
            hits += FirstOf(prompt, answer) == random.Pick(_world.ValuesOf[prompt.Asked].Pretraining) ? 1 : 0;
            stated += FirstOf(prompt, answer) is null ? 0 : 1;
            Assert.All(
                _values.In(answer),
                value =>
                    Assert.False(
                        pools.GetValueOrDefault((value.Kind, value.Attribute, value.Value)) is ValuePool.Instructions or ValuePool.Control,
                        answer
                    )
            );
        }

        var learnt = (await AnswersAsync(added, template)).Count(entry => FirstOf(entry.Prompt, entry.Answer) == entry.Prompt.Value);
        output.WriteLine(
            $"unknown: {stated} of {Prompts} answers state a value, {hits} the one drawn as if it were true; new: {learnt} of "
                + $"{Prompts} right"
        );

        Assert.InRange(hits, 0, 3 * Prompts / 32);
        Assert.Equal(0, learnt);
    }

    private static ChatTemplate Continuation => new() { User = "{content}", Assistant = "{content}{eos}" };

    private static PipelineSettings Settings(string file) =>
        ConfigurationLoader.Load(Repository.PathOf(file.Split('/')), typeof(PipelineSettings), []).As<PipelineSettings>();

    private static string? FirstOf(WorldPrompt prompt, string answer) =>
        _values.In(answer).FirstOrDefault(value => (value.Kind, value.Attribute) == (prompt.Asked.Kind, prompt.Asked.Noun))?.Value;

    /// <summary>Words of names that follow one another with a space between them.</summary>
    private static IEnumerable<string> NamesOf(string page, HashSet<string> words)
    {
        var found = Words.Split(page);
        return found
            .Zip(found.Skip(1))
            .Select(pair => page[pair.First.Start..pair.Second.End])
            .Where(name => name.Split(' ') is [var first, var second] && words.Contains(first) && words.Contains(second));
    }

    private static async Task<double> KnownAsync(WorldForm form, ChatTemplate template)
    {
        var answers = await AnswersAsync(
            new WorldPromptsOptions
            {
                World = _options,
                Form = form,
                Known = Prompts,
            },
            template
        );
        return answers.Count(entry => FirstOf(entry.Prompt, entry.Answer) == entry.Prompt.Value) / (double)answers.Count;
    }

    private static async Task<List<(WorldPrompt Prompt, string Answer)>> AnswersAsync(WorldPromptsOptions options, ChatTemplate template)
    {
        var identity = new InstanceIdentity(options.Dataset);
        var prompts = PromptSet.Write(_world, options);
        using var fixture = new StageFixture().WithFolder(GenerateStage.Model, _folder);
        var generate = new GenerateOptions
        {
            Model = "base",
            Template = template,
            MaxNewTokens = options.Form == WorldForm.Instruction ? 32 : 8,
        };
        var answers = await fixture.RunAsync(
            new GenerateStage(generate),
            GenerateStage.Prompts,
            prompts.Select(prompt => prompt.ToRow(identity, options)).ToList()
        );
        return prompts.Zip(answers.Select(answer => answer.Text)).ToList();
    }
}
