using Pipeline.Modeling.Kernels;

namespace Pipeline.Modeling.Decoding.Vectors;

/// <summary>Multiplies rows with packed weights, panel by panel on all threads of a team. One caller at a time.</summary>
internal sealed unsafe class MatrixProduct : IDisposable
{
    private readonly WorkerTeam _team;
    private readonly Action<int, int> _piece;
    private FloatBuffer _interleaved = new(0);
    private PackedMatrix _matrix = null!;
    private float* _x;
    private float* _y;
    private long _xStride;
    private long _yStride;
    private int _rows;
    private int _firstGroup;

    public MatrixProduct(WorkerTeam team)
    {
        _team = team;
        _piece = Piece;
    }

    /// <summary>y = x Wᵀ + b for <paramref name="rows"/> rows.</summary>
    /// <param name="matrix">W and b.</param>
    /// <param name="x">Rows of inputs.</param>
    /// <param name="xStride">Floats from one row of x to the next.</param>
    /// <param name="y">Rows of results, each with room for <see cref="PackedMatrix.Stride"/> floats.</param>
    /// <param name="yStride">Floats from one row of y to the next.</param>
    /// <param name="rows">Number of rows.</param>
    /// <exception cref="ArgumentOutOfRangeException">x or y has no room for the rows.</exception>
    public void Multiply(PackedMatrix matrix, FloatBuffer x, long xStride, FloatBuffer y, long yStride, int rows) =>
        Multiply(matrix, 0, matrix.GroupCount, x, xStride, y, yStride, rows);

    /// <summary>The same for a slice of the outputs: <paramref name="groups"/> groups of four panels from <paramref name="firstGroup"/>
    /// on.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The matrix has no such groups, or x or y has no room for the rows.</exception>
    public void Multiply(
        PackedMatrix matrix,
        int firstGroup,
        int groups,
        FloatBuffer x,
        long xStride,
        FloatBuffer y,
        long yStride,
        int rows
    )
    {
        if (firstGroup < 0 || groups < 0 || firstGroup > matrix.GroupCount - groups)
        {
            throw new ArgumentOutOfRangeException(nameof(groups), $"{groups} from {firstGroup} on, of {matrix.GroupCount}");
        }

        // The kernels write whole panels, and nothing below checks a place again.
        x.RequireRows(rows, xStride, matrix.Inputs);
        y.RequireRows(rows, yStride, (long)groups * PackedMatrix.GroupWidth);
        (_matrix, _xStride, _yStride, _rows) = (matrix, xStride, yStride, rows);
        _x = x.Pointer;
        // Panels are counted from the matrix's first one, results from the slice's.
        _y = y.Pointer - ((long)firstGroup * PackedMatrix.GroupWidth);
        _firstGroup = firstGroup;
        Interleave();
        _team.Run(groups, _piece);
    }

    /// <inheritdoc />
    public void Dispose() => _interleaved.Dispose();

    /// <summary>Blocks of eight and four rows, input by input, as the kernels read them.</summary>
    private void Interleave()
    {
        var inputs = _matrix.Inputs;
        if (_interleaved.Length < (long)_rows * inputs)
        {
            _interleaved.Dispose();
            _interleaved = new FloatBuffer((long)_rows * inputs);
        }

        for (var row = 0; row + PanelKernels.FewRows <= _rows; )
        {
            var block = row + PanelKernels.ManyRows <= _rows ? PanelKernels.ManyRows : PanelKernels.FewRows;
            float* from = _x + (row * _xStride),
                to = _interleaved.Pointer + ((long)row * inputs);
            if (block == RowInterleaving.Side)
            {
                RowInterleaving.Eight(from, _xStride, to, RowInterleaving.Side, inputs);
            }
            else
            {
                // A block of four comes once a product at most.
                for (var r = 0; r < block; r++)
                {
                    for (var k = 0; k < inputs; k++)
                    {
                        to[((long)k * block) + r] = from[(r * _xStride) + k];
                    }
                }
            }

            row += block;
        }
    }

    private void Piece(int piece, int member)
    {
        // One to three rows, as in decoding few sequences, wait for weights from memory: four panels at once hide that, and filling up to
        // four rows would compute for nobody.
        var first = (_firstGroup + piece) * PanelKernels.Panels;
        if (_rows < PanelKernels.FewRows)
        {
            for (var row = 0; row < _rows; row++)
            {
                PanelKernels.OneRow(_x + (row * _xStride), _matrix.Panel(first), _matrix.Bias(first), Result(row, first), _matrix.Inputs);
            }

            return;
        }

        for (var panel = first; panel < first + PanelKernels.Panels; panel++)
        {
            OnePanel(panel);
        }
    }

    private void OnePanel(int panel)
    {
        var (weights, bias, inputs) = ((nint)_matrix.Panel(panel), (nint)_matrix.Bias(panel), _matrix.Inputs);
        // Eights, then a four, then single rows: every kernel sums in the same order, so which of them a row falls to changes no bit.
        var row = 0;
        for (; row + PanelKernels.ManyRows <= _rows; row += PanelKernels.ManyRows)
        {
            PanelKernels.Many(
                _interleaved.Pointer + ((long)row * inputs),
                (float*)weights,
                (float*)bias,
                Result(row, panel),
                _yStride,
                inputs
            );
        }

        for (; row + PanelKernels.FewRows <= _rows; row += PanelKernels.FewRows)
        {
            PanelKernels.Few(
                _interleaved.Pointer + ((long)row * inputs),
                (float*)weights,
                (float*)bias,
                Result(row, panel),
                _yStride,
                inputs
            );
        }

        for (; row < _rows; row++)
        {
            PanelKernels.OneRowOnePanel(_x + (row * _xStride), (float*)weights, (float*)bias, Result(row, panel), inputs);
        }
    }

    private float* Result(int row, int panel) => _y + (row * _yStride) + ((long)panel * PanelKernels.Width);
}
