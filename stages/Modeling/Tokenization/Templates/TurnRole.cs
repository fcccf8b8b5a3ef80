namespace Pipeline.Modeling.Tokenization.Templates;

/// <summary>Whose turn of a conversation it is.</summary>
public enum TurnRole
{
    /// <summary>A user's.</summary>
    User,

    /// <summary>The assistant's: what carries loss in training.</summary>
    Assistant,

    /// <summary>What a tool returned; the assistant answers it as it does a user.</summary>
    Tool,
}
