"""Compares what a launch takes the host through Go (bin/unswagc) and through torch."""

import json
import os
import subprocess
import time

import torch
import unswag

WANTED = 1.5


def per_call(f, calls=20000):
    """Microseconds of a call, many one behind another and the wait for the last."""
    for _ in range(calls // 10):
        f()
    torch.cuda.synchronize()
    start = time.perf_counter()
    for _ in range(calls):
        f()
    torch.cuda.synchronize()
    return (time.perf_counter() - start) / calls * 1e6


def go(binary):
    out = subprocess.run([binary, "bench", "-device", "cuda", "-n", "1024", "-json"], check=True, capture_output=True)
    return json.loads(out.stdout)["launch_us"]


def main():
    k = unswag.setup()
    binary = os.path.join(os.path.dirname(unswag.sys.argv[1]), "unswagc")
    x = torch.randn(1024, device="cuda")
    y, mask = torch.empty_like(x), unswag.new_mask(1024)
    rounds = {"torch relu": [], "torch threshold_backward": [], "Go pack+y": [], "Python pack+y (ctypes)": []}
    for _ in range(5):
        rounds["torch relu"].append(per_call(lambda: torch.relu(x)))
        rounds["torch threshold_backward"].append(per_call(lambda: torch.ops.aten.threshold_backward(x, y, 0)))
        rounds["Go pack+y"].append(go(binary))
        rounds["Python pack+y (ctypes)"].append(per_call(lambda: k.pack(x, mask, y), 5000))
    us = {name: unswag.statistics.median(values) for name, values in rounds.items()}
    ratio = us["Go pack+y"] / us["torch relu"]
    unswag.table(["1,024 elements", "us a launch"], [[n, v] for n, v in us.items()] + [["Go / torch relu", ratio]])
    failures = [f"a launch through Go takes {ratio:.2f} times torch's, {WANTED} allowed"] if ratio > WANTED else []
    unswag.finish("small", {"us": us, "ratio": ratio}, failures)


main()
