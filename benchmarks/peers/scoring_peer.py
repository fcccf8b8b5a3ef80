"""Token shift as a user of transformers measures it: MODEL TUNED TOKENS.JSON PRECISION. Each line on stdin is one round over the batch in TOKENS: both
models forward, log-softmax over the vocabulary, KL(tuned||base), the base's rank of each token. Answers {"seconds", "tokens", "kl", "peak_mib", "idle_mib"}.
"""
import json, os, sys, time

model, tuned, tokens, precision = sys.argv[1:]
import torch
from transformers import AutoModelForCausalLM

torch.set_num_threads(os.cpu_count())


def mebibytes(key):
    """Of this process alone: ru_maxrss would start with the peak of the process that started it."""
    return next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith(key)) / 1024


idle = mebibytes("VmRSS")
load = lambda folder: AutoModelForCausalLM.from_pretrained(folder, dtype=torch.bfloat16 if precision == "bfloat16" else torch.float32, attn_implementation="sdpa").eval()
base, tuned, x = load(model), load(tuned), torch.tensor(json.load(open(tokens)))

for line in sys.stdin:
    started = time.perf_counter()
    with torch.inference_mode():
        lb, lt = base(x).logits[:, :-1].float().log_softmax(-1), tuned(x).logits[:, :-1].float().log_softmax(-1)
        kl = (lt.exp() * (lt - lb)).sum(-1)
        rank = (lb > lb.gather(-1, x[:, 1:, None])).sum(-1) + 1
        mean = float(kl.mean())
        del lb, lt, kl, rank
    print(json.dumps({"seconds": time.perf_counter() - started, "tokens": x.numel(), "kl": mean, "peak_mib": mebibytes("VmHWM"), "idle_mib": idle}), flush=True)
