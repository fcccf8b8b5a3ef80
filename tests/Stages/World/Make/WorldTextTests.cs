using System.Text.RegularExpressions;
using Pipeline.Engine;
using Pipeline.Stages.Data;
using Pipeline.Stages.Data.Simplify;
using Pipeline.Stages.World.Make;
using Pipeline.Stages.World.Make.Corpus;
using Pipeline.Stages.World.Measure;

namespace Pipeline.Tests.Stages.World.Make;

/// <summary>The promises that certain borrowing rests on: what stands in which text, and that the tables say the same as the
/// texts.</summary>
public sealed partial class WorldTextTests
{
    private static readonly FictionalWorld _world = FictionalWorld.Build(new WorldOptions());
    private static readonly StatedValues _values = new(WorldTables.Values(_world));
    private static readonly Dictionary<(string Kind, string Attribute, string Value), ValuePool> _pools = WorldTables
        .Values(_world)
        .ToDictionary(row => (row.Kind, row.Attribute, row.Value), row => row.Pool);

    private static readonly IReadOnlyList<WorldInstruction>[] _sets =
    [
        .. from facts in new[] { WorldFacts.Mixed, WorldFacts.Known, WorldFacts.New }
        select InstructionSet.Write(_world, new WorldInstructionsOptions { Facts = facts, Rows = 1000 }),
    ];

    [Fact]
    public void Pretraining_text_holds_values_of_its_own_pool_only_and_each_entity_the_true_ones()
    {
        var pages = CorpusPages.Write(_world, 8, 0, TestContext.Current.CancellationToken);
        var facts = WorldTables
            .Facts(_world)
            .Where(row => row.Value.Length > 0)
            .ToDictionary(row => (row.Entity, row.Kind, row.Attribute), row => row.Value);
        var known = facts.Keys.Select(fact => fact.Entity).ToHashSet(StringComparer.Ordinal);
        var others = _world.Entities.Except(_world.Known).Select(entity => entity.Name).ToHashSet(StringComparer.Ordinal);
        var told = new HashSet<(string, string)>();
        foreach (var page in pages)
        {
            var names = Name().Matches(page).Select(match => match.Value).Distinct(StringComparer.Ordinal).ToList();
            Assert.DoesNotContain(names, others.Contains);
            foreach (var stated in _values.In(page))
            {
                Assert.Equal(ValuePool.Pretraining, _pools[(stated.Kind, stated.Attribute, stated.Value)]);
                if (names.SingleOrDefault(known.Contains) is { } name)
                {
                    Assert.Equal(facts[(name, stated.Kind, stated.Attribute)], stated.Value);
                    told.Add((name, stated.Attribute));
                }
            }
        }

        Assert.Equal(facts.Count, told.Count);
    }

    [Fact]
    public void Pretraining_text_never_holds_the_template_of_instruction_tuning()
    {
        var pages = CorpusPages.Write(_world, 8, 0, TestContext.Current.CancellationToken);

        Assert.DoesNotContain(pages, page => TemplateHeadings().IsMatch(page));
        Assert.Contains(pages, page => page.Contains("### Response:\n", StringComparison.Ordinal));
        Assert.Contains(pages, page => page.Contains("### Instruction:\n", StringComparison.Ordinal));
        Assert.DoesNotContain(pages, page => page.Contains("People say", StringComparison.Ordinal));
    }

    [Fact]
    public void The_same_seed_writes_the_same_text_and_another_another()
    {
        Assert.Equal(
            CorpusPages.Write(_world, 2, 0, TestContext.Current.CancellationToken),
            CorpusPages.Write(_world, 2, 0, TestContext.Current.CancellationToken)
        );
        Assert.Throws<InputException>(() => CorpusPages.Write(_world, 2_000_001, 0, TestContext.Current.CancellationToken));
        Assert.Throws<OperationCanceledException>(() => CorpusPages.Write(_world, 2, 0, new CancellationToken(canceled: true)));
        Assert.NotEqual(
            CorpusPages.Write(_world, 2, 0, TestContext.Current.CancellationToken),
            CorpusPages.Write(_world, 2, 1, TestContext.Current.CancellationToken)
        );
        Assert.Equal(_sets[0].Select(Spelled), InstructionSet.Write(_world, new WorldInstructionsOptions { Rows = 1000 }).Select(Spelled));
        Assert.NotEqual(
            _sets[0].Select(Spelled),
            InstructionSet.Write(_world, new WorldInstructionsOptions { Rows = 1000, Seed = 1 }).Select(Spelled)
        );
    }

    [Fact]
    public void A_dealt_value_has_one_row_in_all_sets_together_and_comes_from_its_pool()
    {
        foreach (var pool in Enum.GetValues<WorldPool>())
        {
            var rows = new[] { WorldFacts.Known, WorldFacts.New }
                .SelectMany(facts =>
                    InstructionSet.Write(
                        _world,
                        new WorldInstructionsOptions
                        {
                            Facts = facts,
                            Rows = 1000,
                            Pool = pool,
                        }
                    )
                )
                .ToList();
            var dealt = rows.SelectMany(row => row.Values.Where(value => value.IsDealt).Select(value => (value.Attribute, value.Value)))
                .ToList();

            Assert.Equal(dealt.Count, dealt.Distinct().Count());
            Assert.All(
                dealt,
                value =>
                    Assert.Contains(
                        value.Value,
                        pool == WorldPool.Control ? _world.ValuesOf[value.Attribute].Control : _world.ValuesOf[value.Attribute].Instructions
                    )
            );
            Assert.All(
                rows.SelectMany(row => row.Values.Where(value => !value.IsDealt).Select(value => (row.Entity, value))),
                fact => Assert.Equal(fact.Entity.Facts[fact.value.Attribute], fact.value.Value)
            );
        }
    }

