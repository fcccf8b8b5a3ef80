using Pipeline.Stages.Data;
using Pipeline.Stages.Data.Ingest;

namespace Pipeline.Stages.World.Make;

/// <summary>A row of an instruction-tuning set: a question, the sentence that answers it, and sentences that add details.</summary>
/// <param name="Entity">Whom it is about.</param>
/// <param name="QuestionForm">0-based form of the question.</param>
/// <param name="Values">The values that it states, the one asked for first.</param>
internal sealed record WorldInstruction(WorldEntity Entity, int QuestionForm, IReadOnlyList<DealtValue> Values)
{
    private static readonly string[] _connectives = ["In addition, ", "Moreover, ", "Besides, ", "Finally, "];

    /// <summary>The value asked for.</summary>
    public DealtValue Core => Values[0];

    /// <summary>The question.</summary>
    public string Question => Sentences.Question(Entity.Name, Core.Attribute, QuestionForm);

    /// <summary>The sentences of the answer, aligned with <see cref="Values"/>.</summary>
    public IReadOnlyList<string> Answer { get; } =
        Values
            .Select(
                (value, index) =>
                    index == 0
                        ? Sentences.Statement(Entity.Name, value.Attribute, value.Value, Sentences.AnswerForm)
                        : Sentences.Connected(
                            _connectives[index - 1],
                            Sentences.Statement(Entity.Name, value.Attribute, value.Value, Sentences.DetailForm)
                        )
            )
            .ToList();

    /// <summary>The row.</summary>
    public InstanceRow ToRow(InstanceIdentity identity, string dataset)
    {
        var response = string.Join(' ', Answer);
        return new InstanceRow
        {
            InstanceId = identity.Next([null, Question, null, response]),
            Dataset = dataset,
            Instruction = Question,
            Response = response,
        };
    }
}
