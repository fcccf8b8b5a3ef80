using System.Globalization;
using Pipeline.App;
using Pipeline.App.Settings;
using Pipeline.Engine;
using Pipeline.Engine.Configuration;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.App;

/// <summary>Every setting, found by reflection, at the ends of its range: what is inside is accepted and can be planned, what is outside is
/// refused with its place and what was expected.</summary>
public sealed class SettingRangeTests : IDisposable
{
    /// <summary>The name of whatever a mapping names.</summary>
    private const string Name = "d";

    private static readonly string[] _needingOthers =
    [
        "pretrain.",
        "counterfactual.",
        "prompt_counterfactual.",
        "source_recall.",
        "source_similarity.",
        "continuations.",
        "generations.",
        "datasets.d.mix.",
    ];

    private readonly TemporaryFolder _folder = new();

    public SettingRangeTests()
    {
        var model = Repository.PathOf("data", "base");
        _folder.Write("rows.jsonl", """{"instruction":"a","input":"","output":"b"}""" + "\n");
        _folder.Write(
            "all.yaml",
            $$"""
            model: {{model}}
            prompts: { path: rows.jsonl }
            datasets: { d: { path: rows.jsonl, mix: { weights: { d: 1 } } } }
            methods: { d: {} }
            models: { d: { path: {{model}} } }
            generations: { d: { path: rows.jsonl, trained_on: d } }
            counterfactual: { model: [m] }
            prompt_counterfactual: { model: [m] }
            source_recall: { model: [m] }
            source_similarity: { model: [m] }
            continuations: { model: [m] }
            pretrain: { datasets: [d] }
            """
        );
        _folder.Write(
            "chain.yaml",
            $$"""
            model: {{model}}
            prompts: { path: rows.jsonl }
            datasets: { d: { path: rows.jsonl } }
            methods: { d: { type: lora }, sft: { type: full } }
            """
        );
    }

    [Fact]
    public void Every_number_has_a_range_with_two_ends()
    {
        var numbers = Numbers().ToList();
        Assert.True(numbers.Count > 80, $"{numbers.Count} numbers were found");
        Assert.All(
            numbers.Where(number => !IsSeed(number)),
            number =>
            {
                Assert.True(number.Property.Range is not null, $"{number.Path} has no range");
                Assert.False(ScalarBinder.IsOpen(number.Property.Range.Minimum), $"{number.Path} has no least value");
                Assert.False(ScalarBinder.IsOpen(number.Property.Range.Maximum), $"{number.Path} has no greatest value");
            }
        );
    }

    [Fact]
    public void The_ends_of_every_range_are_accepted_and_can_be_planned() =>
        Assert.All(
            Numbers(),
            number =>
            {
                foreach (var value in Inside(number))
                {
                    Load("all.yaml", number.Path, value);
                    Plan(Load(NeedsOthers(number) ? "all.yaml" : "chain.yaml", number.Path, value));
                }
            }
        );

    [Fact]
    public void What_lies_beyond_an_end_is_refused_with_its_place_and_what_was_expected() =>
        Assert.All(
            Numbers(),
            number =>
            {
                foreach (var value in Outside(number))
                {
                    var error = Assert.Throws<InputException>(() => Load("all.yaml", number.Path, value));
                    Assert.StartsWith(_folder.PathOf("test.yaml") + ":2:", error.Message, StringComparison.Ordinal);
                    Assert.Contains($": {number.Path} is '{value}'; expected a ", error.Message, StringComparison.Ordinal);
                    if (!IsSeed(number))
                    {
                        Assert.Matches("number( from .* to .*|, (at least|above) .* and .*)$", error.Message);
                    }
                }
            }
        );

