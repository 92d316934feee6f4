"""One job of one peer: peers.py onnx|nomatch|fuse|onnxsim IN OUT.

Prints "work SECONDS" for the job without the start of Python and the imports. Each
peer uses the way that its own documentation gives for a model of this size: where
weights.bin lies beside IN, the output has its data outside too.
"""
import os
import sys
import time


def run_onnx(src, dst, data):
    import onnx
    yield
    m = onnx.load(src)
    if data:
        onnx.save_model(m, dst, save_as_external_data=True, location=data)
    else:
        onnx.save_model(m, dst)


def run_nomatch(src, dst, data):
    """onnxscript's rewriter with a rule that looks at every Relu and matches none."""
    yield from rewriter(src, dst, data, lambda op, x: op.Relu(op.Softmax(x)), lambda op, x: op.Softmax(x))


def run_fuse(src, dst, data):
    """onnxscript's rewriter fuses each Gemm and Relu, a rewrite of every site."""
    def fused(op, x, w, b):
        return op.FusedGemm(x, w, b, activation="Relu", _domain="com.microsoft")

    yield from rewriter(src, dst, data, lambda op, x, w, b: op.Relu(op.Gemm(x, w, b)), fused)


def rewriter(src, dst, data, before, after):
    import onnx_ir as ir
    from onnxscript.rewriter import pattern, rewrite
    rule = pattern.RewriteRule(before, after)
    yield
    m = ir.load(src)
    m = rewrite(m, pattern_rewrite_rules=[rule])
    ir.save(m, dst, external_data=data)


def run_onnxsim(src, dst, data):
    import onnx
    import onnxsim
    yield
    m, _ = onnxsim.simplify(onnx.load(src))
    if data:
        onnx.save_model(m, dst, save_as_external_data=True, location=data)
    else:
        onnx.save_model(m, dst)


if __name__ == "__main__":
    name, src, dst = sys.argv[1:]
    data = "weights.bin" if os.path.exists(os.path.join(os.path.dirname(src), "weights.bin")) else None
    job = {"onnx": run_onnx, "nomatch": run_nomatch, "fuse": run_fuse, "onnxsim": run_onnxsim}[name](src, dst, data)
    next(job)
    start = time.perf_counter()
    next(job, None)
    print("work", time.perf_counter() - start)
