using Pipeline.Engine.Tables;
using Pipeline.Stages.World.Make;

namespace Pipeline.Stages.World.Measure;

/// <summary>
/// One value that an answer about the fictional world states, in the order of the text, each value once; or one answer that states none
/// (then <see cref="Number"/> is −1 and the columns about a value are empty). Columns about the answer as a whole are the same in all of
/// its rows. A value is held against the entity that the prompt asks about, whatever the sentence around it says.
/// </summary>
public sealed class WorldMeasureRow
{
    /// <summary>The prompt's instance.</summary>
    public string InstanceId { get; set; } = "";

    /// <summary>0-based number of the answer among those sampled for the prompt.</summary>
    public int Sample { get; set; }

    /// <summary>Name of the model that answered.</summary>
    public string Model { get; set; } = "";

    /// <summary>How it was asked.</summary>
    public WorldForm Form { get; set; }

    /// <summary>Who tells of the entity asked about, as in the fact table.</summary>
    public WorldGroup Group { get; set; }

    /// <summary>Kind of the entity asked about.</summary>
    public string Kind { get; set; } = "";

    /// <summary>The entity asked about.</summary>
    public string Entity { get; set; } = "";

    /// <summary>The attribute asked for.</summary>
    public string AskedAttribute { get; set; } = "";

    /// <summary>The right value; empty where nothing is true.</summary>
    public string TrueValue { get; set; } = "";

    /// <summary>The core fact.</summary>
    public CoreFactOutcome CoreFact { get; set; }

    /// <summary>
    /// The training row all of whose values, at least two, the answer states although the row is about another entity; empty for none. Of
    /// several the first in the set.
    /// </summary>
    public string CopiedInstanceId { get; set; } = "";

    /// <summary>0-based number of the value in the answer; −1 for an answer without values.</summary>
    public int Number { get; set; }

    /// <summary>0-based character (UTF-16) where the value starts in the answer.</summary>
    public int Start { get; set; }

    /// <summary>Length of the value in the answer, UTF-16 characters.</summary>
    public int Length { get; set; }

    /// <summary>The value as the answer spells it.</summary>
    public string Text { get; set; } = "";

    /// <summary>The value as the tables spell it.</summary>
    public string Value { get; set; } = "";

    /// <summary>The kind that the value belongs to.</summary>
    public string ValueKind { get; set; } = "";

    /// <summary>The attribute that the value belongs to.</summary>
    public string Attribute { get; set; } = "";

    /// <summary>What is true of the entity asked about in that attribute; empty where nothing is, and where the attribute is one of another
    /// kind.</summary>
    public string RightValue { get; set; } = "";

    /// <summary>Whether it is the one that <see cref="CoreFact"/> judges.</summary>
    public bool IsCore { get; set; }

    /// <summary>Whether the value is true of the entity asked about; null without a value.</summary>
    [EmptyWhenNull]
    public ValueVerdict? Verdict { get; set; }

    /// <summary>The pool that deals the value out; null without a value.</summary>
    [EmptyWhenNull]
    public ValuePool? Pool { get; set; }

    /// <summary>Rows of the training set that state this value, of whatever entity; 0 for none and for a model that was not
    /// tuned.</summary>
    public int StatedInRows { get; set; }

    /// <summary>
    /// Whether it was borrowed for certain: wrong, and this value of this attribute stands in one row of the training set and nowhere else.
    /// That it was put together from the words of other rows is possible; see <see cref="RecombinationOdds"/>.
    /// </summary>
    public bool CertainBorrowing { get; set; }

    /// <summary>That row; empty where it is no certain borrowing.</summary>
    public string SourceInstanceId { get; set; } = "";

    /// <summary>
    /// The row of the untrained control set that would be the source if the model had been trained on it: counted exactly as certain
    /// borrowing is;
    /// empty for none. What chance and recombination give.
    /// </summary>
    public string ControlInstanceId { get; set; } = "";

    /// <summary>
    /// For a wrong value of the instruction pool that no row of the training set states, so that it can only be put together from the words
    /// of several: of the pool's values with its modifier, those that rows state over those that they do not. Were heads drawn at random,
    /// each such value would come with so many that look borrowed; the sum over all of them is what chance gives. Else 0.
    /// </summary>
    public double RecombinationOdds { get; set; }
}
