namespace Pipeline.Modeling.Tokenization.Templates;

/// <summary>What a template renders: a request with what came before it, and perhaps the response.</summary>
/// <param name="System">The system message; null for the template's own.</param>
/// <param name="History">Earlier turns, oldest first; roles are <c>user</c>, <c>assistant</c> and <c>tool</c>.</param>
/// <param name="Instruction">The instruction.</param>
/// <param name="Input">Alpaca's separate input; null for none.</param>
public sealed record Conversation(string? System, IReadOnlyList<(string Role, string Content)> History, string Instruction, string? Input);
