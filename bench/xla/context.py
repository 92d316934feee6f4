"""The most tokens that one layer of a Gemma-2-9B's size can train on.

    python3 bench/xla/context.py PLACE...      such as v3:2x2 v5e:1x1 pjrt:cuda

Gemm, Relu, Gemm, 3584 -> 14336 -> 3584, no bias, the gradient of the result is given; lowered and
compiled by `unswagc aot`, without masks and with them, by bisection in steps of 1,024 tokens. For
TPUs the compiler itself says what fits into the memory of a core. For a device of this machine
the peak that XLA plans must be within LIMIT bytes (default 16e9). Environment: UNSWAGC and
GENMODEL, the programs (default: in bin/); FLAGS, more flags for aot; MOST, where the search ends
(default 4,096 thousands).
"""

import json
import os
import subprocess
import sys
import tempfile

UNSWAGC, GENMODEL = os.environ.get("UNSWAGC", "bin/unswagc"), os.environ.get("GENMODEL", "bin/genmodel")
LIMIT, FLAGS = float(os.environ.get("LIMIT", "16e9")), os.environ.get("FLAGS", "").split()
MOST = int(os.environ.get("MOST", "4096"))


def fits(graph, place, tokens):
    """Whether it fits without masks, and with them."""
    at = "-device" if place.startswith("pjrt:") else "-topology"
    out = subprocess.run([UNSWAGC, "aot", graph, at, place, "-dim", f"tokens={tokens}", "-json", *FLAGS],
                         check=True, stdout=subprocess.PIPE)
    rows = json.loads(out.stdout)["rows"]
    rows += rows[: 2 - len(rows)]  # where nothing is rewritten
    return [not r.get("too_large") and (at == "-topology" or r["peak"] <= LIMIT) for r in rows]


def longest(graph, place):
    """The bisections of both modules share their compilations."""
    known = {}

    def ask(steps, row):
        if steps not in known:
            known[steps] = fits(graph, place, steps * 1024)
        return known[steps][row]

    out = []
    for row in range(2):
        low, high = 0, 1
        while high < MOST and ask(high, row):
            low, high = high, 2 * high
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if ask(middle, row) else (low, middle)
        out.append(low * 1024)
    return out


def main():
    print("| place | type | weights | tokens without masks | with masks | times |\n|---|---|---|---|---|---|")
    for place in sys.argv[1:]:
        for elem in "float", "bfloat16":
            for words in [], ["trained"]:
                with tempfile.TemporaryDirectory() as folder:
                    subprocess.run([GENMODEL, "ffn", "1", folder, elem, *words], check=True)
                    plain, masks = longest(folder + "/in.onnx", place)
                print(f"| {place} | {elem} | {'trained' if words else 'frozen'} | {plain:,} | {masks:,} | {masks / plain:.2f} |", flush=True)


if __name__ == "__main__":
    main()
