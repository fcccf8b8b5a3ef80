namespace Pipeline.Engine.Stages;

/// <summary>
/// One step of the chain with its settings bound: an instance per node of the plan. Derive from <see cref="MapStage{TRow}"/> (streams one
/// table, part by part) or <see cref="FoldStage"/> (needs all of its inputs before it starts). Input that cannot be used is said by an
/// <see cref="InputException"/>, or by the <see cref="InvalidDataException"/> of a library that knows no engine; anything else is a
/// failure.
/// </summary>
public abstract class Stage
{
    /// <summary>The stage's name in YAML, cache folders and reports, such as <c>tokenize</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Raised whenever the same inputs and settings give other bytes; part of every fingerprint.</summary>
    public abstract int Version { get; }

    /// <summary>
    /// The settings that the stage uses: a record whose public properties are written as canonical JSON into the fingerprint.
    /// Properties marked <see cref="System.Text.Json.Serialization.JsonIgnoreAttribute"/> (batch sizes that change no byte) stay out.
    /// </summary>
    public abstract object Options { get; }

    /// <summary>What a unit of this stage's work holds while it runs.</summary>
    public virtual ResourceSlot Slot => ResourceSlot.Cpu;
}
