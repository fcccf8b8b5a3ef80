using Pipeline.Engine.Tables;
using Pipeline.Stages.World.Results.Claims;

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

    /// <summary>How it is written.</summary>
    public EvidenceUnit Unit { get; set; }

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

    /// <summary>The claimed side of the threshold.</summary>
    public ClaimedSide Claimed { get; set; }

    /// <summary>The value that it is claimed to be above or below.</summary>
    public double Threshold { get; set; }

    /// <summary>What the value is to the quantity claimed about; null for that itself.</summary>
    [EmptyWhenNull]
    public EvidenceBound? Bound { get; set; }

    /// <summary>What it says of the claim.</summary>
    public EvidenceOutcome Outcome { get; set; }
}
