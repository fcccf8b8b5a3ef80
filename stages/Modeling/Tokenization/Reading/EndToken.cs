namespace Pipeline.Modeling.Tokenization.Reading;

/// <summary>A token that ends what a model writes.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Place">The file and key that name it, for complaints.</param>
internal readonly record struct EndToken(int Id, string Place);
