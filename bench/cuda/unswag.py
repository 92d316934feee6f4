"""The kernels of a PTX text, launched on torch's tensors by the launch manifest beside it."""

import ctypes
import json
import os
import statistics
import sys

import torch

cu = ctypes.CDLL("libcuda.so.1")
WORD = ctypes.c_uint64
TYPES = {torch.float16: "f16", torch.bfloat16: "bf16", torch.float32: "f32", torch.float64: "f64"}
BITS = {2: torch.int16, 4: torch.int32, 8: torch.int64}


def check(code):
    if code:
        name = ctypes.c_char_p()
        cu.cuGetErrorName(code, ctypes.byref(name))
        raise RuntimeError(f"the driver returned {name.value} ({code})")


class Kernels:
    """The entries of a module, by name."""

    def __init__(self, manifest):
        torch.zeros(1, device="cuda")  # makes the device's primary context current
        with open(manifest) as f:
            self.entries = {e["name"]: e for e in json.load(f)["entries"]}
        with open(manifest.replace(".launch.json", ".ptx"), "rb") as f:
            self.module = load(f.read())
        self.functions = {name: function(self.module, name) for name in self.entries}

    def launch(self, entry, n, *tensors):
        """Starts an entry on n elements on torch's stream; tensors in the manifest's order."""
        k = self.entries[entry]
        if n:
            launch(self.functions[entry], -(-n // k["elements_per_block"]), k["block"][0], *(t.data_ptr() for t in tensors), n)

    def pack(self, v, mask, y=None, predicate="gt0", zeros="keep"):
        name = f"unswag_pack_{TYPES[v.dtype]}_{predicate}"
        if y is None:
            self.launch(name, v.numel(), v, mask)
        else:
            self.launch(f"{name}_y_{zeros}", v.numel(), v, y, mask)

    def gradmask(self, dy, mask, dx, combine="select"):
        self.launch(f"unswag_gradmask_{TYPES[dy.dtype]}_{combine}", dy.numel(), dy, mask, dx)


def load(ptx):
    module = ctypes.c_void_p()
    check(cu.cuModuleLoadData(ctypes.byref(module), ctypes.c_char_p(ptx)))
    return module


def function(module, name):
    f = ctypes.c_void_p()
    check(cu.cuModuleGetFunction(ctypes.byref(f), module, name.encode()))
    return f


def launch(f, grid, block, *words):
    values = [WORD(w) for w in words]
    params = (ctypes.c_void_p * len(values))(*(ctypes.addressof(v) for v in values))
    stream = ctypes.c_void_p(torch.cuda.current_stream().cuda_stream)
    check(cu.cuLaunchKernel(f, grid, 1, 1, block, 1, 1, 0, stream, params, None))


def new_mask(n, fill=-1):
    return torch.full((-(-n // 32),), fill, dtype=torch.int32, device="cuda")


def bits(t):
    """The elements' bit patterns."""
    return t.view(BITS[t.element_size()])


def words(flags):
    """The mask of booleans, by torch alone."""
    pad = -flags.numel() % 32
    if pad:
        flags = torch.cat([flags, flags.new_zeros(pad)])
    weights = torch.ones((), dtype=torch.int32, device=flags.device) << torch.arange(32, dtype=torch.int32, device=flags.device)
    return (flags.view(-1, 32) * weights).sum(1).to(torch.int32)


def flags(mask, n):
    """The booleans of a mask, by torch alone."""
    shifts = torch.arange(32, dtype=torch.int32, device=mask.device)
    return ((mask.view(-1, 1) >> shifts) & 1).view(-1)[:n].bool()


def medians(ops, rounds=25, warm=3):
    """The median milliseconds on the device of each of some calls, which run in turn. A read
    before each call, which is not timed, makes the cache write back what the call before
    left in it: the next one would pay for that."""
    marks = {name: [] for name in ops}
    other = torch.zeros(1 << 26, device="cuda")
    for i in range(rounds + warm):
        for name, op in ops.items():
            start, end = torch.cuda.Event(enable_timing=True), torch.cuda.Event(enable_timing=True)
            other.sum()
            start.record()
            op()
            end.record()
            if i >= warm:
                marks[name].append((start, end))
    torch.cuda.synchronize()
    return {name: statistics.median(a.elapsed_time(b) for a, b in pairs) for name, pairs in marks.items()}


def table(head, rows):
    """Prints a table as markdown has it."""
    cells = [head] + [[f"{c:.4g}" if isinstance(c, float) else str(c) for c in r] for r in rows]
    widths = [max(len(r[i]) for r in cells) for i in range(len(head))]
    for i, r in enumerate(cells):
        print("| " + " | ".join(c.ljust(w) for c, w in zip(r, widths)) + " |")
        if i == 0:
            print("|" + "|".join("-" * (w + 2) for w in widths) + "|")
    print(flush=True)


def finish(name, result, failures):
    """Writes the result as JSON, says what failed, and ends the program."""
    result = {"gpu": torch.cuda.get_device_name(), "torch": torch.__version__, **result, "failures": failures}
    with open(os.path.join(sys.argv[2], name + ".json"), "w") as f:
        json.dump(result, f, indent=1)
    for f in failures:
        print("FAILED:", f)
    sys.exit(bool(failures))


def setup():
    """The kernels, from the command line: MANIFEST OUTPUT-FOLDER."""
    if len(sys.argv) != 3:
        sys.exit(f"usage: {sys.argv[0]} kernels.launch.json FOLDER")
    torch.manual_seed(1)
    return Kernels(sys.argv[1])
