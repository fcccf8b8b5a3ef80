namespace Pipeline.Engine.Tables;

/// <summary>
/// On a nullable enum of a row record, or an array of them: null is written as the empty text, so that the column is one that is never
/// null.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class EmptyWhenNullAttribute : Attribute;
