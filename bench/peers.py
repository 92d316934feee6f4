"""One job of one peer: peers.py onnx|rewriter|onnxsim IN OUT.

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


def run_rewriter(src, dst, data):
    """onnxscript's rewriter fuses each Gemm and Relu, a rewrite of every site."""
    import onnx_ir as ir
    from onnxscript.rewriter import pattern, rewrite

    def before(op, x, w, b):
        return op.Relu(op.Gemm(x, w, b, _outputs=["z"]))

    def after(op, x, w, b, z):
        return op.FusedGemm(x, w, b, activation="Relu", _domain="com.microsoft")

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
    job = {"onnx": run_onnx, "rewriter": run_rewriter, "onnxsim": run_onnxsim}[name](src, dst, data)
    next(job)
    start = time.perf_counter()
    next(job, None)
    print("work", time.perf_counter() - start)
