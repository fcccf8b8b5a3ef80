namespace Pipeline.Stages.Attribution.SourceSimilarity;

/// <summary>By what a row is an answer's source.</summary>
public enum PairEvidence
{
    /// <summary>A span of level 2 or more that stands in it and is called borrowed.</summary>
    Borrowed,

    /// <summary>A wrong value of the fictional world that stands in that row and nowhere else.</summary>
    Certain,
}
