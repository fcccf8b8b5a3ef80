using System.Text;
using System.Text.Json.Nodes;
using Pipeline.Modeling.Tokenization;
using Pipeline.Modeling.Tokenization.Reading;

namespace Pipeline.Tests.Modeling.Tokenization.Reading;

/// <summary>Damaged files either still make a tokenizer that works, or are refused with a message that names the file; nothing else
/// happens.</summary>
public sealed class MutatedTokenizerTests
{
    private const string Name = "folder/tokenizer.json";
    private const int Mutations = 5000;

    private static readonly string[] _layouts =
    [
        "002_bert",
        "005_unigram",
        "009_bert",
        "gemma",
        "mistral_instruct",
        "mpnet",
        "olmo",
        "phi3",
        "smollm2",
        "019_phi",
    ];

    private static readonly string[] _values =
    [
        "null",
        "true",
        "false",
        "0",
        "-1",
        "1",
        "0.5",
        "1e999",
        "4294967296",
        "99999999",
        "\"\"",
        "\"x\"",
        "\"Sequence\"",
        "\"ByteLevel\"",
        "[]",
        "{}",
        "[[]]",
        "[1,2]",
    ];

    [Fact]
    public void Bytes()
    {
        var random = new Random(1);
        var files = _layouts.Select(layout => Encoding.UTF8.GetBytes(Text(layout))).ToList();
        var refused = 0;
        for (var i = 0; i < Mutations; i++)
        {
            refused += Check(ByteMutation.Apply(files[random.Next(files.Count)], random));
        }

        Assert.InRange(refused, Mutations / 4, Mutations);
    }

    [Fact]
    public void Values()
    {
        var random = new Random(2);
        var texts = _layouts.Select(Text).ToList();
        var refused = 0;
        for (var i = 0; i < Mutations; i++)
        {
            var root = JsonNode.Parse(texts[random.Next(texts.Count)])!;
            Mutate(root, random);
            refused += Check(Encoding.UTF8.GetBytes(root.ToJsonString()));
        }

        Assert.InRange(refused, Mutations / 4, Mutations);
    }

    [Theory]
    [InlineData("""{"type":"Precompiled","precompiled_charsmap":""}""", "normalizer", "Precompiled")]
    [InlineData("""{"type":"Replace","pattern":{"Regex":"\\s+"},"content":" "}""", "normalizer", @"\s+")]
    [InlineData("""{"type":"NFC","strength":2}""", "normalizer", "strength")]
    [InlineData("""{"type":"UnicodeScripts"}""", "pre_tokenizer", "UnicodeScripts")]
    [InlineData("""{"type":"Split","pattern":{"Regex":"[a-z]+"},"behavior":"Isolated","invert":false}""", "pre_tokenizer", "[a-z]+")]
    [InlineData("""{"type":"CTC","pad_token":"<pad>"}""", "decoder", "CTC")]
    public void What_is_not_supported_is_refused_by_name(string piece, string key, string name)
    {
        var root = JsonNode.Parse(Text("smollm2"))!;
        root[key] = JsonNode.Parse(piece);

        var error = Assert.Throws<InvalidDataException>(() => TokenizerJsonReader.Read(Name, Encoding.UTF8.GetBytes(root.ToJsonString())));

        Assert.Contains(Name, error.Message, StringComparison.Ordinal);
        Assert.Contains(key, error.Message, StringComparison.Ordinal);
        Assert.Contains(name, error.Message, StringComparison.Ordinal);
        Assert.Contains("not supported", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Half_a_surrogate_pair_is_refused()
    {
        var text = Text("smollm2").Replace("<|endoftext|>", "\\ud800", StringComparison.Ordinal);

        Assert.Contains(
            Name,
            Assert.Throws<InvalidDataException>(() => TokenizerJsonReader.Read(Name, Encoding.UTF8.GetBytes(text))).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_file_of_another_name_or_none_is_said()
    {
        using var folder = new Support.TemporaryFolder();

        Assert.Contains(
            "has no tokenizer.json, no tokenizer.model and no *.tiktoken",
            Assert.Throws<InvalidDataException>(() => TokenizerFile.Load(folder.Root)).Message,
            StringComparison.Ordinal
        );
    }

    private static string Text(string variant) => File.ReadAllText(GoldenTokenizer.Folder($"variants/{variant}/tokenizer.json"));

    private static int Check(byte[] content)
    {
        try
        {
            Working.Check(TokenizerJsonReader.Read(Name, content));
            return 0;
        }
        catch (InvalidDataException error) when (error.Message.Contains(Name, StringComparison.Ordinal))
        {
            return 1;
        }
    }

    /// <summary>Replaces, removes or renames one to three values; vocabularies are as likely as all else together.</summary>
    private static void Mutate(JsonNode root, Random random)
    {
        for (var edits = random.Next(1, 4); edits > 0; edits--)
        {
            var node = root;
            while (node is JsonObject { Count: > 0 } or JsonArray { Count: > 0 })
            {
                var keys = node is JsonObject members ? members.Select(member => member.Key).ToList() : null;
                var index = random.Next(keys?.Count ?? ((JsonArray)node).Count);
                var child = keys is not null ? node[keys[index]] : node[index];
                if (child is not (JsonObject or JsonArray) || random.Next(4) == 0)
                {
                    Edit(node, keys?[index], index, random);
                    break;
                }

                node = child;
            }
        }
    }

    private static void Edit(JsonNode parent, string? key, int index, Random random)
    {
        var value = JsonNode.Parse(_values[random.Next(_values.Length)]);
        if (parent is JsonArray list)
        {
            if (random.Next(3) == 0)
            {
                list.RemoveAt(index);
            }
            else
            {
                list[index] = value;
            }
        }
        else if (parent is JsonObject members && random.Next(4) is var what)
        {
            members.Remove(key!);
            if (what > 0)
            {
                members[what == 1 ? key + "x" : key!] = value;
            }
        }
    }
}