    [Theory]
    [InlineData("seed", "[1, 1]", "seed[1] is '1', which is in the list before; expected each item once")]
    [InlineData("seed", "[]", "seed is a list of 0; expected a list of at least 1")]
    [InlineData("datasets.d.sizes", "[1, 0, 1]", "datasets.d.sizes[2] is '1', which is in the list before")]
    [InlineData("methods.d.rank", "[8, 8]", "methods.d.rank[1] is '8', which is in the list before")]
    [InlineData("methods.d.rank", "[]", "methods.d.rank is a list of 0; expected a list of at least 1")]
    [InlineData("methods.d.learning_rate", "[1e-4, 0.0001]", "methods.d.learning_rate[1] is '0.0001', which is in the list before")]
    [InlineData("methods.d.targets", "[q_proj, q_proj]", "methods.d.targets[1] is 'q_proj', which is in the list before")]
    [InlineData("stages.generate.stop_strings", "['']", "stages.generate.stop_strings[0] is '' (a quoted text)")]
    [InlineData("stages.generate.stop_strings", "''", "stages.generate.stop_strings is '' (a quoted text)")]
    [InlineData("stages.generate.stop_strings", "[a, a]", "stages.generate.stop_strings[1] is 'a', which is in the list before")]
    public void Lists_hold_nothing_twice_and_no_empty_text(string path, string value, string message) =>
        Assert.Contains(
            message.Replace(" (a quoted text)", "", StringComparison.Ordinal),
            Assert.Throws<InputException>(() => Load("all.yaml", path, value)).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void A_command_may_hold_an_argument_twice_and_an_empty_one() =>
        Assert.Equal(["a", "a", ""], Load("all.yaml", "methods.d.command", "[a, a, '']").As<PipelineSettings>().Methods[Name].Command);

    [Fact]
    public void A_subset_with_the_name_of_another_dataset_is_refused()
    {
        var configuration = Load("chain.yaml", "datasets", "{ d: { sizes: [5] }, d-5: { path: rows.jsonl } }");
        var error = Assert.Throws<InputException>(() => new Catalogue().Build(configuration));
        Assert.Contains("datasets.d.sizes", error.Message, StringComparison.Ordinal);
        Assert.Contains("'d-5', which is there already", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Whether it stands beside keys that must be there.</summary>
    private static bool NeedsOthers(Number number) => _needingOthers.Any(part => number.Path.StartsWith(part, StringComparison.Ordinal));

    private static void Plan(BoundConfiguration configuration)
    {
        if (Record.Exception(() => new Catalogue().Build(configuration)) is { } error)
        {
            Assert.IsType<InputException>(error);
        }
    }

    /// <summary>The first file with one more setting on a line of its own.</summary>
    private BoundConfiguration Load(string included, string path, string value)
    {
        var keys = path.Split('.');
        var nested = string.Concat(keys.Select(key => key + ": { "))[..^2] + value + string.Concat(keys.Skip(1).Select(_ => " }"));
        var file = _folder.Write("test.yaml", $"include: {included}\n{nested}\n");
        return ConfigurationLoader.Load(file, typeof(PipelineSettings), []);
    }

    private static IEnumerable<Number> Numbers() => Numbers(SettingsShape.Get(typeof(PipelineSettings)), "");

    private static IEnumerable<Number> Numbers(SettingsShape shape, string parent)
    {
        foreach (var property in shape.Properties)
        {
            var path = KeyNames.Join(parent, property.Key);
            var type = property.Type;
            if (SettingKind.IsDictionary(type, out var value))
            {
                (type, path) = (value, KeyNames.Join(path, Name));
            }
            else if (SettingKind.IsList(type, out var element))
            {
                type = element;
            }

            type = Nullable.GetUnderlyingType(type) ?? type;
            if (type == typeof(int) || type == typeof(long) || type == typeof(double) || type == typeof(float))
            {
                yield return new Number(path, type, property);
            }
            else if (SettingKind.IsRecord(type) && !SettingKind.IsList(property.Type, out _))
            {
                foreach (var inner in Numbers(SettingsShape.Get(type), path))
                {
                    yield return inner;
                }
            }
        }
    }

    /// <summary>A seed may be any whole number.</summary>
    private static bool IsSeed(Number number) => number.Path.EndsWith("seed", StringComparison.Ordinal) && number.Property.Range is null;

    private static IEnumerable<string> Inside(Number number)
    {
        if (IsSeed(number))
        {
            return [Text(int.MinValue), Text(int.MaxValue)];
        }

        var range = number.Property.Range!;
        var (low, high) = (Value(range.Minimum), Value(range.Maximum));
        return number.Type == typeof(int) || number.Type == typeof(long)
            ? [Text((long)low), Text((long)high)]
            :
            [
                Text(range.MinimumIsExclusive ? Math.BitIncrement(low) : low),
                Text(range.MaximumIsExclusive ? Math.BitDecrement(high) : high),
            ];
    }

    private static IEnumerable<string> Outside(Number number)
    {
        if (IsSeed(number))
        {
            return [Text((long)int.MaxValue + 1), Text((long)int.MinValue - 1)];
        }

        var range = number.Property.Range!;
        var (low, high) = (Value(range.Minimum), Value(range.Maximum));
        return number.Type == typeof(int) || number.Type == typeof(long)
            ? [Text((long)low - 1), Text((long)high + 1), Text((long)int.MaxValue)]
            :
            [
                Text(range.MinimumIsExclusive ? low : Math.BitDecrement(low)),
                Text(range.MaximumIsExclusive ? high : Math.BitIncrement(high)),
                "1e308",
            ];
    }

    private static double Value(object limit) => Convert.ToDouble(limit, CultureInfo.InvariantCulture);

    private static string Text(IFormattable value) => value.ToString(value is double ? "R" : null, CultureInfo.InvariantCulture);

    private sealed record Number(string Path, Type Type, SettingProperty Property)
    {
        public override string ToString() => Path;
    }
}
