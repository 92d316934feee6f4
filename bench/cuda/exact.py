"""Compares the kernels with torch's own operations, bit for bit."""

import torch
import unswag

DTYPES = [torch.float16, torch.bfloat16, torch.float32, torch.float64]


def patterns(dtype):
    """All patterns of a 16-bit type in random order, else 2^20 random ones and special ones."""
    if dtype.itemsize == 2:
        return torch.randperm(1 << 16, device="cuda").sub(1 << 15).to(torch.int16).view(dtype)
    size = 8 * dtype.itemsize
    b = unswag.BITS[dtype.itemsize]
    random = torch.empty(1 << 20, dtype=b, device="cuda").random_(-(1 << size - 1), None if size == 64 else 1 << size - 1)
    inf = int(unswag.bits(torch.tensor([float("inf")], dtype=dtype)))
    special = [0, 1, inf - 1, inf, inf + 1, inf | inf >> 1, (1 << size - 1) - 1]
    special += [p - (1 << size - 1) for p in special]
    return torch.cat([random, torch.tensor(special * 3, dtype=b, device="cuda")]).view(dtype)


def compare(k, x):
    """The names of what is the same as torch's, with whether it is."""
    n, mask, y = x.numel(), unswag.new_mask(x.numel()), torch.empty_like(x)
    dy = x[torch.randperm(n, device="cuda")]
    same = lambda a, b: torch.equal(unswag.bits(a), unswag.bits(b))
    out = {}
    k.pack(x, mask, y, zeros="plus")
    out["Y, zeros plus = torch.relu on CUDA"] = same(y, torch.relu(x))
    out["mask, gt0 = (x > 0)"] = torch.equal(mask, unswag.words(x > 0))
    k.pack(x, mask, y, zeros="keep")
    nan, cpu = x.isnan().cpu(), torch.relu(x.cpu())  # in 16 bits the CPU's makes NaN quiet
    out["Y, zeros keep = torch.relu on the CPU, NaN as NaN"] = bool(cpu[nan].isnan().all()) and same(y.cpu()[~nan], cpu[~nan])
    mask.fill_(-1)
    k.pack(x, mask, predicate="not_le0")
    out["mask, not_le0 = ~(x <= 0)"] = torch.equal(mask, unswag.words(~(x <= 0)))
    dx = torch.empty_like(dy)
    k.gradmask(dy, mask, dx)
    out["dX, not_le0 = threshold_backward"] = same(dx, torch.ops.aten.threshold_backward(dy, torch.relu(x), 0))
    k.gradmask(dy, mask, dx, combine="mul")
    product = dy * unswag.flags(mask, n).to(dy.dtype)
    nan = product.isnan()
    out["dX, mul = dY * mask, NaN as NaN"] = bool((dx.isnan() == nan).all()) and same(dx[~nan], product[~nan])
    return out


def main():
    k = unswag.setup()
    result = {unswag.TYPES[d]: compare(k, patterns(d)) for d in DTYPES}
    names = list(result["f32"])
    unswag.table(["bits equal"] + list(result), [[name] + [r[name] for r in result.values()] for name in names])
    failures = [f"{t}: {name}" for t, r in result.items() for name, ok in r.items() if not ok]
    unswag.finish("exact", result, failures)


main()
