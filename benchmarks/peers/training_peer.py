"""Optimiser steps of transformers (and PEFT) on a model folder: MODEL TOKENS METHOD PRECISION BATCH [checkpointing]. A line on stdin is a number of steps."""
import json, os, sys, time

model, tokens, method, precision, batch, *rest = sys.argv[1:]
import torch
from transformers import AutoModelForCausalLM
from safetensors.torch import load_file

torch.set_num_threads(os.cpu_count())


def mebibytes(key):
    """Of this process alone: ru_maxrss would start with the peak of the process that started it."""
    return next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith(key)) / 1024


idle = mebibytes("VmRSS")
data = load_file(tokens)
ids, labels, batch, at = data["input_ids"], data["labels"], int(batch), 0
m = AutoModelForCausalLM.from_pretrained(model, dtype=torch.float32, attn_implementation="sdpa")
if method == "lora":
    from peft import LoraConfig, get_peft_model
    m = get_peft_model(m, LoraConfig(r=8, lora_alpha=16, target_modules=["q_proj", "v_proj"], task_type="CAUSAL_LM"))
if "checkpointing" in rest:
    m.gradient_checkpointing_enable(gradient_checkpointing_kwargs={"use_reentrant": False})
    m.enable_input_require_grads()
m.train()
trained = [p for p in m.parameters() if p.requires_grad]
optimizer = torch.optim.AdamW(trained, lr=1e-4, fused=True)


def step():
    global at
    rows = torch.arange(at, at + batch) % len(ids)
    at += batch
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=precision == "mixed"):
        loss = m(input_ids=ids[rows], labels=labels[rows]).loss
    loss.backward()
    torch.nn.utils.clip_grad_norm_(trained, 1.0)
    optimizer.step()
    optimizer.zero_grad(set_to_none=True)
    return float(loss.detach())


for line in sys.stdin:
    started = time.perf_counter()
    for _ in range(int(line)):
        loss = step()
    print(json.dumps({"seconds": time.perf_counter() - started, "loss": loss, "peak_mib": mebibytes("VmHWM"), "idle_mib": idle}), flush=True)
