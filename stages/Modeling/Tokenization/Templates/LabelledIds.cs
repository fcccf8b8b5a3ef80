using System.Runtime.InteropServices;

namespace Pipeline.Modeling.Tokenization.Templates;

/// <summary>Ids and their labels, side by side.</summary>
internal sealed class LabelledIds
{
    public List<int> Ids { get; } = [];

    public List<int> Labels { get; } = [];

    public void Add(int id, int label)
    {
        Ids.Add(id);
        Labels.Add(label);
    }

    public void AddRange(int[] ids, int label)
    {
        Ids.AddRange(ids);
        var before = Labels.Count;
        CollectionsMarshal.SetCount(Labels, before + ids.Length);
        CollectionsMarshal.AsSpan(Labels)[before..].Fill(label);
    }
}
