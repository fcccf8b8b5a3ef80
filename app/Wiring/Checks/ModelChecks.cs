using System.Globalization;
using Pipeline.Modeling.Decoding;
using Pipeline.Modeling.Models;
using Pipeline.Modeling.Tokenization;
using Pipeline.Modeling.Tokenization.Templates;

namespace Pipeline.App.Wiring.Checks;

/// <summary>What can be said of a model's folder before anything is computed, without reading a weight.</summary>
internal static class ModelChecks
{
    /// <summary>Checks a base model: its configuration, tensors and tokenizer.</summary>
    /// <returns>What it is.</returns>
    /// <exception cref="InvalidDataException">It cannot be used.</exception>
    public static string Base(string folder)
    {
        CausalLanguageModel.Check(folder);
        var tokenizer = TokenizerFile.Load(folder);
        RequireEmbedded(tokenizer, folder, folder);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{CausalLanguageModel.ParametersOf(folder):N0} parameters, all tensors are there, {tokenizer.VocabularySize} tokens"
        );
    }

    /// <summary>Checks what was tuned elsewhere: an adapter's settings, shapes, ranks and targets, or a checkpoint's configuration and
    /// tensors; its tokenizer, and whether that can spell its template.</summary>
    /// <param name="folder">The base model's folder.</param>
    /// <param name="tuned">The folder of what was tuned.</param>
    /// <param name="template">How its prompts are spelled.</param>
    /// <returns>What it is.</returns>
    /// <exception cref="InvalidDataException">It cannot be used.</exception>
    public static string Tuned(string folder, string tuned, ChatTemplate template)
    {
        var isAdapter = File.Exists(Path.Combine(tuned, AdapterFile.ConfigurationName));
        var found = isAdapter ? Adapter(folder, tuned) : Checkpoint(tuned);
        var tokenizer = TunedTokenizer.Load(folder, tuned);
        RequireEmbedded(tokenizer, isAdapter ? folder : tuned, tuned);
        _ = new ConversationEncoder(tokenizer, template);
        return found;
    }

    private static string Adapter(string folder, string tuned)
    {
        var layers = CausalLanguageModel.LinearLayersOf(folder);
        var (shape, adapted) = AdapterFile.Check(tuned, layers);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"an adapter of rank {shape.Rank} for {adapted.Count} of {layers.Count} linear layers"
        );
    }

    private static string Checkpoint(string tuned)
    {
        CausalLanguageModel.Check(tuned);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{CausalLanguageModel.ParametersOf(tuned):N0} parameters, all tensors are there"
        );
    }

    private static void RequireEmbedded(ITokenizer tokenizer, string weights, string folder)
    {
        var embedded = ModelConfiguration.Read(weights).VocabularySize;
        if (tokenizer.VocabularySize > embedded)
        {
            throw new InvalidDataException(
                $"{folder}: {TokenizerFile.FileName} knows {tokenizer.VocabularySize} tokens, but the model embeds {embedded}."
            );
        }
    }
}
