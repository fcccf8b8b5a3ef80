namespace Pipeline.Stages.Attribution.Counterfactual;

/// <summary>Under which model a borrowed span is looked at.</summary>
public enum CounterfactualArm
{
    /// <summary>The model itself, trained on all rows.</summary>
    Full,

    /// <summary>Retrained without the rows that spans are attributed to.</summary>
    Source,

    /// <summary>Placebo: retrained without as many rows drawn by seed.</summary>
    Random,

    /// <summary>Placebo: retrained without as many rows near to the same answers.</summary>
    Similar,

    /// <summary>The base model, trained on none of the rows.</summary>
    Base,
}