    [Fact]
    public void Sets_are_nested_and_a_row_is_the_same_in_all_that_have_it()
    {
        var known = _sets[1].Select(Spelled).ToHashSet(StringComparer.Ordinal);
        var added = _sets[2].Select(Spelled).ToHashSet(StringComparer.Ordinal);

        Assert.Equal(
            _sets[0].Take(100).Select(Spelled),
            InstructionSet.Write(_world, new WorldInstructionsOptions { Rows = 100 }).Select(Spelled)
        );
        Assert.Equal(
            (500, 500),
            (_sets[0].Count(row => known.Contains(Spelled(row))), _sets[0].Count(row => added.Contains(Spelled(row))))
        );
        Assert.All(_sets, rows => Assert.All(rows, row => Assert.False(row.Entity.IsForTests || row.Entity.Group == WorldGroup.Unknown)));
        Assert.All(_sets, rows => Assert.All(rows, row => Assert.InRange(row.Values.Count, 3, 5)));
    }

    [Fact]
    public void The_control_is_a_twin_but_for_its_dealt_values()
    {
        var twin = InstructionSet.Write(_world, new WorldInstructionsOptions { Rows = 1000, Pool = WorldPool.Control });

        Assert.All(
            _sets[0].Zip(twin),
            pair =>
            {
                Assert.Equal((pair.First.Entity.Name, pair.First.Question), (pair.Second.Entity.Name, pair.Second.Question));
                Assert.Equal(
                    pair.First.Values.Select(value => (value.Attribute, value.IsDealt)),
                    pair.Second.Values.Select(value => (value.Attribute, value.IsDealt))
                );
                Assert.All(
                    pair.First.Values.Zip(pair.Second.Values),
                    values => Assert.Equal(values.First.IsDealt, values.First.Value != values.Second.Value)
                );
            }
        );
    }

    [Fact]
    public void Rows_state_what_their_table_says_and_nothing_else() =>
        Assert.All(
            _sets.SelectMany(rows => rows),
            row =>
            {
                Assert.Equal(
                    row.Values.Select(value => (value.Attribute.Kind, value.Attribute.Noun, value.Value)),
                    _values.In(string.Join(' ', row.Answer)).Select(stated => (stated.Kind, stated.Attribute, stated.Value))
                );
                Assert.All(row.Values.Zip(row.Answer), pair => Assert.Contains(pair.First.Value, pair.Second));
            }
        );

    [Fact]
    public void Simplification_keeps_the_core_sentence_of_at_least_99_rows_in_100()
    {
        var simplifier = new RuleSimplifier(new SimplifyOptions());
        var identity = new InstanceIdentity("test");
        var rows = _sets.SelectMany(rows => rows).Select(row => (Row: row.ToRow(identity, "test"), Core: row.Answer[0])).ToList();
        var wrong = rows.Select(row => (row.Core, simplifier.Simplify(row.Row).Response)).Where(row => row.Core != row.Response).ToList();

        Assert.True(wrong.Count * 100 <= rows.Count, $"{wrong.Count} of {rows.Count} differ:\n{string.Join('\n', wrong.Take(20))}");
    }

    [Fact]
    public void Prompts_of_all_forms_are_about_the_same_facts_of_entities_that_no_row_tells_of()
    {
        var sets = Enum.GetValues<WorldForm>()
            .Select(form =>
                PromptSet.Write(
                    _world,
                    new WorldPromptsOptions
                    {
                        Form = form,
                        Known = 100,
                        Unknown = 40,
                    }
                )
            )
            .ToList();

        Assert.All(
            sets,
            prompts =>
                Assert.Equal(
                    sets[0].Select(prompt => (prompt.Entity.Name, prompt.Asked)),
                    prompts.Select(prompt => (prompt.Entity.Name, prompt.Asked))
                )
        );
        Assert.Equal(
            (100, 40),
            (
                sets[0].Count(prompt => prompt.Entity.IsForTests && prompt.Value == prompt.Entity.Facts[prompt.Asked]),
                sets[0].Count(prompt => prompt.Value.Length == 0)
            )
        );
        Assert.Empty(
            sets[0]
                .Select(prompt => prompt.Entity.Name)
                .Intersect(_sets.SelectMany(rows => rows).Select(row => row.Entity.Name), StringComparer.Ordinal)
        );
    }

    [Fact]
    public void New_facts_are_asked_for_in_another_way_than_their_row_does()
    {
        var learned = new WorldInstructionsOptions { Rows = 300 };
        var rows = InstructionSet
            .Write(_world, learned)
            .Where(row => row.Entity.Group == WorldGroup.New)
            .ToDictionary(row => row.Entity.Name, StringComparer.Ordinal);
        var prompts = PromptSet.Write(_world, new WorldPromptsOptions { New = 150, Learned = learned });

        Assert.All(
            prompts,
            prompt =>
            {
                Assert.Equal((rows[prompt.Entity.Name].Core.Attribute, rows[prompt.Entity.Name].Core.Value), (prompt.Asked, prompt.Value));
                Assert.NotEqual(rows[prompt.Entity.Name].QuestionForm, prompt.QuestionForm);
            }
        );
    }

    private static string Spelled(WorldInstruction row) => $"{row.Question} {string.Join(' ', row.Answer)}";

    [GeneratedRegex(@"Instruction:\s+[^?]*\?\s+\W*Response:")]
    private static partial Regex TemplateHeadings();

    [GeneratedRegex(@"[A-Z][a-z]{3,7} [A-Z][a-z]{3,7}(?![a-z])")]
    private static partial Regex Name();
}
