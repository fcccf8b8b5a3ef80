namespace Pipeline.Modeling.Tokenization.Templates;

/// <summary>The templates that come with the program, as the models' authors publish them.</summary>
public static class ChatTemplates
{
    private const string AlpacaSystem =
        "Below is an instruction that describes a task. Write a response that appropriately completes the request.";

    private const string AlpacaSystemWithInput =
        "Below is an instruction that describes a task, paired with an input that provides further context. "
        + "Write a response that appropriately completes the request.";

    private const string VicunaSystem =
        "A chat between a curious user and an artificial intelligence assistant. "
        + "The assistant gives helpful, detailed, and polite answers to the user's questions.";

    private static readonly Dictionary<string, ChatTemplate> _known = new(StringComparer.Ordinal)
    {
        ["alpaca"] = new()
        {
            DefaultSystem = AlpacaSystem,
            DefaultSystemWithInput = AlpacaSystemWithInput,
            System = "{content}\n\n",
            User = "### Instruction:\n{content}\n\n",
            Input = "{instruction}\n\n### Input:\n{input}",
            Assistant = "### Response:\n{content}{eos}\n\n",
        },
        ["plain"] = new() { System = "{content}\n" },
        ["vicuna"] = new()
        {
            DefaultSystem = VicunaSystem,
            System = "{content} ",
            User = "USER: {content} ",
            Assistant = "ASSISTANT: {content}{eos}",
        },
        ["llama2"] = new()
        {
            FirstUser = "{bos}[INST] <<SYS>>\n{system}\n<</SYS>>\n\n{content} [/INST]",
            User = "{bos}[INST] {content} [/INST]",
            Assistant = " {content} {eos}",
        },
        ["llama3"] = new()
        {
            System = "<|start_header_id|>system<|end_header_id|>\n\n{content}<|eot_id|>",
            User = "<|start_header_id|>user<|end_header_id|>\n\n{content}<|eot_id|>",
            Assistant = "<|start_header_id|>assistant<|end_header_id|>\n\n{content}<|eot_id|>",
            SpecialTokens = ["<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>"],
        },
        ["chatml"] = new()
        {
            System = "<|im_start|>system\n{content}<|im_end|>\n",
            User = "<|im_start|>user\n{content}<|im_end|>\n",
            Assistant = "<|im_start|>assistant\n{content}<|im_end|>\n",
            SpecialTokens = ["<|im_start|>", "<|im_end|>"],
        },
        ["zephyr"] = new()
        {
            System = "<|system|>\n{content}{eos}\n",
            User = "<|user|>\n{content}{eos}\n",
            Assistant = "<|assistant|>\n{content}{eos}\n",
        },
        ["mistral"] = new()
        {
            FirstUser = "[INST] {system}\n\n{content} [/INST]",
            User = "[INST] {content} [/INST]",
            Assistant = " {content}{eos}",
        },
        ["mistral-v3"] = new()
        {
            FirstUser = "[INST] {system}\n\n{content}[/INST]",
            User = "[INST] {content}[/INST]",
            Assistant = " {content}{eos}",
            SpecialTokens = ["[INST]", "[/INST]"],
        },
        ["gemma"] = new()
        {
            FirstUser = "<start_of_turn>user\n{system}\n\n{content}<end_of_turn>\n",
            User = "<start_of_turn>user\n{content}<end_of_turn>\n",
            Assistant = "<start_of_turn>model\n{content}<end_of_turn>\n",
            SpecialTokens = ["<start_of_turn>", "<end_of_turn>"],
        },
        ["phi3"] = new()
        {
            System = "<|system|>\n{content}<|end|>\n",
            User = "<|user|>\n{content}<|end|>\n",
            Assistant = "<|assistant|>\n{content}<|end|>\n",
            SpecialTokens = ["<|system|>", "<|user|>", "<|assistant|>", "<|end|>"],
        },
    };

    /// <summary>The template of a file that names none: Alpaca's.</summary>
    public static ChatTemplate Default => _known["alpaca"];

    /// <summary>The names of the templates.</summary>
    public static IReadOnlyCollection<string> Names => _known.Keys;

    /// <summary>The template of a name, one of the user's own or one of these.</summary>
    /// <exception cref="InvalidDataException">There is none; the message lists those there are.</exception>
    public static ChatTemplate Named(string name, IReadOnlyDictionary<string, ChatTemplate> own) =>
        own.TryGetValue(name, out var template) || _known.TryGetValue(name, out template)
            ? template
            : throw new InvalidDataException(
                $"There is no chat template '{name}'; there are: {string.Join(", ", own.Keys.Concat(Names).Distinct())}."
            );
}
