namespace Pipeline.Stages.Attribution.WrongSpans;

/// <summary>Settings of the share of wrong spans that come from a row.</summary>
public sealed record WrongSpansOptions
{
    /// <summary>The models, in the order of the tables.</summary>
    public required IReadOnlyList<MarkedModel> Models { get; init; }

    /// <summary>Seed of the windows of unmarked words that wrong spans are held against.</summary>
    public int Seed { get; init; }
}

/// <summary>A model whose answers are marked.</summary>
/// <param name="Model">Its name.</param>
/// <param name="IsControlled">Whether its spans were held against a control's, so that level 2 can be reached.</param>
/// <param name="IsShiftMeasured">Whether its token shift was measured, so that level 3 can be reached.</param>
public sealed record MarkedModel(string Model, bool IsControlled, bool IsShiftMeasured);
