using Pipeline.Modeling.Models.Configuration;

namespace Pipeline.Modeling.Models.Encoders;

/// <summary>BERT (Devlin et al. 2019): learned positions from 0, and two token types, of which one text alone has the first.</summary>
internal sealed class BertFamily() : EncoderFamily("bert", "BertModel", "BertForMaskedLM", "BertForPreTraining")
{
    private const int MostTypes = 1024;

    private static readonly EncoderLayout _layout = new() { Base = "bert.", TokenTypes = "embeddings.token_type_embeddings" };

    /// <inheritdoc />
    public override EncoderConfiguration Read(ConfigurationFile file)
    {
        const string Kind = "position_embedding_type";
        const string Types = "type_vocab_size";
        file.Refuse(file.Text(Kind) is not (null or "absolute"), Kind, "absolute");
        var types = file.Integer(Types, 2);
        file.Refuse(types > MostTypes, Types, $"at most {MostTypes}");
        return ReadSizes(file, 30_522, _layout) with { TokenTypes = types };
    }
}
