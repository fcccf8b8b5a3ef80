using Pipeline.Benchmarks;

return args switch
{
    ["tokenizers", var folder] => TokenizerBenchmark.Run(folder),
    ["tokenize", var model, var copies] => TokenizeStageBenchmark.Run(model, copies),
    ["neighbours", var folder] => NeighbourBenchmark.Run(folder),
    ["neighbours-approximate", var index, var parameter, var value] => NeighbourBenchmark.RunApproximate(index, parameter, value),
    ["loading", var folder] => LoadingBenchmark.Run(folder),
    ["loading-child", var what, var path, var precision] => LoadingBenchmark.RunChild(what, path, precision),
    ["training", var model, var method, var precision, var batch, var steps] => TrainingBenchmark.Speed(
        model,
        method,
        precision,
        batch,
        steps
    ),
    ["training-alone", var model, var method, var precision, var batch, var length, var steps] => TrainingBenchmark.Alone(
        model,
        method,
        precision,
        batch,
        length,
        steps
    ),
    ["training-memory", var model, var method, var precision, var batch, var steps, .. var more] => TrainingBenchmark.Memory(
        model,
        method,
        precision,
        batch,
        steps,
        more is ["checkpointing"] ? more[0] : ""
    ),
    ["decoding", var model] => GenerationBenchmark.Single(model),
    ["decoding-alone", var model, var threads] => GenerationBenchmark.Alone(model, threads),
    ["generation", var model, "equal" or "mixed", var precision] => GenerationBenchmark.Batched(model, args[2], precision),
    ["scoring", var model, var precision, var batch, var length] => ScoringBenchmark.Run(model, precision, batch, length),
    ["encoding", var folder, var count] => EncoderBenchmark.Run(folder, count),
    ["simplification", "development" or "test", var seed, var count, var sheet] => SimplificationReading.Run(args[1], seed, count, sheet),
    ["span-rows", var rows, var file] => GrownRows.Write(rows, file),
    ["span-search", var file, var answers] => SpanSearchBenchmark.Measure(file, answers),
    ["span-sheet", var folder, var model, var control, var dataset, var count, var seed, var sheet, var key] => await SpanSheet.RunAsync(
        folder,
        model,
        control,
        dataset,
        count,
        seed,
        sheet,
        key
    ),
    ["calibration", var folder] => await SpanCalibration.RunAsync(folder),
    ["span-check", var answers] => SpanSearchBenchmark.Check(answers),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine(
        """
        dotnet run -c Release --project benchmarks -- BENCHMARK
          loading FOLDER      a checkpoint of one gigabyte, made in FOLDER, beside reading its file: seconds and peak resident memory
          tokenizers FOLDER   every folder in FOLDER with a tokenizer.json, against Hugging Face's tokenizers, in turn, one thread each
          tokenize MODEL COPIES
                              the tokenize stage through the program, built with -c Release before, with 1 and 2 workers; the shipped Alpaca rows COPIES times
          neighbours FOLDER   exact search of dense vectors, managed and by FAISS, against a C++ program that calls FAISS, made in FOLDER
          neighbours-approximate INDEX PARAMETER VALUE
                              an index of FAISS of those vectors: seconds to make it on one thread, what it finds, and its speed beside managed code
          training MODEL full|lora float32|mixed BATCH STEPS
                              optimiser steps against transformers and PEFT, five rounds of STEPS in turn; MODEL is a folder or 40m, a random Llama
          training-alone MODEL full|lora float32|mixed BATCH LENGTH STEPS
                              our optimiser steps alone, rows of LENGTH tokens: steps and tokens per second
          training-memory MODEL full|lora float32|mixed BATCH STEPS [checkpointing]
                              peak resident memory above that after loading the library
          decoding MODEL      one answer at a time against a plain C loop, which cc compiles, and transformers
          decoding-alone MODEL THREADS
                              our decoding alone, one answer at a time and eight at once: tokens per second
          generation MODEL equal|mixed float32|bfloat16
                              32 answers at a time against transformers' generate in static batches: 32 and 64 tokens, or as long as Alpaca's rows
          scoring MODEL float32|bfloat16 BATCH LENGTH
                              token shift at every position against two passes of transformers, and the peak memory of both
          encoding FOLDER COUNT
                              vectors of COUNT of the shipped Alpaca rows by a sentence encoder, against transformers with the same batches
          simplification development|test SEED COUNT SHEET
                              shares and words of the shipped Alpaca and dolly rows that simplification shortens, and a sheet of COUNT to read
          span-rows ROWS FILE that many distinct rows, grown from the shipped Alpaca and dolly rows, as JSON lines
          span-search FILE ANSWERS
                              the index of such rows, and the spans of so many real answers in it: seconds and peak resident memory
          span-sheet FOLDER MODEL CONTROL DATASET COUNT SEED SHEET KEY
                              the strongest spans of a model and of its control, shuffled, to be read blind, from exported artifacts
          calibration FOLDER  q-values on models that never saw the rows, and on lists with planted true spans, from exported artifacts
          span-check ANSWERS  the spans of so many real answers in the shipped Alpaca rows beside those that comparing everything finds
        Sides take turns; figures are medians of five rounds, ratios how many times the first side's speed is.
        The peers run in python3; PYTHONPATH says where their packages are. Run nothing else meanwhile; compare ratios only.
        """
    );
    return 2;
}
