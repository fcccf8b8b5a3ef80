using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using CsCheck;
using Pipeline.Engine.Caching;

namespace Pipeline.Tests.Engine.Caching;

public sealed class CanonicalJsonTests
{
    private static readonly Gen<string> _text = Gen.OneOf(
        Gen.String[Gen.Char['\u0001', '\u04FF'], 0, 8],
        Gen.OneOf(new[] { "", "\"", "\\", "\n", "é", "漢", "🙂", "</script>", "\u2028" }.Select(Gen.Const).ToArray())
    );

    private static readonly Gen<JsonNode?> _scalar = Gen.OneOf(
        Gen.Long.Select(value => (JsonNode?)JsonValue.Create(value)),
        Gen.Double[-1e20, 1e20].Select(value => (JsonNode?)JsonValue.Create(value)),
        Gen.Bool.Select(value => (JsonNode?)JsonValue.Create(value)),
        _text.Select(value => (JsonNode?)JsonValue.Create(value)),
        Gen.Const((JsonNode?)null)
    );

    private static readonly Gen<JsonNode?> _json = Gen.Recursive<JsonNode?>(
        (depth, inner) =>
            depth >= 3
                ? _scalar
                : Gen.OneOf(
                    _scalar,
                    inner.Array[0, 4].Select(items => (JsonNode?)new JsonArray([.. items.Select(item => item?.DeepClone())])),
                    Gen.Select(_text, inner).Array[0, 4].Select(entries => (JsonNode?)ObjectOf(entries))
                )
    );

    [Fact]
    public void The_order_of_keys_does_not_matter() =>
        Gen.Select(Gen.Select(_text, _json).Array[0, 6], Gen.Int)
            .Sample(
                (entries, seed) =>
                {
                    var distinct = entries.DistinctBy(entry => entry.Item1).ToArray();
                    var shuffled = distinct.ToArray();
                    new Random(seed).Shuffle(shuffled);

                    Assert.Equal(CanonicalJson.Text(ObjectOf(distinct)), CanonicalJson.Text(ObjectOf(shuffled)));
                },
                iter: 500
            );

    [Fact]
    public void Canonical_text_is_json_that_reads_back_to_itself() =>
        _json.Sample(
            value =>
            {
                var text = CanonicalJson.Text(value);

                Assert.Equal(text, CanonicalJson.Text(JsonNode.Parse(text)));
            },
            iter: 1000
        );

    [Fact]
    public void Different_values_have_different_texts() =>
        Gen.Select(_json, _json)
            .Sample(
                (one, other) => Assert.Equal(JsonNode.DeepEquals(one, other), CanonicalJson.Text(one) == CanonicalJson.Text(other)),
                iter: 1000
            );

    [Fact]
    public void A_whole_number_has_one_spelling_however_it_is_held() =>
        Gen.OneOf(Gen.Long[-(1L << 53), 1L << 53], Gen.Int[0, 18].Select(digits => (long)Math.Pow(10, digits)))
            .Sample(
                number =>
                {
                    var text = number.ToString(CultureInfo.InvariantCulture);

                    Assert.Equal(text, CanonicalJson.Text(JsonValue.Create(number)));
                    Assert.Equal(text, CanonicalJson.Text(JsonValue.Create((double)number)));
                    Assert.Equal(text, CanonicalJson.Text(JsonNode.Parse(((double)number).ToString("E17", CultureInfo.InvariantCulture))));
                },
                iter: 1000
            );

    [Fact]
    public void Any_double_reads_back_equal() =>
        Gen
            .Double.Where(double.IsFinite)
            .Sample(
                number => Assert.Equal(number, double.Parse(CanonicalJson.Text(JsonValue.Create(number)), CultureInfo.InvariantCulture)),
                iter: 1000
            );

    [Theory]
    [InlineData("1.0", "1")]
    [InlineData("-0.0", "0")]
    [InlineData("1e-7", "1E-07")]
    [InlineData("2.0e-3", "0.002")]
    [InlineData("1e15", "1000000000000000")]
    [InlineData("1e300", "1E+300")]
    public void Spellings_of_a_number(string given, string canonical) => Assert.Equal(canonical, CanonicalJson.Text(JsonNode.Parse(given)));

    [Fact]
    public void The_culture_does_not_matter()
    {
        var settings = new SampleSettings { LearningRate = -0.002, Scale = 1234567.5f };
        var expected = CanonicalJson.Text(CanonicalJson.Serialize(settings));
        var odd = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        odd.NumberFormat.NumberDecimalSeparator = ",";
        odd.NumberFormat.NumberGroupSeparator = ".";
        odd.NumberFormat.NegativeSign = "~";
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = odd;

            Assert.Equal(expected, CanonicalJson.Text(CanonicalJson.Serialize(settings)));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Settings_are_written_in_snake_case_without_what_is_ignored() =>
        Assert.Equal(
            """{"kind":"full_rank","learning_rate":0.01,"names":{"B":"2","a":"1"},"scale":2.5}""",
            CanonicalJson.Text(
                CanonicalJson.Serialize(
                    new SampleSettings
                    {
                        LearningRate = 0.01,
                        Scale = 2.5f,
                        BatchSize = 64,
                        Kind = SampleKind.FullRank,
                        Names = new Dictionary<string, string> { ["a"] = "1", ["B"] = "2" },
                    }
                )
            )
        );

    private static JsonObject ObjectOf(IEnumerable<(string Key, JsonNode? Value)> entries)
    {
        var map = new JsonObject();
        foreach (var (key, value) in entries)
        {
            map[key] = value?.DeepClone();
        }

        return map;
    }

    private enum SampleKind
    {
        Lora,
        FullRank,
    }

    private sealed record SampleSettings
    {
        public double LearningRate { get; init; }

        public float Scale { get; init; }

        [JsonIgnore]
        public int BatchSize { get; init; }

        public SampleKind Kind { get; init; }

        public IReadOnlyDictionary<string, string> Names { get; init; } = new Dictionary<string, string>();
    }
}
