namespace Pipeline.Modeling.Tokenization.Templates;

/// <summary>What a template renders: a request with what came before it, and perhaps the response.</summary>
/// <param name="System">The system message; null for the template's own.</param>
/// <param name="History">Earlier turns, oldest first.</param>
/// <param name="Instruction">The instruction.</param>
/// <param name="Input">Alpaca's separate input; null for none.</param>
public sealed record Conversation(
    string? System,
    IReadOnlyList<(TurnRole Role, string Content)> History,
    string Instruction,
    string? Input
);
