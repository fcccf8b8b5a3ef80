namespace Pipeline.Stages.World.Make;

/// <summary>The pool that deals a value out. No modifier is in two pools of one attribute.</summary>
public enum ValuePool
{
    /// <summary>Facts of the pre-training text.</summary>
    Pretraining,

    /// <summary>Instruction-tuning rows, each value to one row at most.</summary>
    Instructions,

    /// <summary>Rows of the control set, which no model is trained on.</summary>
    Control,

    /// <summary>None: an answer pairs a modifier and a head that no table pairs.</summary>
    None,
}
