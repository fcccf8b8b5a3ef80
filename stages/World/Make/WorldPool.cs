namespace Pipeline.Stages.World.Make;

/// <summary>Where the dealt values of an instruction-tuning set come from.</summary>
public enum WorldPool
{
    /// <summary>The pool of instruction tuning: for sets that models are trained on.</summary>
    Instructions,

    /// <summary>The pool of the control: for the twin that no model is trained on, row by row the same but for its dealt values.</summary>
    Control,
}
