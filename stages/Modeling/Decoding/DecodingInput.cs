using Pipeline.Modeling.Models;

namespace Pipeline.Modeling.Decoding;

/// <summary>Refuses what engines and scorers cannot read, before they read any of it.</summary>
internal static class DecodingInput
{
    /// <summary>Refuses additions to sequences that an engine of so many slots cannot make.</summary>
    /// <exception cref="ArgumentException">A slot is not there, is there twice, or gains no token.</exception>
    /// <exception cref="InvalidDataException">A token is none of the model's.</exception>
    public static void Require(IReadOnlyList<SlotTokens> additions, int slots, ModelConfiguration model)
    {
        var seen = new HashSet<int>();
        foreach (var (slot, tokens) in additions)
        {
            if ((uint)slot >= (uint)slots || !seen.Add(slot) || tokens.Length == 0)
            {
                throw new ArgumentException(
                    $"Slot {slot} of {slots} gains {tokens.Length} tokens; each may gain some, once.",
                    nameof(additions)
                );
            }

            model.RequireTokens(tokens.Span);
        }
    }

    /// <summary>Refuses pairs that cannot be scored.</summary>
    /// <exception cref="ArgumentException">There is none, or a prompt or an answer is empty.</exception>
    /// <exception cref="InvalidDataException">A token is none of the model's.</exception>
    public static void Require(IReadOnlyList<(int[] Prompt, int[] Answer)> pairs, ModelConfiguration model)
    {
        if (pairs.Count == 0 || pairs.Any(pair => pair.Prompt.Length == 0 || pair.Answer.Length == 0))
        {
            throw new ArgumentException("There is no pair, or one with an empty prompt or answer.", nameof(pairs));
        }

        foreach (var (prompt, answer) in pairs)
        {
            model.RequireTokens(prompt);
            model.RequireTokens(answer);
        }
    }
}
