using System.Text.RegularExpressions;
using ArchUnitNET.Domain.Dependencies;
using ArchUnitNET.Loader;
using Pipeline.Modeling.Text;
using Pipeline.Stages.Report;

namespace Pipeline.Tests.Architecture;

/// <summary>The analyzer that refuses what <c>BannedSymbols.txt</c> lists looks at no compound assignment (<c>sum += tensor</c>), which
/// calls the same operators: those are found in what the compiler made.</summary>
public sealed partial class TensorOperatorTests
{
    [Fact]
    public void No_tensor_is_added_to_or_computed_with_a_number_by_a_compound_assignment() =>
        Assert.Empty(BannedCalls(new ArchLoader().LoadAssemblies(typeof(ReportStage).Assembly, typeof(Words).Assembly).Build()));

    [Fact]
    public void Compound_assignments_are_found() =>
        Assert.Equal(
            ["Accumulate: op_Addition", "Scale: op_Multiply"],
            BannedCalls(new ArchLoader().LoadAssemblies(typeof(Planted.CompoundAssignments).Assembly).Build())
                .Where(call =>
                    call.StartsWith("Accumulate", StringComparison.Ordinal) || call.StartsWith("Scale", StringComparison.Ordinal)
                )
                .Order(StringComparer.Ordinal)
        );

    private static IEnumerable<string> BannedCalls(ArchUnitNET.Domain.Architecture architecture) =>
        architecture
            .Types.SelectMany(type => type.Dependencies.OfType<MethodCallDependency>())
            .Where(call =>
                call.TargetMember.DeclaringType.FullName == "TorchSharp.torch+Tensor" && Banned().IsMatch(call.TargetMember.Name)
            )
            .Select(call => $"{call.OriginMember.Name.Split('(')[0]}: {call.TargetMember.Name.Split('(')[0]}")
            .Distinct();

    [GeneratedRegex(@"^op_(?:Addition\(|\w+\(.*\bSystem\.(?:Int|Single|Double))")]
    private static partial Regex Banned();
}
