using Pipeline.Benchmarks;

return args switch
{
    ["tokenizers", var folder] => TokenizerBenchmark.Run(folder),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        dotnet run -c Release --project benchmarks -- BENCHMARK
          tokenizers FOLDER   every folder in FOLDER with a tokenizer.json, against Hugging Face's tokenizers, in turn, one thread each
        The peers run in python3; PYTHONPATH says where their packages are. Run nothing else meanwhile; compare ratios only.
        """);
    return 2;
}
