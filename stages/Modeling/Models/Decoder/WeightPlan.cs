namespace Pipeline.Modeling.Models.Decoder;

/// <summary>Which tensors a checkpoint of a configuration holds: every name with its shape.</summary>
internal static class WeightPlan
{
    private const string Weight = ".weight";
    private const string Bias = ".bias";

    /// <summary>The path of a decoder layer.</summary>
    public static string Layer(DecoderLayout layout, int index) => $"{layout.Base}{layout.Layers}.{index}";

    /// <summary>The name of the embedding.</summary>
    public static string Embedding(DecoderLayout layout) => layout.Base + layout.Embedding + Weight;

    /// <summary>The name of the output layer's matrix, be it there or tied.</summary>
    public static string Head(DecoderLayout layout) => layout.Head + Weight;

    /// <summary>The linear layers inside the decoder.</summary>
    public static IEnumerable<LinearLayerShape> LinearLayers(ModelConfiguration configuration) =>
        from layer in Enumerable.Range(0, configuration.Layers)
        from projection in Projection.List(configuration)
        select new LinearLayerShape($"{Layer(configuration.Layout, layer)}.{projection.Name}", projection.Outputs, projection.Inputs);

    /// <summary>All weights, in the order in which a fresh model draws them.</summary>
    public static IEnumerable<PlannedWeight> List(ModelConfiguration configuration)
    {
        var layout = configuration.Layout;
        yield return new PlannedWeight(Embedding(layout), [configuration.VocabularySize, configuration.HiddenSize], WeightRole.Matrix);
        if (layout.Positions is { } positions)
        {
            yield return new PlannedWeight(
                layout.Base + positions + Weight,
                [configuration.MaximumPositions, configuration.HiddenSize],
                WeightRole.Matrix
            );
        }

        for (var i = 0; i < configuration.Layers; i++)
        {
            foreach (var weight in OfLayer(configuration, Layer(layout, i)))
            {
                yield return weight;
            }
        }

        foreach (var weight in Norm(configuration, layout.Base + layout.FinalNorm, configuration.HiddenSize))
        {
            yield return weight;
        }

        if (!configuration.TiedEmbeddings)
        {
            yield return new PlannedWeight(Head(layout), [configuration.VocabularySize, configuration.HiddenSize], WeightRole.Matrix);
        }

        if (layout.HeadBias)
        {
            yield return new PlannedWeight(layout.Head + Bias, [configuration.VocabularySize], WeightRole.Bias);
        }
    }

    private static IEnumerable<PlannedWeight> OfLayer(ModelConfiguration configuration, string layer)
    {
        var layout = configuration.Layout;
        foreach (
            var (outputs, inputs, bias, writesResidual, path) in Projection
                .List(configuration)
                .Select(projection =>
                    (projection.Outputs, projection.Inputs, projection.Bias, projection.WritesResidual, $"{layer}.{projection.Name}")
                )
        )
        {
            var role = writesResidual ? WeightRole.ResidualMatrix : WeightRole.Matrix;
            yield return new PlannedWeight(path + Weight, layout.Transposed ? [inputs, outputs] : [outputs, inputs], role);
            if (bias)
            {
                yield return new PlannedWeight(path + Bias, [outputs], WeightRole.Bias);
            }
        }

        var (queries, keys) = layout.QueryKeyNormOverAllHeads
            ? (configuration.Heads * configuration.HeadDimension, configuration.KeyValueHeads * configuration.HeadDimension)
            : (configuration.HeadDimension, configuration.HeadDimension);
        var norms = new[]
        {
            (layout.AttentionNorm, configuration.HiddenSize),
            (layout.AttentionOutputNorm, configuration.HiddenSize),
            (layout.FeedForwardNorm, configuration.HiddenSize),
            (layout.FeedForwardOutputNorm, configuration.HiddenSize),
            (layout.QueryNorm, queries),
            (layout.KeyNorm, keys),
        };
        foreach (
            var weight in norms
                .Where(norm => norm.Item1 is not null)
                .SelectMany(norm => Norm(configuration, $"{layer}.{norm.Item1}", norm.Item2))
        )
        {
            yield return weight;
        }
    }

    private static IEnumerable<PlannedWeight> Norm(ModelConfiguration configuration, string path, int width)
    {
        yield return new PlannedWeight(path + Weight, [width], WeightRole.Gain);
        if (configuration.Layout.Norm == NormKind.Layer)
        {
            yield return new PlannedWeight(path + Bias, [width], WeightRole.Bias);
        }
    }
}
