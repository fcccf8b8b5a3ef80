using Pipeline.Stages.Answers.Shift;

namespace Pipeline.Stages.Answers.ShiftSummary;

/// <summary>What is counted of the tokens of one table under one wrapper. The tokens of an answer come one after the other.</summary>
internal sealed class WrapperCounts
{
    private readonly List<TokenShiftRow> _answer = [];

    /// <summary>Sums over tokens.</summary>
    public TokenAverages Averages { get; } = new();

    /// <summary>Counts of words.</summary>
    public WordCounts Words { get; } = new();

    /// <summary>Counts a token.</summary>
    public void Add(TokenShiftRow token)
    {
        if (_answer.Count > 0 && (_answer[0].InstanceId != token.InstanceId || _answer[0].Sample != token.Sample))
        {
            End();
        }

        Averages.Add(token);
        _answer.Add(token);
    }

    /// <summary>Counts the words of the last answer.</summary>
    public void End()
    {
        if (_answer.Count > 0)
        {
            Words.Add(_answer[0].InstanceId, AnswerWord.Split(_answer));
            _answer.Clear();
        }
    }
}
