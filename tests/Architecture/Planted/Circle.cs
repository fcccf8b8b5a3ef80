namespace Pipeline.Tests.Architecture.Planted.Circle;

/// <summary>Knows the next one in a closure only, and so comes back to itself: a circle that the test of circles looks for.</summary>
internal sealed class First
{
    public static IEnumerable<object> Meet(IEnumerable<int> numbers) =>
        numbers.Select(number => number > 0 ? new Second() : (object)number);
}

/// <summary>The second of the circle.</summary>
internal sealed class Second
{
    public Third? Next { get; init; }
}

/// <summary>The third of the circle.</summary>
internal sealed record Third(string Name)
{
    public static object Meet() => new First();
}

/// <summary>Uses the circle and stands in none.</summary>
internal sealed class Outsider
{
    public static object Meet() => new First();
}
