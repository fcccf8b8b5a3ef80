using CsCheck;
using Pipeline.Modeling.Tokenization.Models;
using Pipeline.Modeling.Tokenization.Reading;

namespace Pipeline.Tests.Modeling.Tokenization.Models;

public sealed class WordCutsTests
{
    [Theory]
    [InlineData("llama2")]
    [InlineData("mistral_v3")]
    [InlineData("variants/phi3")]
    [InlineData("variants/gemma")]
    public void Encoding_the_cut_words_is_encoding_the_whole(string layout)
    {
        var model = (BpeModel)TokenizerJsonReader.Read(Path.Combine(GoldenTokenizer.Folder(layout), "tokenizer.json")).Model;

        RandomText
            .Any.Where(text => text.Length > 0)
            .Select(text => text.Replace(' ', WordCuts.Space))
            .Sample(
                text =>
                {
                    var (whole, cut) = (new IdList(), new IdList());
                    model.NewEncoder().Encode(text, whole);
                    for (int start = 0, end; start < text.Length; start = end)
                    {
                        end = model.Cuts!.End(text, start);
                        model.NewEncoder().Encode(text.AsSpan()[start..end], cut);
                    }

                    Assert.Equal(whole.Span.ToArray(), cut.Span.ToArray());
                },
                iter: 1000,
                threads: 1
            );
    }
}
