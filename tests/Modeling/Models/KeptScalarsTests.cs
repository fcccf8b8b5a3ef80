using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using Pipeline.Modeling.Models;
using Pipeline.Stages.Attribution.Embed;

namespace Pipeline.Tests.Modeling.Models;

/// <summary>
/// No method of ours makes a native number that a collection may free while libtorch reads it. Converting to one is left to those that
/// dispose it after the call, and to initialisers; operators and methods of tensors that make one inside TorchSharp are called by none.
/// </summary>
public sealed class KeptScalarsTests
{
    private const byte Call = 0x28;
    private const byte CallVirtual = 0x6F;
    private const byte NewObject = 0x73;

    private const string Primitive = " of a number";

    /// <summary>Converts to a number that the adapter keeps.</summary>
    private const string Keeps = "LoraAdapter.Add";

    [Theory]
    [InlineData(typeof(CausalLanguageModel))]
    [InlineData(typeof(HiddenStateEmbedStage))]
    public void Native_numbers_outlive_the_calls_that_read_them(Type inAssembly)
    {
        using var file = new PEReader(File.OpenRead(inAssembly.Assembly.Location));
        var metadata = file.GetMetadataReader();
        var called = metadata.MemberReferences.ToDictionary(
            handle => MetadataTokens.GetToken(handle),
            handle => NameOf(metadata, metadata.GetMemberReference(handle))
        );

        var findings = new List<string>();
        foreach (
            var method in metadata
                .MethodDefinitions.Select(metadata.GetMethodDefinition)
                .Where(method => method.RelativeVirtualAddress != 0)
        )
        {
            var calls = Calls(file.GetMethodBody(method.RelativeVirtualAddress).GetILBytes()!)
                .Select(called.GetValueOrDefault)
                .OfType<string>()
                .ToList();
            var name =
                $"{metadata.GetString(metadata.GetTypeDefinition(method.GetDeclaringType()).Name)}.{metadata.GetString(method.Name)}";
            var mayConvert =
                name.EndsWith("ctor", StringComparison.Ordinal)
                || name == Keeps
                || calls.Exists(call => call is "Scalar.Dispose" or "IDisposable.Dispose");
            findings.AddRange(
                calls
                    .Where(call => MakesOne(call) || (call.StartsWith("Scalar.op_Implicit", StringComparison.Ordinal) && !mayConvert))
                    .Select(call => $"{name}: {call}")
            );
        }

        Assert.True(findings.Count == 0, string.Join("\n", findings));
    }

    private static bool MakesOne(string call) =>
        call is "Tensor.op_Addition(2)" or "Tensor.add(1)" or "Tensor.add_(1)" or "torch.add(2)" or "torch.arange"
        || call.EndsWith(Primitive, StringComparison.Ordinal);

    private static string NameOf(MetadataReader metadata, MemberReference member)
    {
        var name = metadata.GetString(member.Name);
        var type =
            member.Parent.Kind == HandleKind.TypeReference
                ? metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)member.Parent).Name)
                : "";
        if (member.GetKind() != MemberReferenceKind.Method || type is not ("Tensor" or "torch"))
        {
            return $"{type}.{name}";
        }

        var signature = metadata.GetBlobReader(member.Signature);
        _ = signature.ReadSignatureHeader();
        var parameters = signature.ReadCompressedInteger();
        return name is "arange" ? $"{type}.{name}"
            : name.StartsWith("op_", StringComparison.Ordinal) && TakesPrimitive(ref signature, parameters) ? $"{type}.{name}{Primitive}"
            : $"{type}.{name}({parameters})";
    }

    /// <summary>Whether an operator takes something else than objects: a number, of which it makes a native one.</summary>
    private static bool TakesPrimitive(ref BlobReader signature, int parameters)
    {
        for (var i = 0; i <= parameters; i++)
        {
            if (signature.ReadByte() is not (byte)SignatureTypeKind.Class)
            {
                return true;
            }

            _ = signature.ReadCompressedInteger();
        }

        return false;
    }

    private static IEnumerable<int> Calls(byte[] body) =>
        from at in Enumerable.Range(0, Math.Max(0, body.Length - 4))
        where body[at] is Call or CallVirtual or NewObject
        select BitConverter.ToInt32(body, at + 1);
}
