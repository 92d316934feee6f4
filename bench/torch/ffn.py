"""Memory and time of a training step of FFN-4 in PyTorch: Linear, ReLU, Linear, four times.

    python3 bench/torch/ffn.py OUTPUT-FOLDER

T = 16,384 tokens, 3584 -> 14336 -> 3584, no bias; the gradient of the output is given. held is
what lies between the passes, peak the most in a step, both above what lay there before it
(parameters, their gradients' buffers, input, output's gradient), in 10^9 bytes. Every gradient
is compared with eager's, bit for bit. "relu" is unswag.torch.relu in the place of torch.relu,
"block" is linear_relu_linear.
"""

import gc
import json
import os
import statistics
import sys

import torch
from torch import nn
from torch.utils.checkpoint import checkpoint

import unswag.torch as ut

T, D, F, LAYERS = 16384, 3584, 14336, 4
BITS = {2: torch.int16, 4: torch.int32}


class Layer(nn.Module):
    def __init__(self, dtype, frozen, form):
        super().__init__()
        new = lambda i, o: nn.Linear(i, o, bias=False, device="cuda", dtype=dtype).requires_grad_(not frozen)
        self.up, self.down, self.form = new(D, F), new(F, D), form

    def forward(self, x):
        if self.form == "block":
            return ut.linear_relu_linear(x, self.up, self.down)
        z = self.up(x)
        return self.down(ut.relu(z, inplace=True) if self.form == "relu" else torch.relu(z))


class Net(nn.Module):
    def __init__(self, dtype, frozen, form, layers=LAYERS):
        super().__init__()
        torch.manual_seed(1)
        self.layers = nn.ModuleList(Layer(dtype, frozen, form) for _ in range(layers))
        self.recompute = form == "checkpoint"

    def forward(self, x):
        for layer in self.layers:
            x = checkpoint(layer, x, use_reentrant=False) if self.recompute else layer(x)
        return x


class Case:
    """A net with its input and the gradient of its output."""

    def __init__(self, dtype, frozen, form, tokens=T, layers=LAYERS):
        net = Net(dtype, frozen, form.removesuffix(", compiled"), layers)
        self.parameters = [p for p in net.parameters() if p.requires_grad]
        self.net = torch.compile(net) if "compiled" in form else net
        g = torch.Generator("cuda").manual_seed(2)
        self.x = torch.randn(tokens, D, device="cuda", dtype=dtype, generator=g).requires_grad_()
        self.dy = torch.randn(tokens, D, device="cuda", dtype=dtype, generator=g)
        for t in [*self.parameters, self.x]:
            t.grad = torch.zeros_like(t)

    def step(self):
        """A step; returns the bytes held and the peak."""
        for t in [*self.parameters, self.x]:
            t.grad.zero_()
        torch.cuda.synchronize()
        torch.cuda.reset_peak_memory_stats()
        before = torch.cuda.memory_allocated()
        out = self.net(self.x)
        held = torch.cuda.memory_allocated() - before
        out.backward(self.dy)
        torch.cuda.synchronize()
        return held, torch.cuda.max_memory_allocated() - before

    def time(self):
        start, end = torch.cuda.Event(enable_timing=True), torch.cuda.Event(enable_timing=True)
        start.record()
        self.net(self.x).backward(self.dy)
        end.record()
        end.synchronize()
        return start.elapsed_time(end)

    def gradients(self):
        return [t.grad.view(BITS[t.element_size()]).cpu() for t in [*self.parameters, self.x]]


def measure(dtype, frozen, forms):
    """A row for each form. The times of all are taken in turn."""
    rows, want, cases = {}, None, {form: Case(dtype, frozen, form) for form in forms}
    for form, case in cases.items():
        for _ in range(2):
            held, peak = case.step()
        case.step()
        got = case.gradients()
        want = want or got
        rows[form] = {"held": held / 1e9, "peak": peak / 1e9, "equal": all(map(torch.equal, want, got))}
    times = {form: [] for form in forms}
    for i in range(12):
        for form, case in cases.items():
            ms = case.time()
            if i >= 2:
                times[form].append(ms)
    for form in forms:
        rows[form]["ms"] = statistics.median(times[form])
    return rows


def fits(tokens, form):
    gc.collect()
    torch.cuda.empty_cache()
    try:
        case = Case(torch.bfloat16, True, form, tokens, layers=1)
        case.step()
        return True
    except torch.OutOfMemoryError:
        return False


def longest(form, step=1024):
    """The most tokens, a multiple of step, that train one frozen layer in bf16."""
    low, high = 0, 1
    while fits(high * step, form):
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if fits(middle * step, form) else (low, middle)
    return low * step


def main():
    result, failures = {"gpu": torch.cuda.get_device_name(), "torch": torch.__version__, "rows": {}}, []
    plain = ["eager", "eager, compiled", "checkpoint"]
    for name, dtype, frozen, forms in [
        ("bf16, frozen", torch.bfloat16, True, [*plain, "relu", "relu, compiled", "block"]),
        ("bf16, all trained", torch.bfloat16, False, [*plain, "block"]),
        ("f32, all trained", torch.float32, False, [*plain, "block"]),
    ]:
        rows = measure(dtype, frozen, forms)
        result["rows"][name] = rows
        print(f"\n{name}:\n\n| | held GB | peak GB | step ms | of eager | gradients |\n|---|---|---|---|---|---|")
        for form, r in rows.items():
            same = "equal" if r["equal"] else "not equal"
            print(f"| {form} | {r['held']:.3f} | {r['peak']:.3f} | {r['ms']:.2f} | {r['ms'] / rows['eager']['ms']:.3f} | {same} |", flush=True)
            if not r["equal"] and form in ("relu", "block"):
                failures.append(f"{name}, {form}: the gradients are not eager's")
        gc.collect()
        torch.cuda.empty_cache()
    total = torch.cuda.get_device_properties(0).total_memory
    torch.cuda.set_per_process_memory_fraction(16 * 2**30 / total)
    result["longest"] = {form: longest(form) for form in ("eager", "checkpoint", "relu", "block")}
    print("\nlongest context of one frozen layer in bf16 within 16 GiB:", result["longest"])
    with open(os.path.join(sys.argv[1], "ffn.json"), "w") as f:
        json.dump(result, f, indent=1)
    for f in failures:
        print("FAILED:", f)
    sys.exit(bool(failures))


main()
