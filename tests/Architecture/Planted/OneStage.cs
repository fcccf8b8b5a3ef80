namespace Pipeline.Tests.Architecture.Planted.Wing.One;

/// <summary>A stage that spells another one in full, inside a closure: a trespass that the walls' own test looks for.</summary>
internal static class OneStage
{
    /// <summary>Allowed: a row record of another stage, and what all may use.</summary>
    public static Two.TwoRow Row { get; } = Shared.Room.Open();

    /// <summary>Allowed: what a column of that record holds.</summary>
    public static bool Holds(Two.TwoWord word) => Row.Word == word;

    /// <summary>Not allowed: no column holds it.</summary>
    public static bool Chooses(Two.TwoChoice choice) => choice == Two.TwoChoice.Only;

    public static IEnumerable<object> Trespass(IEnumerable<int> numbers) =>
        numbers.Select(number => number > 0 ? global::Pipeline.Tests.Architecture.Planted.Wing.Two.TwoStage.Make() : number);
}
