"""Greedy answers of transformers in static batches: MODEL REQUESTS.JSON PRECISION. A line on stdin is a batch size; one round answers all requests.

REQUESTS: [{"prompt": [ids], "answer": tokens}, ...]. They come longest prompt first, so that a batch pads little; every batch runs until the longest
of its answers is written, as `generate` does. Answers {"seconds", "tokens" (those asked for), "last" (the last token asked for of each)}.
"""
import json, os, sys, time

model, requests, precision = sys.argv[1:]
import torch
from transformers import AutoModelForCausalLM

torch.set_num_threads(os.cpu_count())
m = AutoModelForCausalLM.from_pretrained(model, dtype=torch.bfloat16 if precision == "bfloat16" else torch.float32, attn_implementation="sdpa").eval()
requests = sorted(enumerate(json.load(open(requests))), key=lambda entry: (-len(entry[1]["prompt"]), entry[0]))

for line in sys.stdin:
    batch, last = int(line), [0] * len(requests)
    started = time.perf_counter()
    with torch.inference_mode():
        for first in range(0, len(requests), batch):
            part = requests[first : first + batch]
            longest, new = max(len(r["prompt"]) for _, r in part), max(r["answer"] for _, r in part)
            ids = torch.tensor([[0] * (longest - len(r["prompt"])) + r["prompt"] for _, r in part])
            mask = torch.tensor([[0] * (longest - len(r["prompt"])) + [1] * len(r["prompt"]) for _, r in part])
            out = m.generate(input_ids=ids, attention_mask=mask, max_new_tokens=new, min_new_tokens=new, do_sample=False, pad_token_id=0, eos_token_id=None)
            for row, (at, r) in enumerate(part):
                last[at] = int(out[row, longest + r["answer"] - 1])
    print(json.dumps({"seconds": time.perf_counter() - started, "tokens": sum(r["answer"] for _, r in requests), "last": last}), flush=True)
