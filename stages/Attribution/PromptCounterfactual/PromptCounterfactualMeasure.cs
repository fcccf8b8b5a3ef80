namespace Pipeline.Stages.Attribution.PromptCounterfactual;

/// <summary>What is said of a model's borrowed spans when prompts are rephrased.</summary>
public enum PromptCounterfactualMeasure
{
    /// <summary>Share of spans that are written again where something else than the concept was changed, 0–1.</summary>
    Placebo,

    /// <summary>Share of spans that are written again without the concept, 0–1.</summary>
    Concept,

    /// <summary>The first less the second, span by span: what stops with the concept and not with just any change.</summary>
    Difference,
}
