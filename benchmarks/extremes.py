#!/usr/bin/env python3
"""Runs the program with every numeric setting at its least and at its most value, one at a time, on a few rows.

    python3 benchmarks/extremes.py [bin/Debug/net10.0/pipeline.dll] [pattern of settings' names]

The ranges are those of `pipeline schema`. A run must end with exit code 0 and no NaN in its report, or be refused with exit code 2 and a
message that names something; one that computes for longer than a minute must stop on Ctrl+C with exit code 130. Anything else, or more than
six gigabytes of memory, is printed as WRONG, and the exit code is 1.
"""
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
PROGRAM = ["dotnet", str(pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "bin/Debug/net10.0/pipeline.dll").resolve())]
ONLY = sys.argv[2] if len(sys.argv) > 2 else ""
SECONDS, STOP_SECONDS, MOST_BYTES = 60, 30, 6 << 30

TEXT = f"""
run: text
model: {ROOT}/data/base
prompts: {{ path: prompts.jsonl }}
datasets:
  a: {{ path: rows.jsonl }}
  b: {{ mix: {{ weights: {{ a: 1 }} }}, train: false }}
  c: {{ from: a, filter: {{ by: response_words, maximum: 1000 }}, train: false }}
methods:
  lft: {{ type: lora, rank: 2 }}
stages:
  tokenize: {{ template: alpaca }}
  fine_tune: {{ epochs: 1, batch_size: 4 }}
  generate: {{ max_new_tokens: 8 }}
"""
WORLD = f"""
run: world
model: {ROOT}/data/world
world: {{ known_entities: 8, new_entities: 8, unknown_entities: 4 }}
datasets:
  a: {{ world: {{ facts: mixed, rows: 12 }} }}
prompts: {{ world: {{ known: 4, unknown: 2 }} }}
methods:
  lft: {{ type: lora, rank: 2 }}
stages:
  tokenize:
    template: world
    templates: {{ world: {{ user: "### Instruction:\\n{{content}}\\n\\n", assistant: "### Response:\\n{{content}}{{eos}}" }} }}
  fine_tune: {{ epochs: 1, batch_size: 4 }}
  generate: {{ max_new_tokens: 8 }}
  world_probes: {{ known: 4, new: 4 }}
"""
PRETRAIN = """
run: pretrain
datasets:
  a: { path: rows.jsonl }
pretrain:
  datasets: [a]
  model: { vocabulary: 300, hidden_size: 16, intermediate_size: 32, layers: 1, heads: 2, key_value_heads: 1, context_length: 32, epochs: 1 }
"""


def settings(schema):
    """Each numeric setting as (path, least, most)."""
    found = {}

    def resolved(node):
        while "$ref" in node:
            node = schema["$defs"][node["$ref"].split("/")[-1]]
        return node

    def bound(node, key, exclusive, other):
        if key in node:
            return node[key]
        return other(node[exclusive]) if exclusive in node else None

    def walk(node, path):
        node = resolved(node)
        kinds = node.get("type", [])
        if {"integer", "number"} & set([kinds] if isinstance(kinds, str) else kinds):
            least = bound(node, "minimum", "exclusiveMinimum", lambda value: value + 1e-12)
            most = bound(node, "maximum", "exclusiveMaximum", lambda value: value - 1e-6)
            found[path] = (-(2**31) if least is None else least, 2**31 - 1 if most is None else most)
        for kind in ("anyOf", "oneOf"):
            for part in node.get(kind, []):
                walk(part, path)
        for key, value in node.get("properties", {}).items():
            walk(value, f"{path}.{key}" if path else key)
        if isinstance(node.get("additionalProperties"), dict):
            walk(node["additionalProperties"], f"{path}.*")

    walk(schema, "")
    return found


