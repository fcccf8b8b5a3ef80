using System.Text;
using System.Text.Json;
using Pipeline.Modeling.Text;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Modeling.Text;

/// <summary>Where a text stops to be JSON, and what could have stood there.</summary>
public sealed class JsonFaultTests
{
    private const string RestOfText = "the rest of a text: letters, escapes such as \\n, and a closing quote";

    [Theory]
    [InlineData("", "in line 1, byte 0, found the end, expected a value")]
    [InlineData("x", "in line 1, byte 0, found 'x', expected a value")]
    [InlineData("{", "in line 1, byte 1, found the end, expected a name in double quotes, or '}'")]
    [InlineData("{'a': 1}", "in line 1, byte 1, found ''', expected a name in double quotes, or '}'")]
    [InlineData("{\"a\" 1}", "in line 1, byte 5, found '1', expected a colon and a value")]
    [InlineData("{\"a\": }", "in line 1, byte 6, found '}', expected a value")]
    [InlineData("{\"a\": 1 \"b\": 2}", "in line 1, byte 8, found '\"', expected ',' and a name in double quotes, or '}'")]
    [InlineData("{\"a\": 1, }", "in line 1, byte 9, found '}', expected a name in double quotes")]
    [InlineData("[1 2]", "in line 1, byte 3, found '2', expected ',' and a value, or ']'")]
    [InlineData("[1, ]", "in line 1, byte 4, found ']', expected a value")]
    [InlineData("[", "in line 1, byte 1, found the end, expected a value, or ']'")]
    [InlineData("[1}", "in line 1, byte 2, found '}', expected ',' and a value, or ']'")]
    [InlineData("{\"a\": 1]", "in line 1, byte 7, found ']', expected ',' and a name in double quotes, or '}'")]
    [InlineData("{} {}", "in line 1, byte 3, found '{', expected nothing more")]
    [InlineData("[\n\"a\nb\"]", "in line 2, byte 4, found the byte 0x0A, expected " + RestOfText)]
    [InlineData("[\"\\x\"]", "in line 1, byte 3, found 'x', expected " + RestOfText)]
    [InlineData("[\"abc", "in line 1, byte 5, found the end, expected " + RestOfText)]
    [InlineData("[\n\n  nul]", "in line 3, byte 8, found ']', expected a value, or ']'")]
    [InlineData("[01]", "in line 1, byte 2, found '1', expected a value, or ']'")]
    [InlineData("[[[[1]]]]", "in line 1, byte 3, found '[', expected at most 3 structures inside each other")]
    public void Faults(string json, string expected) => Assert.Equal(expected, JsonFault.Find(Encoding.UTF8.GetBytes(json), 3)?.ToString());

    [Theory]
    [InlineData("{\"a\": [1, 2.5e3, true, null, \"\\u00e4\"]}")]
    [InlineData(" [ ] ")]
    [InlineData("7")]
    public void Nothing_is_wrong_with_JSON(string json) => Assert.Null(JsonFault.Find(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void A_text_has_a_fault_where_the_parser_refuses_it_and_nowhere_else()
    {
        var original = """{"a": [1, -2.5e3, true, null, "x\u00e4\n"], "b": {"c": {}, "d": []}}"""u8.ToArray();
        var mutation = new Mutation(seed: 5);
        for (var i = 0; i < 20_000; i++)
        {
            var json = mutation.Apply(original);
            var fault = JsonFault.Find(json);
            try
            {
                JsonDocument.Parse(json).Dispose();
                Assert.Null(fault);
            }
            catch (JsonException)
            {
                Assert.NotNull(fault);
                Assert.InRange(fault.Offset, 0, json.Length);
            }
        }
    }

    [Fact]
    public void A_file_is_named() =>
        Assert.Equal(
            "config.json is not valid JSON: in line 2, byte 2, found 'x', expected a name in double quotes, or '}'.",
            Assert.Throws<InvalidDataException>(() => JsonFault.Parse("config.json", "{\nx"u8.ToArray())).Message
        );
}
