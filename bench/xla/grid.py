"""Net memory of networks of linear layers, with masks and without, over a grid of sizes.

    python3 bench/xla/grid.py PLACE...      such as v5e:1x1 v5p:2x2x1 v6e:1x1 pjrt:cuda

Gemm, Relu, Gemm for each layer, 3584 -> 14336 -> 3584, no bias; the gradient of the result is
given. Each model is lowered and compiled by `unswagc aot -tune`: without masks, with masks in
the forms that the table of forms takes, and in every other. Net is the peak without arguments
and results, in 10^6 bytes. The last line counts the rows in which the table's choice needs more
than no mask. Environment: UNSWAGC and GENMODEL, the programs (default: bin/unswagc and
bin/genmodel); LAYERS, TOKENS, comma lists that replace the grid's.
"""

import itertools
import json
import os
import subprocess
import sys
import tempfile

UNSWAGC, GENMODEL = os.environ.get("UNSWAGC", "bin/unswagc"), os.environ.get("GENMODEL", "bin/genmodel")
LAYERS = [int(n) for n in os.environ.get("LAYERS", "1,2,4,8").split(",")]
TUNE = [] if os.environ.get("FORMS") == "table" else ["-tune"]
TOKENS = [int(n) for n in os.environ.get("TOKENS", "4096,16384").split(",")]


def measure(place, elem, trained, layers, tokens, folder):
    words = [elem, "trained"] if trained else [elem]
    subprocess.run([GENMODEL, "ffn", str(layers), folder, *words], check=True)
    at = "-device" if place.startswith("pjrt:") else "-topology"
    out = subprocess.run([UNSWAGC, "aot", folder + "/in.onnx", at, place, "-dim", f"tokens={tokens}", *TUNE, "-json"],
                         check=True, stdout=subprocess.PIPE)
    rows = json.loads(out.stdout)["rows"]
    if len(rows) == 1:  # nothing was rewritten
        rows += rows
    names = ["none", "table"] + [r["name"] for r in rows[2:]]
    return {n: None if r.get("too_large") else r["net"] / 1e6 for n, r in zip(names, rows)}


def main():
    worse = count = 0
    show = lambda net: "does not fit" if net is None else f"{net:.1f}"
    for place in sys.argv[1:]:
        print(f"\n{place}\n| type | weights | layers | tokens | no masks | masks | least | others |\n|---|---|---|---|---|---|---|---|")
        for elem, trained, layers, tokens in itertools.product(["float", "bfloat16"], [False, True], LAYERS, TOKENS):
            with tempfile.TemporaryDirectory() as folder:
                net = measure(place, elem, trained, layers, tokens, folder)
            fits = {n: m for n, m in net.items() if m is not None}
            none, table = fits.get("none", float("inf")), fits.get("table", float("inf"))
            best = min(fits, key=fits.get, default="-")
            count, worse = count + 1, worse + (table > none)
            others = ", ".join(f"{n} {show(m)}" for n, m in net.items() if n not in ("none", "table"))
            print(f"| {elem} | {'trained' if trained else 'frozen'} | {layers} | {tokens:,} | {show(net['none'])} "
                  f"| {show(net['table'])}{' **worse**' if table > none else ''} | {best} {show(fits.get(best))} | {others} |", flush=True)
    print(f"\n{worse} of {count} need more with masks than without")


if __name__ == "__main__":
    main()
