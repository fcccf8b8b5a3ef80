using Pipeline.Stages.Data;
using Pipeline.Stages.Data.Ingest;

namespace Pipeline.Stages.World.Make;

/// <summary>A prompt and the truth about it.</summary>
/// <param name="Entity">Whom it asks about.</param>
/// <param name="Asked">The attribute asked for.</param>
/// <param name="Value">The right value; empty where there is none.</param>
/// <param name="QuestionForm">0-based form of its question.</param>
internal sealed record WorldPrompt(WorldEntity Entity, WorldAttribute Asked, string Value, int QuestionForm)
{
    /// <summary>The prompt as a row; its response is the right answer, empty where there is none.</summary>
    public InstanceRow ToRow(InstanceIdentity identity, WorldPromptsOptions options)
    {
        var question = Sentences.Question(Entity.Name, Asked, QuestionForm);
        var text = options.Form switch
        {
            WorldForm.Instruction => question,
            WorldForm.HeldOut => Sentences.HeldOut(Entity.Name, Asked),
            WorldForm.Question => Sentences.QuestionAndAnswer(question),
            WorldForm.Table => Sentences.TableLine(Entity.Name, Asked),
            _ => throw new NotSupportedException(options.Form.ToString()),
        };
        var answer =
            Value.Length == 0 ? ""
            : options.Form == WorldForm.Instruction ? Sentences.Statement(Entity.Name, Asked, Value, Sentences.AnswerForm)
            : $" {Value}.";
        return new InstanceRow
        {
            InstanceId = identity.Next([null, text, null, answer]),
            Dataset = options.Dataset,
            Instruction = text,
            Response = answer,
        };
    }
}
