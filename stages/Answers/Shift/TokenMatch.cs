namespace Pipeline.Stages.Answers.Shift;

/// <summary>When an entry of one top-k list is the same as an entry of the other.</summary>
public enum TokenMatch
{
    /// <summary>Equal token ids.</summary>
    Id,

    /// <summary>Equal decoded text, as AlignTDS does it: ids that decode alike are one, and its first entry counts.</summary>
    Text,
}
