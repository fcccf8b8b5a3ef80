namespace Pipeline.Modeling.Kernels;

/// <summary>
/// What one worker needs for the heads that share a key head: keys and values as they lie, keys also transposed, and a block of queries
/// with its scores. All is padded with zeros to whole tiles.
/// </summary>
internal sealed unsafe class AttentionScratch(AttentionForm form) : IDisposable
{
    private readonly FloatBuffer _keys = new((long)form.PaddedLength * form.PaddedWidth);
    private readonly FloatBuffer _transposedKeys = new((long)form.PaddedLength * form.PaddedWidth);
    private readonly FloatBuffer _values = new((long)form.PaddedLength * form.PaddedWidth);
    private readonly FloatBuffer _queries = new((long)AttentionForm.Block * form.PaddedWidth);
    private readonly FloatBuffer _scores = new((long)AttentionForm.Block * form.PaddedLength);

    /// <summary>Rotated keys [padded length, padded width].</summary>
    public float* Keys => _keys.Pointer;

    /// <summary>Values [padded length, padded width].</summary>
    public float* Values => _values.Pointer;

    /// <summary>Rotated and scaled queries of a block [block, padded width].</summary>
    public float* Queries => _queries.Pointer;

    /// <summary>Scores of a block, then their exponentials [block, padded length].</summary>
    public float* Scores => _scores.Pointer;

    /// <summary>Takes a row's keys and values of one key head.</summary>
    public void LoadGroup(HeadRows keys, HeadRows values, RotaryRows rotary, int row, int group)
    {
        for (var token = 0; token < form.Length; token++)
        {
            var key = Keys + ((long)token * form.PaddedWidth);
            // What pads a row stays as it was allocated, zero: it adds nothing to a product over whole vectors.
            keys.Load(row, token, group, key);
            rotary.Rotate(key, row, token, 1);
            values.Load(row, token, group, Values + ((long)token * form.PaddedWidth));
        }

        // Scores are rows of queries times columns of keys, and a tile reads whole rows of its second factor.
        Transpose(Keys, _transposedKeys.Pointer);
    }

    /// <summary>Writes [padded length, padded width] as [padded width, padded length].</summary>
    public void Transpose(float* source, float* target)
    {
        // Value by value: once for a key head, whose products take as many steps times the queries.
        for (var token = 0; token < form.Length; token++)
        {
            for (var i = 0; i < form.Width; i++)
            {
                target[((long)i * form.PaddedLength) + token] = source[((long)token * form.PaddedWidth) + i];
            }
        }
    }

    /// <summary>Takes a block of queries and multiplies them with the keys that they may see; scores of others become −∞.</summary>
    /// <returns>Columns that the block's rows fill.</returns>
    public int Score(HeadRows queries, RotaryRows rotary, int row, int head, int first, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var query = Queries + ((long)i * form.PaddedWidth);
            // The scale goes into the query, once for each dimension instead of once for each score.
            queries.Load(row, first + i, head, query, form.Scale);
            rotary.Rotate(query, row, first + i, 1);
        }

        // Keys after the block's last query are not multiplied; those up to a whole vector are, and masked below.
        var columns = TileProduct.PaddedColumns(first + count);
        TileProduct.Multiply(
            Queries,
            form.PaddedWidth,
            1,
            _transposedKeys.Pointer,
            form.PaddedLength,
            Scores,
            form.PaddedLength,
            TileProduct.PaddedRows(count),
            columns,
            form.Width,
            add: false
        );
        for (var i = 0; i < count; i++)
        {
            // −∞ and not a branch: its exponential is 0, so that what follows takes whole vectors.
            var seen = first + i + 1;
            new Span<float>(Scores + ((long)i * form.PaddedLength) + seen, columns - seen).Fill(float.NegativeInfinity);
        }

        return columns;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _keys.Dispose();
        _transposedKeys.Dispose();
        _values.Dispose();
        _queries.Dispose();
        _scores.Dispose();
    }
}