def concrete(path):
    """The YAML that a setting is tried in, and its path there."""
    if path.startswith("pretrain."):
        return "pretrain", path
    if path.startswith(("world.", "prompts.world", "source_recall.", "stages.world")) or ".world." in path:
        return "world", path.replace("datasets.*", "datasets.a")
    path = path.replace("datasets.*.mix.weights.*", "datasets.b.mix.weights.a").replace("datasets.*.mix", "datasets.b.mix")
    path = path.replace("datasets.*.filter", "datasets.c.filter").replace("datasets.*", "datasets.a")
    path = path.replace("_pattern.*", "_pattern.q_proj").replace("methods.*", "methods.lft")
    return "text", path


def memory(process):
    try:
        match = re.search(r"VmRSS:\s+(\d+)", pathlib.Path(f"/proc/{process.pid}/status").read_text())
        return int(match.group(1)) * 1024 if match else 0
    except OSError:
        return 0


def run(folder, name, extra):
    """Exit code, seconds, what ended it, and the last error line."""
    command = PROGRAM + [f"{name}.yaml", "--quiet"] + extra
    start = time.time()
    with open(folder / "out.txt", "wb") as out:
        process = subprocess.Popen(command, cwd=folder, stdout=out, stderr=subprocess.STDOUT, start_new_session=True)
        ended, most = "", 0
        while process.poll() is None:
            time.sleep(0.1)
            most = max(most, memory(process))
            if most > MOST_BYTES:
                ended = "took too much memory"
                process.kill()
            elif not ended and time.time() - start > SECONDS:
                ended = "stopped"
                process.send_signal(signal.SIGINT)
            elif ended == "stopped" and time.time() - start > SECONDS + STOP_SECONDS:
                ended = "did not stop"
                process.kill()
    text = (folder / "out.txt").read_text(errors="replace")
    errors = [line for line in text.splitlines() if line.startswith("error")]
    return process.returncode, time.time() - start, ended, (errors or [""])[0], text, most


def verdict(folder, name, code, ended, text):
    if ended in ("took too much memory", "did not stop"):
        return ended
    if ended == "stopped":
        return None if code == 130 else f"exit code {code} after Ctrl+C"
    if code == 2:
        return None if "error" in text else "refused without a word"
    if code != 0:
        return f"exit code {code}"
    report = folder / "runs" / name / "report.html"
    if report.exists() and re.search(r">\s*-?(NaN|Infinity|∞)\b", report.read_text(errors="replace")):
        return "NaN in the report"
    return None


def main():
    folder = pathlib.Path(tempfile.mkdtemp(prefix="extremes-"))
    wrong = 0
    try:
        rows = (ROOT / "data/alpaca/instructions.jsonl").read_text().splitlines()
        (folder / "rows.jsonl").write_text("\n".join(rows[:12]) + "\n")
        (folder / "prompts.jsonl").write_text("\n".join(rows[20:23]) + "\n")
        for name, yaml in (("text", TEXT), ("world", WORLD), ("pretrain", PRETRAIN)):
            (folder / f"{name}.yaml").write_text(yaml)
            code, seconds, ended, error, text, _ = run(folder, name, [])
            print(f"{name}: exit {code} in {seconds:.1f} s {error}", flush=True)
            if code != 0:
                print(text)
                return 2
        schema = json.loads(subprocess.run(PROGRAM + ["schema"], capture_output=True, check=True).stdout)
        for path, (least, most) in settings(schema).items():
            if not re.search(ONLY, path):
                continue
            name, key = concrete(path)
            for value in (least, most):
                code, seconds, ended, error, text, peak = run(folder, name, ["--set", f"{key}={value}"])
                problem = verdict(folder, name, code, ended, text)
                wrong += problem is not None
                mark = "ok   " if problem is None else "WRONG"
                print(f"{mark} {key}={value}: exit {code} {ended or ''} {seconds:.1f} s {peak >> 20} MiB {problem or ''} {error[:200]}", flush=True)
                if problem:
                    print("      " + "\n      ".join(text.splitlines()[-6:]), flush=True)
        print(f"{wrong} wrong")
        return 1 if wrong else 0
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
