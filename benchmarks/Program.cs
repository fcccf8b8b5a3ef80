using Pipeline.Benchmarks;

return args switch
{
    ["tokenizers", var folder] => TokenizerBenchmark.Run(folder),
    ["loading", var folder] => LoadingBenchmark.Run(folder),
    ["loading-child", var what, var path, var precision] => LoadingBenchmark.RunChild(what, path, precision),
    ["training", var model, var method, var precision, var batch, var steps] => TrainingBenchmark.Speed(model, method, precision, batch, steps),
    ["training-memory", var model, var method, var precision, var batch, var steps, .. var more] =>
        TrainingBenchmark.Memory(model, method, precision, batch, steps, more is ["checkpointing"] ? more[0] : ""),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        dotnet run -c Release --project benchmarks -- BENCHMARK
          loading FOLDER      a checkpoint of one gigabyte, made in FOLDER, beside reading its file: seconds and peak resident memory
          tokenizers FOLDER   every folder in FOLDER with a tokenizer.json, against Hugging Face's tokenizers, in turn, one thread each
          training MODEL full|lora float32|mixed BATCH STEPS
                              optimiser steps against transformers and PEFT, five rounds of STEPS in turn; MODEL is a folder or 40m, a random Llama
          training-memory MODEL full|lora float32|mixed BATCH STEPS [checkpointing]
                              peak resident memory above that after loading the library
        The peers run in python3; PYTHONPATH says where their packages are. Run nothing else meanwhile; compare ratios only.
        """);
    return 2;
}
