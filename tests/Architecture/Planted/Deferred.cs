namespace Pipeline.Tests.Architecture.Planted.Deferred;

/// <summary>Hands functions on in every way that there is: what the test of functions as data looks for.</summary>
internal sealed class Deferring(Func<int> first, int plain)
{
    private readonly Lazy<int> _later = new(first);

    public IReadOnlyList<Action>? Many { get; init; }

    public int Sum => _later.Value + plain;

    public static Func<int, int> Make() => number => number + 1;

    private static int Apply(IEnumerable<int> numbers, Predicate<int> fits) => numbers.Count(number => fits(number));

    public static int Use(int limit) => Apply([1, 2, 3], number => number > limit);
}

/// <summary>Uses functions inside its methods, where they belong.</summary>
internal sealed record Plain(int Number)
{
    public IEnumerable<int> Over(IEnumerable<int> numbers)
    {
        Func<int, bool> fits = number => number > Number;
        return numbers.Where(fits);
    }
}
