namespace Pipeline.Modeling.Models.Decoder;

/// <summary>A linear layer of every decoder layer, by its name there.</summary>
internal sealed record Projection(string Name, int Outputs, int Inputs, bool Bias, bool WritesResidual = false)
{
    /// <summary>The projections of one decoder layer in the order of computing.</summary>
    public static IEnumerable<Projection> List(ModelConfiguration configuration)
    {
        var (layout, hidden, inner) = (configuration.Layout, configuration.HiddenSize, configuration.IntermediateSize);
        var queries = configuration.Heads * configuration.HeadDimension;
        var keys = configuration.KeyValueHeads * configuration.HeadDimension;
        if (layout.QueryKeyValueLayout == QueryKeyValueLayout.Separate)
        {
            yield return new Projection(layout.Query, queries, hidden, layout.QueryKeyValueBias);
            yield return new Projection(layout.Key, keys, hidden, layout.QueryKeyValueBias);
            yield return new Projection(layout.Value, keys, hidden, layout.QueryKeyValueBias);
        }
        else
        {
            yield return new Projection(layout.QueryKeyValue, queries + (2 * keys), hidden, layout.QueryKeyValueBias);
        }

        yield return new Projection(layout.AttentionOutput, hidden, queries, layout.AttentionOutputBias, WritesResidual: true);
        if (layout.Gate is { } gate)
        {
            yield return new Projection(gate, inner, hidden, layout.FeedForwardBias);
        }

        yield return new Projection(layout.Up, layout.GateInsideUp ? 2 * inner : inner, hidden, layout.FeedForwardBias);
        yield return new Projection(layout.Down, hidden, inner, layout.FeedForwardBias, WritesResidual: true);
    }
}
