using System.Runtime.InteropServices;
using Pipeline.Modeling.Models;
using static TorchSharp.torch;

namespace Pipeline.Benchmarks;

/// <summary>The model of a benchmark: a folder, or <c>40m</c>, a random Llama that is made for it.</summary>
internal sealed class BenchmarkModel : IDisposable
{
    private static readonly string[] _layer =
    [
        "input_layernorm",
        "self_attn.q_proj",
        "self_attn.k_proj",
        "self_attn.v_proj",
        "self_attn.o_proj",
        "post_attention_layernorm",
        "mlp.gate_proj",
        "mlp.up_proj",
        "mlp.down_proj",
    ];

    public BenchmarkModel(string model, string precision)
    {
        Scratch = Directory.CreateTempSubdirectory("benchmark-").FullName;
        Precision = precision == "bfloat16" ? Precision.BFloat16 : Precision.Float32;
        Folder = model;
        if (model == "40m")
        {
            Folder = Path.Combine(Scratch, "model");
            Directory.CreateDirectory(Folder);
            TrainingSubject.MakeModel(Folder);
        }

        Vocabulary = ModelConfiguration.Read(Folder).VocabularySize;
    }

    /// <summary>A folder that goes with the benchmark.</summary>
    public string Scratch { get; }

    /// <summary>The model's folder.</summary>
    public string Folder { get; }

    /// <summary>What it is held in.</summary>
    public Precision Precision { get; }

    /// <summary>Number of token ids.</summary>
    public int Vocabulary { get; }

    /// <summary>Writes a Llama with tied embeddings as the plain C loop reads it.</summary>
    public string PlainWeights()
    {
        var path = Path.Combine(Scratch, "weights.bin");
        using var model = CausalLanguageModel.Load(Folder);
        var shape = model.Configuration;
        using var file = File.Create(path);
        file.Write(
            MemoryMarshal.AsBytes<int>([
                shape.VocabularySize,
                shape.HiddenSize,
                shape.IntermediateSize,
                shape.Layers,
                shape.Heads,
                shape.KeyValueHeads,
                shape.HeadDimension,
                0,
            ])
        );
        file.Write(MemoryMarshal.AsBytes<float>([(float)shape.NormEpsilon, (float)shape.RotaryBase]));
        foreach (
            var name in Enumerable
                .Range(0, shape.Layers)
                .SelectMany(layer => _layer.Select(part => $"layers.{layer}.{part}"))
                .Prepend("embed_tokens")
                .Append("norm")
        )
        {
            using var scope = NewDisposeScope();
            file.Write(model.Weights[$"model.{name}.weight"].to(ScalarType.Float32).contiguous().bytes);
        }

        return path;
    }

    public void Dispose() => Directory.Delete(Scratch, recursive: true);
}
