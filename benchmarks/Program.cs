using Pipeline.Benchmarks;

return args switch
{
    ["tokenizers", var folder] => TokenizerBenchmark.Run(folder),
    ["loading", var folder] => LoadingBenchmark.Run(folder),
    ["loading-child", var what, var path, var precision] => LoadingBenchmark.RunChild(what, path, precision),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        dotnet run -c Release --project benchmarks -- BENCHMARK
          loading FOLDER      a checkpoint of one gigabyte, made in FOLDER, beside reading its file: seconds and peak resident memory
          tokenizers FOLDER   every folder in FOLDER with a tokenizer.json, against Hugging Face's tokenizers, in turn, one thread each
        The peers run in python3; PYTHONPATH says where their packages are. Run nothing else meanwhile; compare ratios only.
        """);
    return 2;
}
