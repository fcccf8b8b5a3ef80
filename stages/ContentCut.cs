using System.Globalization;

namespace Pipeline.Stages;

/// <summary>
/// Decides where parts end by what their rows are: after an id that says so, or when a part is full. A row inserted or deleted anywhere moves
/// only the boundaries up to the next such id.
/// </summary>
internal sealed class ContentCut(int partRows)
{
    private int _rows;

    /// <summary>Counts a row into the current part and says whether the part ends with it.</summary>
    public bool EndsWith(string instanceId)
    {
        _rows++;
        var mean = Math.Max(1, partRows / 4);
        var chance = uint.Parse(instanceId.AsSpan(0, 8), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        if (_rows < partRows && chance % (uint)mean != 0)
        {
            return false;
        }

        _rows = 0;
        return true;
    }
}
