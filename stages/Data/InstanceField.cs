namespace Pipeline.Stages.Data;

/// <summary>What a text of an instance is.</summary>
public enum InstanceField
{
    /// <summary>A turn of the assistant, the last one or one before it: what carries loss in training.</summary>
    Response,

    /// <summary>A turn that the assistant answers: a user's, or what a tool returned.</summary>
    Instruction,

    /// <summary>The separate input of the last instruction.</summary>
    Input,
}
