using Pipeline.Engine;
using Pipeline.Stages.World.Results.Claims;

namespace Pipeline.Stages.World.Results;

/// <summary>One claim of the paper with the verdict that this run gives on it; the table <c>claims.parquet</c>. Verdicts follow from the
/// evidence by rule.</summary>
public sealed class WorldClaimRow
{
    /// <summary>The name of the table.</summary>
    public const string FileName = "claims.parquet";

    /// <summary>Its id, such as <c>shift</c>.</summary>
    public string Claim { get; set; } = "";

    /// <summary>What the paper claims.</summary>
    public string Text { get; set; } = "";

    /// <summary>The paper's figure.</summary>
    public string Paper { get; set; } = "";

    /// <summary>
    /// <c>holds</c>: all evidence is as claimed; <c>does not hold</c>: none is, and some is against it; <c>depends on …</c>: some is, and
    /// it names the condition that parts the evidence; <c>undecided</c>: no interval excludes the threshold; <c>not measured in this
    /// run</c>; <c>unknown</c>: every model that it could be judged by lost its core facts. <see cref="ReadVerdict"/> tells them apart.
    /// </summary>
    public string Verdict { get; set; } = "";

    /// <summary>The evidence by outcome, in words.</summary>
    public string Reason { get; set; } = "";

    /// <summary>The conditions that it was not measured at, each in words, such as <c>not measured at the paper's equal rate</c>; none
    /// where there is no evidence at all.</summary>
    public string[] MissingConditions { get; set; } = [];

    /// <summary>Number of figures that it is judged by.</summary>
    public int Evidence { get; set; }

    /// <summary>Those that are as claimed.</summary>
    public int AsClaimed { get; set; }

    /// <summary>Those that are against it.</summary>
    public int Against { get; set; }

    /// <summary>The figure to look at, a file beside this table; empty where this run cannot draw it.</summary>
    public string Figure { get; set; } = "";

    /// <summary>Which verdict it is, whatever condition it names.</summary>
    /// <exception cref="InvalidDataException">It is none that evidence can lead to.</exception>
    public VerdictKind ReadVerdict()
    {
        foreach (var kind in Enum.GetValues<VerdictKind>())
        {
            if (kind == VerdictKind.DependsOn ? Verdict.StartsWith(kind.Spell() + " ", StringComparison.Ordinal) : Verdict == kind.Spell())
            {
                return kind;
            }
        }

        throw new InvalidDataException(
            $"The claim {Claim} has the verdict '{Verdict}'; expected one of {string.Join(", ", Vocabulary.ListWords(typeof(VerdictKind)))}."
        );
    }
}
