using System.Text.Encodings.Web;
using System.Text.Json;

namespace Pipeline.Modeling.Tokenization;

/// <summary>Writes a byte-level BPE vocabulary as Hugging Face's <c>tokenizer.json</c>.</summary>
internal static class TokenizerJsonWriter
{
    public static void Write(
        string path,
        IReadOnlyList<string> tokens,
        IReadOnlyList<(string Left, string Right)> merges,
        IReadOnlyList<string> specialTokens,
        string? beginOfText
    )
    {
        using var stream = File.Create(path);
        using var writer = new Utf8JsonWriter(
            stream,
            new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }
        );
        writer.WriteStartObject();
        writer.WriteString("version", "1.0");
        writer.WriteNull("truncation");
        writer.WriteNull("padding");
        writer.WriteStartArray("added_tokens");
        for (var id = 0; id < specialTokens.Count; id++)
        {
            writer.WriteStartObject();
            writer.WriteNumber("id", id);
            writer.WriteString("content", specialTokens[id]);
            foreach (var flag in new[] { "single_word", "lstrip", "rstrip", "normalized" })
            {
                writer.WriteBoolean(flag, false);
            }

            writer.WriteBoolean("special", true);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteNull("normalizer");
        WriteByteLevel(writer, "pre_tokenizer");
        WritePostProcessor(writer, beginOfText, specialTokens);
        WriteByteLevel(writer, "decoder");
        writer.WriteStartObject("model");
        writer.WriteString("type", "BPE");
        foreach (var absent in new[] { "dropout", "unk_token", "continuing_subword_prefix", "end_of_word_suffix" })
        {
            writer.WriteNull(absent);
        }

        writer.WriteBoolean("fuse_unk", false);
        writer.WriteBoolean("byte_fallback", false);
        writer.WriteBoolean("ignore_merges", false);
        writer.WriteStartObject("vocab");
        for (var id = 0; id < tokens.Count; id++)
        {
            writer.WriteNumber(tokens[id], id);
        }

        writer.WriteEndObject();
        writer.WriteStartArray("merges");
        foreach (var (left, right) in merges)
        {
            writer.WriteStartArray();
            writer.WriteStringValue(left);
            writer.WriteStringValue(right);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WritePostProcessor(Utf8JsonWriter writer, string? beginOfText, IReadOnlyList<string> specialTokens)
    {
        if (beginOfText is null)
        {
            writer.WriteNull("post_processor");
            return;
        }

        writer.WriteStartObject("post_processor");
        writer.WriteString("type", "TemplateProcessing");
        foreach (var (template, sequences) in new[] { ("single", (string[])["A"]), ("pair", ["A", "B"]) })
        {
            writer.WriteStartArray(template);
            for (var type = 0; type < sequences.Length; type++)
            {
                WriteTemplatePiece(writer, "SpecialToken", beginOfText, type);
                WriteTemplatePiece(writer, "Sequence", sequences[type], type);
            }

            writer.WriteEndArray();
        }

        writer.WriteStartObject("special_tokens");
        writer.WriteStartObject(beginOfText);
        writer.WriteString("id", beginOfText);
        writer.WriteStartArray("ids");
        writer.WriteNumberValue(specialTokens.Index().First(entry => entry.Item == beginOfText).Index);
        writer.WriteEndArray();
        writer.WriteStartArray("tokens");
        writer.WriteStringValue(beginOfText);
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteTemplatePiece(Utf8JsonWriter writer, string kind, string id, int type)
    {
        writer.WriteStartObject();
        writer.WriteStartObject(kind);
        writer.WriteString("id", id);
        writer.WriteNumber("type_id", type);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteByteLevel(Utf8JsonWriter writer, string name)
    {
        writer.WriteStartObject(name);
        writer.WriteString("type", "ByteLevel");
        writer.WriteBoolean("add_prefix_space", false);
        writer.WriteBoolean("trim_offsets", true);
        writer.WriteBoolean("use_regex", true);
        writer.WriteEndObject();
    }
}
