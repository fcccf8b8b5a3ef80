using Pipeline.Modeling.Text;
using Pipeline.Stages.World.Make;

namespace Pipeline.Stages.World.Measure;

/// <summary>
/// Finds the values that a text states: a modifier and a head with nothing but white space between them. The head tells the attribute.
/// Modifiers and heads that no table pairs are found too, since a model may put them together.
/// </summary>
public sealed class StatedValues
{
    private readonly HashSet<string> _modifiers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Kind, string Attribute)> _heads = new(StringComparer.Ordinal);

    /// <summary>Learns the words from the world's values.</summary>
    /// <exception cref="InvalidDataException">A value is not two words, or a head belongs to two attributes.</exception>
    public StatedValues(IEnumerable<WorldValueRow> values)
    {
        foreach (var row in values)
        {
            if (row.Value.Split(' ') is not [var modifier, var head])
            {
                throw new InvalidDataException(
                    $"The value '{row.Value}' of {row.Kind} {row.Attribute} is to be two words, a modifier and a head."
                );
            }

            _modifiers.Add(modifier);
            if (!_heads.TryAdd(head, (row.Kind, row.Attribute)) && _heads[head] != (row.Kind, row.Attribute))
            {
                throw new InvalidDataException(
                    $"The head '{head}' belongs to {_heads[head]} and to {(row.Kind, row.Attribute)}; a value would not tell its attribute."
                );
            }
        }
    }

    /// <summary>The values of a text in order, repetitions included.</summary>
    public IReadOnlyList<StatedValue> In(string text)
    {
        var stated = new List<StatedValue>();
        var words = Words.Split(text);
        for (var i = 1; i < words.Count; i++)
        {
            var (modifier, head) = (words[i - 1], words[i]);
            var gap = text.AsSpan(modifier.End, head.Start - modifier.End);
            if (_heads.TryGetValue(head.Key, out var attribute) && _modifiers.Contains(modifier.Key) && gap.IsWhiteSpace())
            {
                stated.Add(
                    new StatedValue(
                        attribute.Kind,
                        attribute.Attribute,
                        $"{modifier.Key} {head.Key}",
                        modifier.Start,
                        head.End - modifier.Start
                    )
                );
            }
        }

        return stated;
    }
}
