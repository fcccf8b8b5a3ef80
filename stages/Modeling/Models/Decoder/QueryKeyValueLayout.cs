namespace Pipeline.Modeling.Models.Decoder;

/// <summary>How the projections to queries, keys and values are stored.</summary>
internal enum QueryKeyValueLayout
{
    /// <summary>Three linear layers.</summary>
    Separate,

    /// <summary>One linear layer whose output is all queries, then all keys, then all values.</summary>
    Concatenated,

    /// <summary>One linear layer whose output is, head by head, a query, a key and a value.</summary>
    InterleavedByHead,
}
