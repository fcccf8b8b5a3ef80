namespace Pipeline.Modeling.Tokenization;

/// <summary>A token that a template may place.</summary>
/// <param name="Id">Its id.</param>
/// <param name="StripsLeft">Whether it takes the white space before it along.</param>
/// <param name="StripsRight">Whether it takes the white space after it along.</param>
public readonly record struct SpecialToken(int Id, bool StripsLeft, bool StripsRight);
