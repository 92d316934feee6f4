"""Memory and time of FFN-4 on a device of XLA, from ONNX graphs.

    python3 bench/xla/ffn.py ffn|wall PLUGIN OUT

ffn: 16,384 tokens, 3584 -> 14336 -> 3584, four times, no bias, the gradient of the result is
given; weights frozen and trained, in bfloat16 and float32. With masks and without, on the same
inputs: every result must have the same bytes. net is the peak that XLA plans without arguments
and results, peak the most that the device really used for the module with masks (10^9 bytes);
the times are medians of ROUNDS (default 10) runs, which alternate.
wall: one layer of 262,144 tokens in bfloat16, whose activation has 3,758,096,384 elements; the
results are also compared with runs of 8 chunks of the tokens.
JSON goes into the folder OUT. Environment: UNSWAGC, GENMODEL and STEP, the programs (default:
in bin/).
"""

import json
import os
import subprocess
import sys
import tempfile

UNSWAGC, GENMODEL, STEP = (os.environ.get(n.upper(), "bin/" + n) for n in ("unswagc", "genmodel", "step"))
ROUNDS = os.environ.get("ROUNDS", "10")


def model(folder, layers, words):
    subprocess.run([GENMODEL, "ffn", str(layers), folder, *words], check=True)
    return folder + "/in.onnx"


def lower(graph, name, tokens, kind, *flags):
    out = f"{os.path.dirname(graph)}/{name}.onnx"
    subprocess.run([UNSWAGC, graph, "-o", out, "-f", "-q", "-no-verify", "-target", "stablehlo", "-stablehlo-for", kind,
                    "-dim", f"tokens={tokens}", *flags], check=True)
    return out.removesuffix(".onnx") + ".mlir"


# -only bn rewrites nothing here: no ReLU of these graphs stands behind a BatchNormalization.
PLAIN = ("-only", "bn")


def step(plugin, modules, *flags):
    out = subprocess.run([STEP, "-rounds", ROUNDS, *flags, plugin, *modules], stdout=subprocess.PIPE)
    rows = [json.loads(line) for line in out.stdout.splitlines()]
    if out.returncode or len(rows) != len(modules):
        print(f"step failed: exit code {out.returncode}")
        sys.exit(1)
    return rows


def ffn(plugin, kind, folder):
    print("| weights | type | net, no masks | net, masks | peak, masks | ms, no masks | ms, masks | time |\n|---|---|---|---|---|---|---|---|")
    result = {}
    for words in (["bfloat16"], ["float"], ["bfloat16", "trained"], ["float", "trained"]):
        graph = model(folder, 4, words)
        modules = [lower(graph, "masks", 16384, kind), lower(graph, "plain", 16384, kind, *PLAIN)]
        masks, plain = step(plugin, modules)
        result[" ".join(words)] = [masks, plain]
        print(f"| {'trained' if 'trained' in words else 'frozen'} | {words[0]} | {plain['net'] / 1e9:.3f} | {masks['net'] / 1e9:.3f} "
              f"| {masks['device_peak'] / 1e9:.3f} | {plain['ms']:.1f} | {masks['ms']:.1f} | {masks['ms'] / plain['ms']:.3f} |", flush=True)
    return result


def wall(plugin, kind, folder):
    graph = model(folder, 1, ["bfloat16"])
    modules = [lower(graph, "masks", 262144, kind), lower(graph, "plain", 262144, kind, *PLAIN)]
    masks, plain = step(plugin, modules, "-chunk", lower(graph, "chunk", 32768, kind))
    for name, row in ("masks", masks), ("no masks", plain):
        print(f"{name}: net {row['net'] / 1e9:.3f} GB, {row['ms']:.1f} ms, results {' '.join(s[:16] for s in row['sha256'])}")
    print(f"8 chunks: {masks['chunks_differ_elements']} elements of the results differ, by {masks['chunks_farthest']:.2g} at most")
    return [masks, plain]


def main():
    section, plugin, out = sys.argv[1:4]
    kind = plugin if plugin in ("cpu", "cuda") else "cuda"
    with tempfile.TemporaryDirectory() as folder:
        result = {"ffn": ffn, "wall": wall}[section](plugin, kind, folder)
    os.makedirs(out, exist_ok=True)
    with open(f"{out}/{section}.json", "w") as f:
        json.dump(result, f, indent=1)


if __name__ == "__main__":
    main()
