namespace Pipeline.Tests.Architecture.Planted.Wing.Two;

/// <summary>Words of a row record's columns, which others may use as they may the record.</summary>
internal enum TwoWord
{
    Only,
}
