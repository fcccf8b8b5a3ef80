namespace Pipeline.Modeling.Models;

/// <summary>What training on the processor computes with.</summary>
public enum KernelChoice
{
    /// <summary>The program's own loops where the processor has vectors of 512 bits; of linear layers where they were measured to have
    /// libtorch's bits and to be faster.</summary>
    Measured,

    /// <summary>The program's own loops wherever they can compute what is asked for.</summary>
    Own,

    /// <summary>The operators of libtorch alone.</summary>
    Library,
}
