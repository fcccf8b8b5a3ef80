namespace Pipeline.Engine.Configuration;

/// <summary>Refuses lists that hold what their setting must not: too few items, one twice, or an empty text.</summary>
internal static class ListRules
{
    /// <summary>Refuses a list.</summary>
    /// <param name="list">The list, for its position.</param>
    /// <param name="nodes">Its items as they are written.</param>
    /// <param name="values">Its items.</param>
    /// <param name="path">The setting's path.</param>
    /// <param name="property">The setting.</param>
    /// <exception cref="InputException">It holds what it must not; the message names the item.</exception>
    public static void Require(
        ConfigurationNode list,
        IReadOnlyList<ConfigurationNode> nodes,
        IReadOnlyList<object?> values,
        string path,
        SettingProperty property
    )
    {
        var rules = property.Items;
        if (values.Count < rules.Least)
        {
            throw new InputException($"{list.Position}: {path} is {list.Describe()}; expected a list of at least {rules.Least}");
        }

        var seen = new HashSet<object>();
        for (var i = 0; i < values.Count; i++)
        {
            if (!rules.MayBeEmptyText && values[i] is "")
            {
                throw new InputException(
                    $"{nodes[i].Position}: {PathOf(list, path, i)} is {nodes[i].Describe()}; expected a text that is not empty"
                );
            }

            if (!rules.MayRepeat && values[i] is { } value && !seen.Add(value))
            {
                throw new InputException(
                    $"{nodes[i].Position}: {PathOf(list, path, i)} is {nodes[i].Describe()}, which is in the list before; expected each "
                        + "item once"
                );
            }
        }
    }

    private static string PathOf(ConfigurationNode list, string path, int index) => list is SequenceNode ? $"{path}[{index}]" : path;
}
