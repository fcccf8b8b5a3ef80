using Pipeline.Engine;
using Pipeline.Stages.Answers.Generate;

namespace Pipeline.Stages.Attribution.IngestMarks;

/// <summary>
/// Finds the answers that marks are about, and the places in them. A mark that names no model, or none of several samples, is about every
/// answer to its prompt that holds its quote.
/// </summary>
internal sealed class MarkPlacement
{
    private const int ExcerptLength = 60;

    private readonly ILookup<string, GenerationRow> _byId;
    private readonly ILookup<string, GenerationRow> _byPrompt;

    /// <summary>Learns the answers.</summary>
    /// <param name="answers">Of all models.</param>
    public MarkPlacement(IReadOnlyList<GenerationRow> answers)
    {
        _byId = answers.ToLookup(answer => answer.InstanceId, StringComparer.Ordinal);
        _byPrompt = answers.ToLookup(answer => answer.Prompt, StringComparer.Ordinal);
    }

    /// <summary>The answers that a mark may be about: those to its prompt, by its model if it names one.</summary>
    /// <exception cref="InputException">There is none.</exception>
    public IReadOnlyList<GenerationRow> FindAnswers(MarkRecord mark)
    {
        var asked = mark.InstanceId is { } id ? _byId[id].ToList() : _byPrompt[mark.Prompt!].ToList();
        if (asked.Count == 0)
        {
            throw mark.Refuse(
                mark.InstanceId is { } unknown
                    ? $"no answer is to a prompt with the id '{unknown}'; ids stand in the column InstanceId of the answers."
                    : $"no answer is to the prompt {Excerpt(mark.Prompt!)}; prompts are the same if they are so to the letter."
            );
        }

        if (mark.Prompt is { } prompt && asked.TrueForAll(answer => answer.Prompt != prompt))
        {
            throw mark.Refuse($"the prompt of '{mark.InstanceId}' is {Excerpt(asked[0].Prompt)}, but the mark says {Excerpt(prompt)}.");
        }

        var found = asked.FindAll(answer => mark.Model is null || answer.Model == mark.Model);
        return found.Count > 0
            ? found
            : throw mark.Refuse($"'{mark.Model}' has no answer to this prompt; there are answers of {ListModels(asked)}.");
    }

    /// <summary>Where a mark stands.</summary>
    /// <exception cref="InputException">It stands in no answer, or it is not clear where.</exception>
    public IReadOnlyList<PlacedMark> Place(MarkRecord mark)
    {
        var answers = FindAnswers(mark).Where(answer => mark.Sample is null || answer.Sample == mark.Sample).ToList();
        if (answers.Count == 0)
        {
            throw mark.Refuse($"there is no sample {mark.Sample} of an answer to this prompt; samples are counted from 0.");
        }

        if (mark.Quote is null)
        {
            return answers is [var only]
                ? [PlaceBetween(mark, only)]
                : throw mark.Refuse(
                    $"start {mark.Start} and end {mark.End} are places in one answer, but there are {answers.Count} to this prompt, of "
                        + $"{ListModels(answers)}; say which with 'model', 'sample' or 'instance_id', or give the 'quote'."
                );
        }

        var placed = answers.Select(answer => PlaceQuote(mark, answer)).OfType<PlacedMark>().ToList();
        return placed.Count > 0
            ? placed
            : throw mark.Refuse(
                $"the quote {Excerpt(mark.Quote)} does not stand in {ListAnswers(answers)}"
                    + (mark.Start is { } start ? $" at {start}{DescribeThere(answers, start, mark.Quote.Length)}." : ".")
            );
    }

    private static PlacedMark PlaceBetween(MarkRecord mark, GenerationRow answer)
    {
        var (start, end, text) = (mark.Start!.Value, mark.End!.Value, answer.Text);
        if (end > text.Length)
        {
            throw mark.Refuse(
                $"the mark from {start} to {end} goes beyond the answer of {answer.Model}, which has {text.Length} characters."
            );
        }

        foreach (var edge in (int[])[start, end])
        {
            if (edge > 0 && edge < text.Length && char.IsSurrogatePair(text, edge - 1))
            {
                throw mark.Refuse($"{edge} is inside the character '{text[(edge - 1)..(edge + 1)]}' of the answer of {answer.Model}.");
            }
        }

        return new PlacedMark(mark, answer, start, end - start);
    }

    /// <summary>Where an answer holds a quote; null where it does not.</summary>
    /// <exception cref="InputException">It holds it more than once.</exception>
    private static PlacedMark? PlaceQuote(MarkRecord mark, GenerationRow answer)
    {
        var (text, quote) = (answer.Text, mark.Quote!);
        if (mark.Start is { } start)
        {
            return start <= text.Length - quote.Length && text.AsSpan(start, quote.Length).SequenceEqual(quote)
                ? new PlacedMark(mark, answer, start, quote.Length)
                : null;
        }

        var first = text.IndexOf(quote, StringComparison.Ordinal);
        if (first < 0)
        {
            return null;
        }

        var second = text.IndexOf(quote, first + 1, StringComparison.Ordinal);
        return second < 0
            ? new PlacedMark(mark, answer, first, quote.Length)
            : throw mark.Refuse(
                $"the quote {Excerpt(quote)} stands more than once in the answer of {answer.Model}, at {first} and {second}; say which "
                    + "with 'start'."
            );
    }

    private static string DescribeThere(List<GenerationRow> answers, int start, int length) =>
        answers is [var only] && start < only.Text.Length
            ? $", where {Excerpt(only.Text.Substring(start, Math.Min(length, only.Text.Length - start)))} stands"
            : "";

    private static string ListAnswers(List<GenerationRow> answers) =>
        answers is [var only] ? $"the answer of {only.Model}" : $"any of the {answers.Count} answers of {ListModels(answers)}";

    private static string ListModels(IEnumerable<GenerationRow> answers) =>
        string.Join(", ", answers.Select(answer => answer.Model).Distinct(StringComparer.Ordinal));

    private static string Excerpt(string text) => text.Length > ExcerptLength ? $"'{text[..ExcerptLength]}…'" : $"'{text}'";
}
