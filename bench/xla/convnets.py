"""Net memory of training steps of convolutional nets, with masks and without.

    python3 bench/xla/convnets.py PLACE...      such as pjrt:cpu v5e:1x1 pjrt:cuda

AlexNet, VGG-19, SqueezeNet, ResNet-50 and Inception v1, from the shared folder that
UNSWAG_SHARED names; AlexNet and SqueezeNet else from testdata/models. Each is compiled by `unswagc aot`, as it is and with the masks of
`-policy auto`. Net is the peak without arguments and results, in 10^6 bytes. The last line
counts the rows that need more with masks. Without a PLACE: pjrt:cpu, pjrt:cuda where
UNSWAG_PJRT_CUDA is set, and v5e:1x1 where UNSWAG_PJRT_TPU is. A net takes seconds for CPUs and
minutes for TPUs. Environment: UNSWAGC, the program (default: bin/unswagc); NETS, a comma list
of names; BATCH, in place of the table's.
"""

import json
import os
import subprocess
import sys

UNSWAGC = os.environ.get("UNSWAGC", "bin/unswagc")
SHARED = os.environ.get("UNSWAG_SHARED", "../shared")
# Name: title, file, the dim of the batch and its size; None where the file fixes it at 2.
NETS = {
    "alexnet": ("AlexNet", SHARED + "/models/made/light_bvlc_alexnet.onnx", "batch_size", 16),
    "vgg19": ("VGG-19", SHARED + "/models/made/light_vgg19.onnx", "batch_size", 8),
    "squeezenet": ("SqueezeNet", SHARED + "/models/made/light_squeezenet.onnx", "batch_size", 16),
    "resnet50": ("ResNet-50", SHARED + "/models/made/light_resnet50.onnx", "batch_size", 16),
    "inception": ("Inception v1", SHARED + "/models/made/light_inception_v1_b2.onnx", None, 2),
}
# Where the shared folder is not there.
OWN = {"alexnet": ("testdata/models/light_alexnet.onnx", "batch"), "squeezenet": ("testdata/models/light_squeezenet.onnx", "batch")}


def places():
    if len(sys.argv) > 1:
        return sys.argv[1:]
    found = ["pjrt:cpu"]
    if os.environ.get("UNSWAG_PJRT_CUDA"):
        found.append("pjrt:cuda")
    if os.environ.get("UNSWAG_PJRT_TPU"):
        found.append("v5e:1x1")
    return found


def measure(place, path, dim, batch):
    at = "-device" if place.startswith("pjrt:") else "-topology"
    dims = ["-dim", f"{dim}={batch}"] if dim else []
    out = subprocess.run([UNSWAGC, "aot", path, at, place, *dims, "-json"], check=True, stdout=subprocess.PIPE)
    rows = json.loads(out.stdout)["rows"]
    if len(rows) == 1:  # nothing was rewritten
        rows += rows
    return [None if r.get("too_large") else r["net"] / 1e6 for r in rows[:2]] + [rows[1]["name"]]


def main():
    show = lambda net: "does not fit" if net is None else f"{net:.1f}"
    worse = count = 0
    for place in places():
        print(f"\n{place}\n| net | batch | original | rewritten | ratio | |\n|---|---|---|---|---|---|")
        for name in os.environ.get("NETS", ",".join(NETS)).split(","):
            title, path, dim, batch = NETS[name]
            if not os.path.exists(path) and name in OWN:
                path, dim = OWN[name]
            if not os.path.exists(path):
                print(f"| {title} | | | | | {path} is not there |", flush=True)
                continue
            batch = int(os.environ.get("BATCH", batch)) if dim else batch
            plain, masked, what = measure(place, path, dim, batch)
            before, after = (float("inf") if n is None else n for n in (plain, masked))
            ratio = f"{after / before:.3f}" if plain and masked else ""
            count, worse = count + 1, worse + (after > before)
            print(f"| {title} | {batch} | {show(plain)} | {show(masked)} | {ratio} | {what}{' **worse**' if after > before else ''} |", flush=True)
    print(f"\n{worse} of {count} need more with masks than without")


if __name__ == "__main__":
    main()
