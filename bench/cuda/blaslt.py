"""A plain matrix product and our kernel, beside cuBLASLt's ReLU epilogues with a 1-bit mask."""

import torch
import unswag
from cublaslt import BIAS_ONLY, DRELU, RELU_AUX_BIAS, Product

M, N, K = 14336, 8192, 3584
WANTED = 1.35


def products():
    """Every product, tuned, as a call. Rows of torch's tensors are columns of cuBLASLt's."""
    new = lambda *shape: torch.randn(*shape, device="cuda", dtype=torch.bfloat16)
    w1, x, w2, dz = new(M, K) / 60, new(N, K), new(K, M), new(N, K) / 60
    bias, y, dy = new(M), new(N, M), new(N, M)
    aux = torch.zeros(N, M // 8, dtype=torch.uint8, device="cuda")
    out = {}
    for name, p, args in [
        ("gemm", Product(M, N, K, True, BIAS_ONLY, bias=bias), (w1, x, y)),
        ("relu_aux", Product(M, N, K, True, RELU_AUX_BIAS, aux=aux, bias=bias), (w1, x, y)),
        ("dgrad", Product(M, N, K, False), (w2, dz, dy)),
        ("drelu", Product(M, N, K, False, DRELU, aux=aux), (w2, dz, dy)),
    ]:
        p.tune(*args, unswag.medians)
        out[name] = lambda p=p, args=args: p(*args)
    return out, y, dy


def times(k):
    mask = unswag.new_mask(M * N)
    p, y, dy = products()
    def ours(name, kernel):
        p[name]()
        kernel()
    return unswag.medians({
        "GEMM + bias": p["gemm"],
        "GEMM + bias, then our pack+y": lambda: ours("gemm", lambda: k.pack(y, mask, y)),
        "cuBLASLt RELU_AUX_BIAS": p["relu_aux"],
        "dgrad": p["dgrad"],
        "dgrad, then our gradmask": lambda: ours("dgrad", lambda: k.gradmask(dy, mask, dy)),
        "cuBLASLt DRELU": p["drelu"],
    })


def zeros(k):
    """The share of bits that are 1 where the product is 0, below and above."""
    m, n, kk = 256, 128, 64
    w = torch.eye(m, kk, device="cuda", dtype=torch.bfloat16)
    x = torch.zeros(n, kk, device="cuda", dtype=torch.bfloat16)
    x[:, 1::4], x[:, 3::4] = 1, -1
    bias = torch.zeros(m, device="cuda", dtype=torch.bfloat16)
    y, z = torch.empty(n, m, device="cuda", dtype=torch.bfloat16), torch.empty(n, m, device="cuda", dtype=torch.bfloat16)
    aux, mask = torch.zeros(n, m // 8, dtype=torch.uint8, device="cuda"), unswag.new_mask(m * n)
    Product(m, n, kk, True, RELU_AUX_BIAS, aux=aux, bias=bias)(w, x, y)
    Product(m, n, kk, True, BIAS_ONLY, bias=bias)(w, x, z)
    k.pack(z, mask)
    theirs = unswag.flags(aux.view(torch.int32).view(-1), m * n)
    mine, z = unswag.flags(mask, m * n), z.view(-1)
    share = lambda f, where: float(f[where].float().mean())
    return [[name, share(theirs, where), share(mine, where), want]
            for name, where, want in [("x == 0", z == 0, 0), ("x < 0", z < 0, 0), ("x > 0", z > 0, 1)]]


def main():
    k = unswag.setup()
    ms, bits = times(k), zeros(k)
    forward = ms["cuBLASLt RELU_AUX_BIAS"] / ms["GEMM + bias, then our pack+y"]
    backward = ms["cuBLASLt DRELU"] / ms["dgrad, then our gradmask"]
    unswag.table([f"bf16 {M} x {N} x {K}", "ms"], list(ms.items()))
    unswag.table(["theirs / ours", "ratio"], [["forward", forward], ["backward", backward]])
    unswag.table(["share of bits set", "cuBLASLt", "ours", "right"], bits)
    failures = [f"bits at {b[0]}: {b[2]} of ours are set" for b in bits if b[2] != b[3]]
    if backward < WANTED:
        failures.append(f"the backward pass is {backward:.3f} times as fast, {WANTED} wanted")
    unswag.finish("blaslt", {"ms": ms, "forward": forward, "backward": backward, "bits": bits}, failures)


main()
