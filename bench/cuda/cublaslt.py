"""cuBLASLt's matrix product by ctypes, with its ReLU epilogues that keep a 1-bit mask."""

import ctypes
import re

import torch

F32, BF16, COMPUTE_F32 = 0, 14, 68  # cudaDataType, cublasComputeType_t
TRANSA, EPILOGUE, BIAS, AUX, AUX_LD = 3, 7, 8, 11, 12  # cublasLtMatmulDescAttributes_t
DEFAULT, BIAS_ONLY, RELU_AUX_BIAS, DRELU = 1, 4, 134, 136  # cublasLtEpilogue_t
WORKSPACE = 64 << 20


def library():
    """The library that torch has loaded, or its name."""
    torch.mm(torch.zeros(8, 8, device="cuda"), torch.zeros(8, 8, device="cuda"))
    with open("/proc/self/maps") as f:
        found = re.findall(r"\S*/libcublasLt\.so[.\d]*", f.read())
    return ctypes.CDLL(found[0] if found else "libcublasLt.so")


class Heuristic(ctypes.Structure):
    _fields_ = [("algo", ctypes.c_uint64 * 8), ("workspace", ctypes.c_size_t), ("state", ctypes.c_int),
                ("waves", ctypes.c_float), ("reserved", ctypes.c_int * 4)]


def ok(status):
    if status:
        raise RuntimeError(f"cuBLASLt returned status {status}")


class Product:
    """D = op(A) B in columns, bf16 with f32 sums: D has m rows and n columns, B k rows."""

    lt = None

    def __init__(self, m, n, k, trans_a, epilogue=DEFAULT, aux=None, bias=None):
        if Product.lt is None:
            Product.lt, Product.handle = library(), ctypes.c_void_p()
            ok(Product.lt.cublasLtCreate(ctypes.byref(Product.handle)))
            Product.work = torch.empty(WORKSPACE, dtype=torch.uint8, device="cuda")
        self.desc = ctypes.c_void_p()
        ok(self.lt.cublasLtMatmulDescCreate(ctypes.byref(self.desc), COMPUTE_F32, F32))
        self.set(TRANSA, ctypes.c_int32(1 if trans_a else 0))
        self.set(EPILOGUE, ctypes.c_uint32(epilogue))
        if aux is not None:
            self.set(AUX, ctypes.c_void_p(aux.data_ptr()))
            self.set(AUX_LD, ctypes.c_int64(m))
        if bias is not None:
            self.set(BIAS, ctypes.c_void_p(bias.data_ptr()))
        self.a = self.layout(k, m) if trans_a else self.layout(m, k)
        self.b, self.d = self.layout(k, n), self.layout(m, n)
        self.algorithms = self.find()
        self.algorithm = self.algorithms[0]

    def set(self, attribute, value):
        ok(self.lt.cublasLtMatmulDescSetAttribute(self.desc, attribute, ctypes.byref(value), ctypes.c_size_t(ctypes.sizeof(value))))

    def layout(self, rows, columns):
        out = ctypes.c_void_p()
        ok(self.lt.cublasLtMatrixLayoutCreate(ctypes.byref(out), BF16, ctypes.c_uint64(rows), ctypes.c_uint64(columns), ctypes.c_int64(rows)))
        return out

    def find(self):
        """The algorithms that the library proposes."""
        preference, size = ctypes.c_void_p(), ctypes.c_size_t(WORKSPACE)
        ok(self.lt.cublasLtMatmulPreferenceCreate(ctypes.byref(preference)))
        ok(self.lt.cublasLtMatmulPreferenceSetAttribute(preference, 1, ctypes.byref(size), ctypes.c_size_t(ctypes.sizeof(size))))
        found, count = (Heuristic * 8)(), ctypes.c_int()
        ok(self.lt.cublasLtMatmulAlgoGetHeuristic(self.handle, self.desc, self.a, self.b, self.d, self.d, preference, 8, found, ctypes.byref(count)))
        return [h for h in found[: count.value] if h.state == 0]

    def __call__(self, a, b, d):
        one, zero, h = ctypes.c_float(1), ctypes.c_float(0), self.algorithm
        p = lambda t: ctypes.c_void_p(t.data_ptr())
        ok(self.lt.cublasLtMatmul(self.handle, self.desc, ctypes.byref(one), p(a), self.a, p(b), self.b, ctypes.byref(zero),
                                  p(d), self.d, p(d), self.d, ctypes.byref(h.algo), p(self.work), ctypes.c_size_t(WORKSPACE),
                                  ctypes.c_void_p(torch.cuda.current_stream().cuda_stream)))

    def tune(self, a, b, d, medians):
        """Takes the fastest of the proposed algorithms."""
        def op(h):
            def run():
                self.algorithm = h
                self(a, b, d)
            return run
        ms = medians({i: op(h) for i, h in enumerate(self.algorithms)}, rounds=5, warm=1)
        self.algorithm = self.algorithms[min(ms, key=ms.get)]
