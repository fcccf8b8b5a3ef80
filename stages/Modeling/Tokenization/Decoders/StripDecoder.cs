namespace Pipeline.Modeling.Tokenization.Decoders;

/// <summary>Takes a character off the ends of every token.</summary>
/// <param name="content">The character.</param>
/// <param name="start">How many are taken off the start at most.</param>
/// <param name="stop">How many are taken off the end at most.</param>
internal sealed class StripDecoder(char content, int start, int stop) : IDecoder
{
    public List<string> Decode(List<string> tokens) => tokens.ConvertAll(Strip);

    private string Strip(string token)
    {
        var begin = 0;
        while (begin < start && begin < token.Length && token[begin] == content)
        {
            begin++;
        }

        var end = token.Length;
        while (token.Length - end < stop && end > begin && token[end - 1] == content)
        {
            end--;
        }

        return token[begin..end];
    }
}
