using Pipeline.Engine;
using Pipeline.Modeling.Tokenization.Templates;
using Pipeline.Stages.Answers.Generate;

namespace Pipeline.Stages.Answers.Shift;

/// <summary>What the base model reads before the answer: the prompt in a wrapper.</summary>
internal sealed class WrappedPrompt(BaseWrapper wrapper, ConversationEncoder encoder)
{
    /// <summary>What stands around the request.</summary>
    public BaseWrapper Wrapper => wrapper;

    /// <summary>The prompt's ids. The tuned model's own are given for <see cref="BaseWrapper.Same"/>; else the request is tokenized
    /// anew.</summary>
    /// <exception cref="InputException">The request is empty, and the tokenizer has no token to begin a text with.</exception>
    public int[] Encode(GenerationRow answer, int[] tunedPrompt)
    {
        if (wrapper == BaseWrapper.Same)
        {
            return tunedPrompt;
        }

        var ids = encoder.Bare(wrapper == BaseWrapper.Bare ? answer.Prompt : Aligntds(answer.Prompt));
        return ids.Length > 0
            ? ids
            : throw new InputException(
                $"Answer {answer.InstanceId} of {answer.Model}: its prompt is empty, so that the base has nothing to read with "
                    + "base_wrappers: bare. Remove the prompt, or use 'same'."
            );
    }

    /// <summary>The headings, fences and spaces that AlignTDS writes.</summary>
    private static string Aligntds(string request) => $"# Query: \n ```{request}``` \n\n \n# Answer: \n ```";
}
