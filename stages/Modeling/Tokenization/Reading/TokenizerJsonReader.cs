using Pipeline.Modeling.Tokenization.AddedTokens;
using Pipeline.Modeling.Weights;

namespace Pipeline.Modeling.Tokenization.Reading;

/// <summary>Reads a <c>tokenizer.json</c>. Truncation and padding are the caller's business, not the file's.</summary>
internal static class TokenizerJsonReader
{
    /// <exception cref="InvalidDataException">The file is malformed, or uses what is not supported; the message names it.</exception>
    public static TokenizerParts Read(string path) => Read(path, ModelFile.ReadAllBytes(path));

    /// <summary>Reads a file's content; its path is quoted only.</summary>
    /// <exception cref="InvalidDataException">The file is malformed, or uses what is not supported; the message names it.</exception>
    public static TokenizerParts Read(string path, ReadOnlyMemory<byte> content) => JsonPiece.Read(path, content, Read);

    private static TokenizerParts Read(JsonPiece root)
    {
        root.Only("version", "truncation", "padding", "added_tokens", "normalizer", "pre_tokenizer", "post_processor", "decoder", "model");
        StepLimits.Check(root["normalizer"], "normalizers");
        StepLimits.Check(root["pre_tokenizer"], "pretokenizers");
        StepLimits.Check(root["post_processor"], "processors");
        StepLimits.Check(root["decoder"], "decoders");
        var normalizer = NormalizerReader.Read(root["normalizer"]);
        var preTokenizer = PreTokenizerReader.Read(root["pre_tokenizer"], out var isByteLevel);
        if (normalizer is { KeepsBeginning: false } && PreTokenizerReader.AsksForBeginning(root["pre_tokenizer"]))
        {
            throw root["normalizer"]
                .Refused("a normalizer that may change how a text begins, before a Metaspace with prepend_scheme 'first',");
        }

        var (model, vocabulary) = ModelReader.Read(root["model"], isByteLevel);
        var tokens = root["added_tokens"].IsNull
            ? []
            : root["added_tokens"].Items().Select(item => AddedTokenReader.Read(item, vocabulary)).ToList();
        var added = new AddedVocabulary(tokens, normalizer);
        var surrounding = PostProcessorReader.Read(root["post_processor"]);
        return surrounding.Before.Concat(surrounding.After).All(id => (added.TextOf(id) ?? vocabulary.TokenOf(id)) is not null)
            ? new TokenizerParts(vocabulary, added, normalizer, preTokenizer, model, surrounding, DecoderReader.Read(root["decoder"]))
            : throw root["post_processor"].Wrong("a processor whose ids are tokens'");
    }
}
