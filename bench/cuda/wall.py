"""Packs and masks tensors of more than 2^32 bytes and elements, and checks every bit."""

import torch
import unswag

SIZES = [(262144 * 14336, torch.bfloat16), (262144 * 14336, torch.float32), ((1 << 33) + 37, torch.bfloat16)]
CHUNK = 1 << 26


def randomize(t):
    """Fills t with random bit patterns, NaN and infinity among them."""
    b = unswag.bits(t)
    half = 1 << 8 * t.element_size() - 1
    for i in range(0, t.numel(), CHUNK):
        b[i : i + CHUNK].random_(-half, half)


def wrong(n, check):
    """The number of wrong elements in all chunks."""
    total = torch.zeros((), dtype=torch.int64, device="cuda")
    for i in range(0, n, CHUNK):
        total += check(i, min(i + CHUNK, n))
    return int(total)


def timed(f):
    start, end = torch.cuda.Event(enable_timing=True), torch.cuda.Event(enable_timing=True)
    start.record()
    f()
    end.record()
    end.synchronize()
    return start.elapsed_time(end)


def run(k, n, dtype):
    a, b = torch.empty(n, dtype=dtype, device="cuda"), torch.empty(n, dtype=dtype, device="cuda")
    mask, ai, bi = unswag.new_mask(n), unswag.bits(a), unswag.bits(b)
    randomize(a)
    bi.fill_(-1)
    pack = timed(lambda: k.pack(a, mask, b))
    words = wrong(n, lambda i, j: (mask[i // 32 : -(-j // 32)] != unswag.words(a[i:j] > 0)).sum())
    values = wrong(n, lambda i, j: (bi[i:j] != torch.where(a[i:j] < 0, 0, ai[i:j])).sum())
    randomize(a)
    bi.fill_(-1)
    grad = timed(lambda: k.gradmask(a, mask, b))
    expect = lambda i, j: torch.where(unswag.flags(mask[i // 32 : -(-j // 32)], j - i), ai[i:j], 0)
    grads = wrong(n, lambda i, j: (bi[i:j] != expect(i, j)).sum())
    return [n, unswag.TYPES[dtype], words, values, grads, pack, grad]


def main():
    k = unswag.setup()
    rows = []
    for n, dtype in SIZES:
        rows.append(run(k, n, dtype))
        torch.cuda.empty_cache()
    head = ["elements", "type", "wrong words", "wrong Y", "wrong dX", "pack+y ms", "gradmask ms"]
    unswag.table(head, rows)
    unswag.finish("wall", {"rows": [dict(zip(head, r)) for r in rows]}, [str(r) for r in rows if any(r[2:5])])


main()
