using System.Globalization;

namespace Pipeline.Modeling.Tokenization.Reading;

/// <summary>
/// Reads a decimal number as the reference implementation does: digits as one whole number, then one multiplication or division by a power
/// of ten. That can be the last bit beside the nearest double, and which of two equally likely cuts a unigram model takes hangs on that
/// bit.
/// </summary>
internal static class ScoreReader
{
    private const int LargestPower = 308;

    private static readonly double[] _powers =
    [
        .. Enumerable.Range(0, LargestPower + 1).Select(power => double.Parse($"1e{power}", CultureInfo.InvariantCulture)),
    ];

    /// <summary>The value of a JSON number.</summary>
    public static double Parse(ReadOnlySpan<char> text)
    {
        var isNegative = text.StartsWith("-");
        var mantissa = text[(isNegative ? 1 : 0)..];
        var power = 0L;
        if (mantissa.IndexOfAny('e', 'E') is var exponentAt and >= 0)
        {
            var exponent = mantissa[(exponentAt + 1)..];
            power =
                int.TryParse(exponent, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var given) ? given
                : exponent[0] == '-' ? int.MinValue
                : int.MaxValue;
            mantissa = mantissa[..exponentAt];
        }

        var (digits, isFraction, isFull) = (0UL, false, false);
        foreach (var character in mantissa)
        {
            if (character == '.')
            {
                isFraction = true;
                continue;
            }

            // Digits that no longer fit are dropped.
            var digit = (ulong)(character - '0');
            isFull |= digits > (ulong.MaxValue - digit) / 10;
            digits = isFull ? digits : (10 * digits) + digit;
            power += isFull
                ? isFraction
                    ? 0
                    : 1
                : isFraction
                    ? -1
                    : 0;
        }

        var value = Scaled(digits, power);
        return isNegative ? -value : value;
    }

    private static double Scaled(double value, long power)
    {
        for (; power < -LargestPower && value != 0; power += LargestPower)
        {
            value /= _powers[LargestPower];
        }

        return power switch
        {
            _ when value == 0 => 0,
            > LargestPower => double.PositiveInfinity,
            >= 0 => value * _powers[power],
            _ => value / _powers[-power],
        };
    }
}
