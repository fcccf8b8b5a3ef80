namespace Pipeline.Tests.Engine.Configuration;

public sealed class BindingErrorTests : IDisposable
{
    private readonly ConfigurationFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(
        "methods:\n  lft:\n    type: lora\n    learning_rte: 1",
        "@/p.yaml:4:5: unknown key 'learning_rte' in methods.lft; did you mean 'learning_rate'?"
    )]
    [InlineData(
        "stages: { generate: { maxNewTokens: 3 } }",
        "@/p.yaml:1:23: unknown key 'maxNewTokens' in stages.generate; did you mean 'max_new_tokens'?"
    )]
    [InlineData("zzz: 1", "@/p.yaml:1:1: unknown key 'zzz' at the top level; valid keys: model, seed, methods, stages, inputs")]
    [InlineData("internal: x", "@/p.yaml:1:1: unknown key 'internal' at the top level; valid keys: model, seed, methods, stages, inputs")]
    public void Unknown_keys_name_the_nearest_or_all(string yaml, string message) => Assert.Equal(message, _folder.Error(yaml));

    [Theory]
    [InlineData("seed: eight", "@/p.yaml:1:7: seed is 'eight'; expected a whole number")]
    [InlineData("seed: 1.5", "@/p.yaml:1:7: seed is '1.5'; expected a whole number")]
    [InlineData("seed: 99999999999", "@/p.yaml:1:7: seed is '99999999999'; expected a whole number")]
    [InlineData("seed: '5'", "@/p.yaml:1:7: seed is '5' (a quoted text); expected a whole number")]
    [InlineData("seed:", "@/p.yaml:1:6: seed is empty; expected a whole number")]
    [InlineData("seed: [1]", "@/p.yaml:1:7: seed is a list of 1; expected a whole number")]
    [InlineData("stages: 3", "@/p.yaml:1:9: stages is '3'; expected a mapping of keys to values")]
    [InlineData("methods: [a]", "@/p.yaml:1:10: methods is a list of 1; expected a mapping of keys to values")]
    [InlineData("inputs: { a: b }", "@/p.yaml:1:9: inputs is a mapping of 1 keys; expected a list")]
    [InlineData(
        "stages: { generate: { keep_prompt: yes } }",
        "@/p.yaml:1:36: stages.generate.keep_prompt is 'yes'; expected true or false"
    )]
    [InlineData(
        "methods: { a: { type: lora, learning_rate: [1e-3, .nan] } }",
        "@/p.yaml:1:51: methods.a.learning_rate[1] is '.nan'; expected a number, above 0 and at most 1"
    )]
    [InlineData("- a", "@/p.yaml:1:1: found a list of 1; a configuration is a mapping of keys to values")]
    public void Wrong_types_quote_what_was_found_and_expected(string yaml, string message) => Assert.Equal(message, _folder.Error(yaml));

    [Theory]
    [InlineData(
        "stages: { generate: { max_new_tokens: 0 } }",
        "@/p.yaml:1:39: stages.generate.max_new_tokens is '0'; expected a whole number from 1 to 4096"
    )]
    [InlineData("methods: { a: { type: lora, rank: 0 } }", "@/p.yaml:1:35: methods.a.rank is '0'; expected a whole number, at least 1")]
    [InlineData(
        "methods: { a: { type: lora, learning_rate: 0 } }",
        "@/p.yaml:1:44: methods.a.learning_rate is '0'; expected a number, above 0 and at most 1"
    )]
    [InlineData("methods: { a: { type: lara } }", "@/p.yaml:1:23: methods.a.type is 'lara'; did you mean 'lora'?")]
    [InlineData("methods: { a: { type: x } }", "@/p.yaml:1:23: methods.a.type is 'x'; allowed: lora, full_parameters")]
    [InlineData(
        "methods: { a: { type: fullParameters } }",
        "@/p.yaml:1:23: methods.a.type is 'fullParameters'; did you mean 'full_parameters'?"
    )]
    [InlineData(
        "methods: { a: { type: lora, template: chatmi } }",
        "@/p.yaml:1:39: methods.a.template is 'chatmi'; did you mean 'chatml'?"
    )]
    [InlineData("methods: { a: { rank: 1 } }", "@/p.yaml:1:15: methods.a lacks the required key 'type'")]
    public void Values_outside_their_rules_are_refused(string yaml, string message) => Assert.Equal(message, _folder.Error(yaml));

    [Theory]
    [InlineData("seed: 1\nseed: 2", "@/p.yaml:2:1: duplicate key 'seed'; it stands already at @/p.yaml:1:1")]
    [InlineData("seed: 1\n---\nseed: 2", "@/p.yaml:2:1: a second YAML document starts here; a configuration is one document")]
    [InlineData("seed: !int 1", "@/p.yaml:1:7: the tag '!int' is not allowed; types follow from the keys")]
    [InlineData("seed: *nowhere", "@/p.yaml:1:7: alias *nowhere stands before or inside its own anchor &nowhere")]
    [InlineData("stages: &s { generate: *s }", "@/p.yaml:1:24: alias *s stands before or inside its own anchor &s")]
    [InlineData(
        "methods: { <<: { a: b } }",
        "@/p.yaml:1:12: merge keys ('<<') are not supported; use 'include: other.yaml' or an alias for a whole value"
    )]
    [InlineData("methods: {{ type: x }", "@/p.yaml:1:11: a key must be a plain word")]
    [InlineData("? [a, b]\n: 1", "@/p.yaml:1:3: a key must be a plain word")]
    public void Constructs_that_a_configuration_has_no_use_for_are_refused(string yaml, string message) =>
        Assert.Equal(message, _folder.Error(yaml));

    [Theory]
    [InlineData("seed: [1", "@/p.yaml:2:")]
    [InlineData("seed: 1\n  x: 2", "@/p.yaml:2:")]
    [InlineData("seed: 'open", "@/p.yaml:1:")]
    public void Malformed_YAML_has_a_position(string yaml, string start)
    {
        var message = _folder.Error(yaml);
        Assert.StartsWith(start, message, StringComparison.Ordinal);
        Assert.Contains("malformed YAML: ", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("seed: [1", "2:1: malformed YAML: a list in brackets is not closed, or lacks a comma; the text ends here")]
    [InlineData("a: {b: 1 c", "malformed YAML: ")]
    [InlineData("seed: 'open", "a quotation mark is not closed")]
    [InlineData(
        "a: b: c",
        "a ': ' stands where a value goes on; a value that holds one needs quotes, and a key its own line; found 'a: b: c'"
    )]
    [InlineData("a: %b", "a value begins with a character that needs quotes around it; found 'a: %b'")]
    [InlineData("a: \"\\q\"", "a backslash in double quotes stands before what it cannot")]
    [InlineData("a: 1\n- b", "expected a key of the mapping around it, indented as the others; found '- b'")]
    [InlineData("a: &", "an anchor or alias has no name")]
    public void What_is_malformed_is_said_in_our_words(string yaml, string expected) =>
        Assert.Contains(expected, _folder.Error(yaml), StringComparison.Ordinal);

    [Fact]
    public void A_tab_in_the_indentation_is_named()
    {
        var message = _folder.Error("stages:\n\tgenerate: 1\n");
        Assert.StartsWith("@/p.yaml:2:1: malformed YAML: ", message, StringComparison.Ordinal);
        Assert.EndsWith("indent with spaces: a tab stands here", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Aliases_of_aliases_do_not_explode()
    {
        var lines = Enumerable
            .Range(1, 30)
            .Select(level => $"a{level}: &a{level} [{string.Join(", ", Enumerable.Repeat($"*a{level - 1}", 9))}]");
        Assert.Contains(
            "more than 100000 values once aliases are written out",
            _folder.Error("a0: &a0 x\n" + string.Join('\n', lines)),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Deep_nesting_is_refused() =>
        Assert.Contains(
            "nested deeper than 50 levels",
            _folder.Error("seed: " + new string('[', 5000) + new string(']', 5000)),
            StringComparison.Ordinal
        );

    [Fact]
    public void Bytes_that_are_no_text_are_refused()
    {
        var path = Path.Combine(_folder.Path, "p.yaml");
        File.WriteAllBytes(path, [.. "seed: "u8, 0xff]);
        var error = Assert.Throws<Pipeline.Engine.InputException>(() =>
            Pipeline.Engine.Configuration.ConfigurationLoader.Load(path, typeof(ExampleSettings), [])
        );
        Assert.EndsWith("is not UTF-8 (byte 6)", error.Message, StringComparison.Ordinal);
    }
}
