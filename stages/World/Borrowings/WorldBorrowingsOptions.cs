namespace Pipeline.Stages.World.Borrowings;

/// <summary>Settings of the table of certain borrowings: there are none.</summary>
public sealed record WorldBorrowingsOptions;
