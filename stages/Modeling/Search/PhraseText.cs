using Pipeline.Modeling.Text;

namespace Pipeline.Modeling.Search;

/// <summary>One text of a row.</summary>
/// <param name="Field">What it is; a number whose meaning is the caller's.</param>
/// <param name="Turn">Which of several, from 0; a number whose meaning is the caller's.</param>
/// <param name="IsSearched">Whether phrases are looked for in it; the words of other texts only say what the row is about.</param>
/// <param name="Sentences">Its words, as <see cref="SentenceWords.Split"/> gives them: no phrase goes from one group to the next.</param>
public sealed record PhraseText(int Field, int Turn, bool IsSearched, IReadOnlyList<IReadOnlyList<Word>> Sentences);
