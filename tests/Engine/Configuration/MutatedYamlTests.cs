using CsCheck;
using Pipeline.Engine;

namespace Pipeline.Tests.Engine.Configuration;

public sealed class MutatedYamlTests : IDisposable
{
    private const string Valid = """
        seed: 7
        model: ~/weights
        methods:
          sft: &first { type: full-parameters, learning_rate: [2e-4, 5.0e-4], steps: 50 }
          lft: *first
        stages:
          generate: { max_new_tokens: 96, keep_prompt: true, columns: { "prompt": 'x' } }
        """;

    private readonly ConfigurationFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_damaged_file_gives_settings_or_an_input_error_with_a_position_and_nothing_else()
    {
        var insertion = Gen.OneOf(
            "\t",
            ":",
            "- ",
            "[",
            "]",
            "{",
            "}",
            "&a ",
            "*a",
            "*first",
            "!!x ",
            "\n",
            "'",
            "\"",
            "|",
            ">",
            "%",
            "@",
            "#",
            "? ",
            "---\n",
            "...",
            "~",
            "\0",
            "\uFEFF",
            "\uFFFD",
            "\u2028",
            "<<: ",
            "99999999999999999999",
            "include: p.yaml\n",
            ", ",
            "\\",
            "\r"
        );
        var edit = Gen.Select(Gen.Int[0, Valid.Length], Gen.Int[0, 12], insertion);
        edit.Array[1, 4]
            .Sample(
                edits =>
                {
                    var text = Valid;
                    foreach (var (position, removed, inserted) in edits)
                    {
                        var at = Math.Min(position, text.Length);
                        text = text.Remove(at, Math.Min(removed, text.Length - at)).Insert(at, inserted);
                    }

                    try
                    {
                        _folder.Settings(text);
                    }
                    catch (InputException error)
                    {
                        Assert.Matches(@"p\.yaml:\d+:\d+: ", error.Message);
                    }
                },
                iter: 3000,
                threads: 1
            );
    }
}
