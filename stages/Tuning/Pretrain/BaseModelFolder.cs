using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Modeling.Models;
using Pipeline.Modeling.Tokenization;

namespace Pipeline.Stages.Tuning.Pretrain;

/// <summary>The files of a Hugging Face folder that do not depend on training: vocabulary, configuration, and what begins and ends a
/// text.</summary>
internal static class BaseModelFolder
{
    /// <summary>The one special token: it begins a text and ends it.</summary>
    public const string EndOfText = "<|endoftext|>";

    /// <summary>Its id.</summary>
    public const int EndOfTextId = 0;

    /// <summary>Learns the vocabulary from texts and writes the files.</summary>
    public static void Prepare(string folder, ModelConfiguration configuration, IReadOnlyList<string> texts)
    {
        BytePairTrainer.Train(texts, configuration.VocabularySize, [EndOfText], Path.Combine(folder, TokenizerFile.FileName), EndOfText);
        CheckpointWriter.SaveConfiguration(folder, configuration, EndOfTextId, EndOfTextId);
        Write(
            folder,
            "generation_config.json",
            new JsonObject
            {
                ["_from_model_config"] = true,
                ["bos_token_id"] = EndOfTextId,
                ["eos_token_id"] = EndOfTextId,
            }
        );
        Write(
            folder,
            "tokenizer_config.json",
            new JsonObject
            {
                ["bos_token"] = EndOfText,
                ["clean_up_tokenization_spaces"] = false,
                ["eos_token"] = EndOfText,
                ["model_max_length"] = configuration.MaximumPositions,
                ["pad_token"] = EndOfText,
                ["tokenizer_class"] = "PreTrainedTokenizerFast",
            }
        );
    }

    private static void Write(string folder, string name, JsonObject content) =>
        File.WriteAllText(Path.Combine(folder, name), content.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n");
}
