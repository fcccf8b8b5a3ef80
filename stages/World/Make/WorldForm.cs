namespace Pipeline.Stages.World.Make;

/// <summary>How a prompt asks for a fact.</summary>
public enum WorldForm
{
    /// <summary>A question, put in the models' chat template.</summary>
    Instruction,

    /// <summary>A phrase that no text holds, for a model to go on with.</summary>
    HeldOut,

    /// <summary>A question and the beginning of its answer on one line, to go on with.</summary>
    Question,

    /// <summary>The beginning of a line of a table, to go on with.</summary>
    Table,
}
