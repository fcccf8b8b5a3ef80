using System.Text.Json;

namespace Pipeline.Modeling.Tokenization;

/// <summary>Reads a byte-level BPE <c>tokenizer.json</c>; any piece that it does not know is refused by name.</summary>
internal sealed class ByteLevelReader(string path, JsonElement root)
{
    public TokenizerParts Read(int? beginOfText, int endOfText)
    {
        var model = root.GetProperty("model");
        Expect("model.type", model.GetProperty("type").GetString(), "BPE");
        foreach (var unsupported in new[] { "byte_fallback", "ignore_merges" })
        {
            if (model.TryGetProperty(unsupported, out var flag) && flag.ValueKind == JsonValueKind.True)
            {
                throw Refused($"model.{unsupported}");
            }
        }

        if (model.TryGetProperty("dropout", out var dropout) && dropout.ValueKind == JsonValueKind.Number && dropout.GetDouble() > 0)
        {
            throw Refused("model.dropout");
        }

        if (root.TryGetProperty("normalizer", out var normalizer) && normalizer.ValueKind == JsonValueKind.Object)
        {
            throw Refused($"normalizer {normalizer.GetProperty("type")}");
        }

        var vocabulary = model.GetProperty("vocab").EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value.GetInt32(), StringComparer.Ordinal);
        return new TokenizerParts(vocabulary, model.GetProperty("merges").EnumerateArray().Select(Merge).ToList(), Specials(), WordPattern(), beginOfText, endOfText);
    }

    private static string Merge(JsonElement merge) =>
        merge.ValueKind == JsonValueKind.String ? merge.GetString()! : $"{merge[0].GetString()} {merge[1].GetString()}";

    private Dictionary<string, int> Specials()
    {
        var specials = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var token in root.GetProperty("added_tokens").EnumerateArray())
        {
            var content = token.GetProperty("content").GetString()!;
            if (!token.GetProperty("special").GetBoolean())
            {
                throw Refused($"added token '{content}', which is not special");
            }

            specials[content] = token.GetProperty("id").GetInt32();
        }

        return specials;
    }

    private string WordPattern()
    {
        var step = root.GetProperty("pre_tokenizer");
        Expect("pre_tokenizer.type", step.GetProperty("type").GetString(), "ByteLevel");
        if (step.GetProperty("add_prefix_space").GetBoolean())
        {
            throw Refused("pre_tokenizer.add_prefix_space");
        }

        return !step.TryGetProperty("use_regex", out var regex) || regex.GetBoolean() ? BytePairTrainer.WordPattern : throw Refused("pre_tokenizer.use_regex = false");
    }

    private void Expect(string key, string? found, string expected)
    {
        if (found != expected)
        {
            throw new InvalidDataException($"{path}: {key} is {found}, expected {expected}; other tokenizers are not supported yet.");
        }
    }

    private InvalidDataException Refused(string piece) => new($"{path}: {piece} is not supported.");
}
