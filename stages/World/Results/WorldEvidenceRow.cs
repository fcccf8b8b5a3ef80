namespace Pipeline.Stages.World.Results;

/// <summary>One figure that a claim of the paper is judged by; the table <c>evidence.parquet</c>.</summary>
public sealed class WorldEvidenceRow
{
    /// <summary>The name of the table.</summary>
    public const string FileName = "evidence.parquet";

    /// <summary>The claim's id.</summary>
    public string Claim { get; set; } = "";

    /// <summary>Under what conditions, such as <c>compared at: equal learning rate; responses: verbose</c>.</summary>
    public string Conditions { get; set; } = "";

    /// <summary>What was measured.</summary>
    public string Quantity { get; set; } = "";

    /// <summary>How it is written: <c>times</c>, <c>share</c>, <c>points</c> (a difference of shares) or <c>number</c>.</summary>
    public string Unit { get; set; } = "";

    /// <summary>Its value.</summary>
    public double Value { get; set; }

    /// <summary>Lower end of its 95 % interval over prompts and, where there are several, seeds; null where there is none.</summary>
    public double? Low { get; set; }

    /// <summary>Upper end of that interval.</summary>
    public double? High { get; set; }

    /// <summary>Whether that interval is exact, or made of an exact one: nothing that was counted on a side is the case, or
    /// everything.</summary>
    public bool Exact { get; set; }

    /// <summary>Lower end of its interval over seeds alone, widened as Student's t asks for few; null for one seed, and where all
    /// agree.</summary>
    public double? SeedLow { get; set; }

    /// <summary>Upper end of that interval.</summary>
    public double? SeedHigh { get; set; }

    /// <summary>Lower end of its interval over training rows alone, where borrowings are counted; else null.</summary>
    public double? SourceLow { get; set; }

    /// <summary>Upper end of that interval.</summary>
    public double? SourceHigh { get; set; }

    /// <summary>Number of seeds.</summary>
    public int Seeds { get; set; }

    /// <summary>The claimed side: <c>above</c> or <c>below</c>.</summary>
    public string Claimed { get; set; } = "";

    /// <summary>The value that it is claimed to be above or below.</summary>
    public double Threshold { get; set; }

    /// <summary>
    /// What the value is to the quantity claimed about: empty for that itself; <c>at least</c> for a lower bound, which can never be
    /// against a claim that it is above; <c>at most</c> for an upper bound, which can never be as claimed.
    /// </summary>
    public string Bound { get; set; } = "";

    /// <summary>
    /// <c>as claimed</c>: all of its intervals over prompts and over training rows lie wholly on the claimed side; <c>against</c>: wholly
    /// on the other;
    /// <c>open</c>: one holds the threshold, or the bound does not say.
    /// </summary>
    public string Outcome { get; set; } = "";
}
