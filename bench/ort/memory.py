"""Measures the memory and the time of training steps in ONNX Runtime.

memory.py -unswagc FILE -library FILE -counter FILE -work DIR [table|graphs|time] [NAME...]

table: peak of a step, in MiB above what is there before it, of the nets of models.py,
original, rewritten, with separate Pack nodes, and rewritten without the library, beside
what the compiler's report says. graphs: original and rewritten of every graph of
testdata/models and of the shared folder. time: original and rewritten in turn.
"""
import argparse
import glob
import json
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[0] = os.path.join(HERE, "..", "..", "testdata", "models")
sys.path.insert(1, HERE)

import onnx  # noqa: E402

import models  # noqa: E402

MIB = 2**20
# Net: title, batch, the largest ratio of rewritten to original that is wanted.
CASES = {
    "mlp_frozen": ("MLP 8x1024, first layer and head trained", 8192, 0.33),
    "ffn": ("FFN 256-1024-256, all trained", 16384, 0.62),
    "mlp_all": ("MLP 8x1024, all trained", 4096, 0.83),
    "squeezenet": ("SqueezeNet", 16, 0.65),
    "inception": ("Inception v1", 8, 0.77),
    "alexnet": ("AlexNet", 16, 1.005),
}


def dims(path, batch):
    m = onnx.load(path, load_external_data=False)
    names = {d.dim_param for i in m.graph.input for d in i.type.tensor_type.shape.dim if d.dim_param}
    return [x for n in sorted(names) for x in ("-dim", f"{n}={32 if n == 'sequence' else batch}")]


def predict(args, path, batch):
    done = subprocess.run([args.unswagc, "inspect", "-report", "json", *dims(path, batch), path],
                          capture_output=True, text=True)
    if done.returncode:
        return None
    reuse = os.environ.get("MEMORY_REUSE", "1") == "1"  # as step.py has it
    figures = json.loads(done.stdout)["memory"]["ort_reuse" if reuse else "ort"]
    return [figures[k]["value"] / MIB for k in ("peak_before", "peak_after", "peak_bodies")
            if figures[k].get("value") is not None]


def step(args, mode, *words, preload=True):
    """Runs step.py; None if the engine cannot run the model."""
    env = dict(os.environ, MALLOC_MMAP_THRESHOLD_="262144")
    if preload:
        env["LD_PRELOAD"] = args.counter
    done = subprocess.run([sys.executable, os.path.join(HERE, "step.py"), mode, *map(str, words)],
                          env=env, capture_output=True, text=True)
    if done.returncode:
        print(done.stderr.strip()[-300:], file=sys.stderr)
        return None
    return json.loads(done.stdout.splitlines()[-1])


def rewrite(args, path, out, batch):
    """For this batch: which sites pay may depend on it, and on a symbolic one often nothing can be told."""
    subprocess.run([args.unswagc, path, "-o", out, "-f", "-q", "-no-verify", *dims(path, batch)],
                   check=True, stdout=subprocess.DEVNULL)
    return out


def cell(result):
    return f"{result['blocks']:.1f}" if result else "fails"


def table(args):
    print("| net | batch | original | predicted | rewritten | predicted | ratio | wanted | separate Pack | functions only | predicted |")
    print("|---|---|---|---|---|---|---|---|---|---|---|")
    for name in args.names or CASES:
        title, batch, wanted = CASES[name]
        path = models.build(name, args.work)
        ckpt = os.path.join(args.work, name + ".ckpt")
        ours = rewrite(args, path, os.path.join(args.work, name + ".auto.onnx"), batch)
        apart = os.path.join(args.work, name + ".naive.onnx")
        models.naive(path, apart)
        runs = [step(args, "memory", lib, m, ckpt, batch)
                for lib, m in (("-", path), (args.library, ours), (args.library, apart), ("-", ours))]
        told = predict(args, path, batch)
        if not (runs[0] and runs[1]):
            sys.exit(f"{name}: ONNX Runtime does not run it")
        ratio = runs[1]["blocks"] / runs[0]["blocks"]
        losses = {r["loss"] for r in runs if r}
        if len(losses) > 1 and name != "alexnet":  # its dropout draws other numbers
            sys.exit(f"{name}: the losses differ: {losses}")
        print(f"| {title} | {batch} | {cell(runs[0])} | {told[0]:.1f} | {cell(runs[1])} | {told[1]:.1f} | {ratio:.3f} | "
              f"{wanted:g} | {cell(runs[2])} | {cell(runs[3])} | {told[2]:.1f} |", flush=True)


def graphs(args):
    print("| graph | batch | original | predicted | rewritten | predicted | above the original |")
    print("|---|---|---|---|---|---|---|")
    shared = os.path.join(os.environ.get("UNSWAG_SHARED", os.path.join(HERE, "..", "..", "..", "shared")), "models", "made")
    folders = [os.path.join(HERE, "..", "..", "testdata", "models"), shared]
    for path in (p for f in folders for p in sorted(glob.glob(os.path.join(f, "*.onnx")))):
        name = os.path.basename(path)[:-5]
        if name.endswith((".optim", ".eval")) or (args.names and name not in args.names):
            continue
        made = "" if os.path.dirname(path) == folders[0] else "made/"
        ckpt = path[:-5] + ".ckpt"
        graph_row(args, made + name, path, ckpt if os.path.exists(ckpt) else "-")


def graph_row(args, title, path, ckpt):
    batch, told = 1, predict(args, path, 1)
    while told and told[0] < 50 and batch < 2**20 and dims(path, 1):
        batch *= 2
        told = predict(args, path, batch)
    if not told:
        print(f"| {title} | {batch} | not predicted | | | | |", flush=True)
        return
    ours = rewrite(args, path, os.path.join(args.work, "graph.onnx"), batch)
    with open(path, "rb") as a, open(ours, "rb") as b:
        if a.read() == b.read():
            print(f"| {title} | {batch} | nothing to rewrite | | | | |", flush=True)
            return
    runs = [step(args, "memory", lib, m, ckpt, batch) for lib, m in (("-", path), (args.library, ours))]
    over = f"{runs[1]['blocks'] - runs[0]['blocks']:+.2f}" if all(runs) else ""
    print(f"| {title} | {batch} | {cell(runs[0])} | {told[0]:.1f} | {cell(runs[1])} | {told[1]:.1f} | {over} |", flush=True)


def seconds(args):
    print("| net | batch | original ms | rewritten ms | ratio | spread |")
    print("|---|---|---|---|---|---|")
    for name in args.names or CASES:
        title, batch, _ = CASES[name]
        path = models.build(name, args.work)
        ours = rewrite(args, path, os.path.join(args.work, name + ".auto.onnx"), batch)
        r = step(args, "time", args.library, path, ours, os.path.join(args.work, name + ".ckpt"), batch, args.rounds, preload=False)
        print(f"| {title} | {batch} | {r['first']:.0f} | {r['second']:.0f} | {r['ratio']:.3f} | {r['least']:.2f}-{r['largest']:.2f} |", flush=True)


def main():
    parser = argparse.ArgumentParser()
    for name in ("unswagc", "library", "counter", "work"):
        parser.add_argument("-" + name, required=True)
    parser.add_argument("-rounds", type=int, default=9)
    parser.add_argument("mode", choices=("table", "graphs", "time"))
    parser.add_argument("names", nargs="*")
    args = parser.parse_args()
    {"table": table, "graphs": graphs, "time": seconds}[args.mode](args)


if __name__ == "__main__":
    main()
