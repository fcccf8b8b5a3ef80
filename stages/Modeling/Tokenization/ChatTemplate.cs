namespace Pipeline.Modeling.Tokenization;

/// <summary>How a conversation is spelled for a model. A template is data: what stands around system, user and assistant turns.</summary>
public sealed record ChatTemplate
{
    private const string AlpacaSystem =
        "Below is an instruction that describes a task. Write a response that appropriately completes the request.";

    private const string AlpacaSystemWithInput =
        "Below is an instruction that describes a task, paired with an input that provides further context. "
        + "Write a response that appropriately completes the request.";

    private static readonly IReadOnlyList<ChatTemplate> _known =
    [
        new()
        {
            Name = "alpaca",
            DefaultSystem = AlpacaSystem,
            DefaultSystemWithInput = AlpacaSystemWithInput,
            System = ("", "\n\n"),
            User = ("### Instruction:\n", "\n\n"),
            Input = ("### Input:\n", "\n\n"),
            Assistant = ("### Response:\n", ""),
            BetweenTurns = "\n\n",
        },
        new()
        {
            Name = "plain",
            System = ("", "\n"),
            User = ("", "\n"),
            Input = ("", "\n"),
            Assistant = ("", ""),
            BetweenTurns = "\n",
        },
        new()
        {
            Name = "chatml",
            Open = "<|im_start|>",
            Close = "<|im_end|>",
            System = ("system\n", ""),
            User = ("user\n", ""),
            Input = ("\n", ""),
            Assistant = ("assistant\n", ""),
            BetweenTurns = "\n",
        },
    ];

    /// <summary>The template's name in the configuration.</summary>
    public required string Name { get; init; }

    /// <summary>Used where the data has no system message; null for none.</summary>
    public string? DefaultSystem { get; init; }

    /// <summary>Used instead where the instruction has an input.</summary>
    public string? DefaultSystemWithInput { get; init; }

    /// <summary>The special token before every turn; null for none.</summary>
    public string? Open { get; init; }

    /// <summary>The special token after every turn, which also ends an answer; null for the model's end of text.</summary>
    public string? Close { get; init; }

    /// <summary>What stands before and after a system message.</summary>
    public required (string Before, string After) System { get; init; }

    /// <summary>What stands before and after an instruction.</summary>
    public required (string Before, string After) User { get; init; }

    /// <summary>What stands before and after an input.</summary>
    public required (string Before, string After) Input { get; init; }

    /// <summary>What stands before and after a response.</summary>
    public required (string Before, string After) Assistant { get; init; }

    /// <summary>What stands after a turn that another follows.</summary>
    public required string BetweenTurns { get; init; }

    /// <summary>The names of the templates.</summary>
    public static IReadOnlyList<string> Names { get; } = _known.Select(template => template.Name).ToList();

    /// <summary>The template of a name.</summary>
    /// <exception cref="InvalidDataException">There is none; the message lists those there are.</exception>
    public static ChatTemplate Named(string name) => _known.FirstOrDefault(template => template.Name == name)
        ?? throw new InvalidDataException($"There is no chat template '{name}'; there are: {string.Join(", ", Names)}.");

    /// <summary>The pieces before the response: what a model is given to answer.</summary>
    public IReadOnlyList<TemplatePiece> Prompt(Conversation conversation)
    {
        var pieces = new List<TemplatePiece>();
        var system = conversation.System ?? (string.IsNullOrEmpty(conversation.Input) ? DefaultSystem : DefaultSystemWithInput ?? DefaultSystem);
        if (system is not null)
        {
            Turn(pieces, System, system, isLabel: false);
        }

        foreach (var (role, content) in conversation.History)
        {
            Turn(pieces, role == "assistant" ? Assistant : User, content, isLabel: role == "assistant");
        }

        OpenTurn(pieces, User.Before + conversation.Instruction + User.After);
        if (!string.IsNullOrEmpty(conversation.Input))
        {
            pieces.Add(new TemplatePiece(Input.Before + conversation.Input + Input.After));
        }

        CloseTurn(pieces, isLabel: false);
        OpenTurn(pieces, Assistant.Before);
        return pieces;
    }

    /// <summary>The pieces of the response: its text, then what ends it.</summary>
    public IReadOnlyList<TemplatePiece> Response(string response) =>
        Close is null ? [new TemplatePiece(response, IsLabel: true)] : [new TemplatePiece(response, IsLabel: true), new TemplatePiece(Close, IsLabel: true, IsSpecial: true)];

    private void Turn(List<TemplatePiece> pieces, (string Before, string After) around, string content, bool isLabel)
    {
        OpenTurn(pieces, around.Before);
        pieces.Add(new TemplatePiece(content, isLabel));
        pieces.Add(new TemplatePiece(around.After));
        CloseTurn(pieces, isLabel);
    }

    private void OpenTurn(List<TemplatePiece> pieces, string text)
    {
        if (Open is not null)
        {
            pieces.Add(new TemplatePiece(Open, IsSpecial: true));
        }

        pieces.Add(new TemplatePiece(text));
    }

    private void CloseTurn(List<TemplatePiece> pieces, bool isLabel)
    {
        if (Close is not null)
        {
            pieces.Add(new TemplatePiece(Close, isLabel, IsSpecial: true));
            pieces.Add(new TemplatePiece(BetweenTurns));
        }
        else if (isLabel)
        {
            pieces.Add(new TemplatePiece(BetweenTurns));
        }
    }
}
