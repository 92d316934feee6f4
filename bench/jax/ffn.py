"""Memory and time of a training step of FFN-4 in JAX: a product, ReLU, a product, four times.

    python3 bench/jax/ffn.py OUTPUT-FOLDER

T = 16,384 tokens, 3584 -> 14336 -> 3584, no bias; the gradient of the output is given. net is the
peak of the compiled step without its arguments and results, in 10^9 bytes, as XLA plans it.
Every gradient is compared with that of jax.nn.relu, bit for bit.
"""

import json
import os
import statistics
import sys
import time

import jax
import jax.numpy as jnp
import numpy as np

import unswag.jax as uj

T, D, F, LAYERS = (int(n) for n in os.environ.get("FFN", "16384,3584,14336,4").split(","))


@jax.custom_vjp
def keeps_y(x):
    return jnp.maximum(x, 0)


keeps_y.defvjp(lambda x: (jnp.maximum(x, 0),) * 2, lambda y, g: (jnp.where(y > 0, g, jnp.zeros((), g.dtype)),))

FORMS = {"jax.nn.relu": jax.nn.relu, "keeping y": keeps_y, "unswag.jax.relu": uj.relu}


def step(act, frozen):
    def net(x, weights):
        for up, down in weights:
            x = act(x @ up) @ down
        return x

    def gradients(x, weights, dy):
        if frozen:
            return jax.vjp(lambda t: net(t, weights), x)[1](dy)
        return jax.vjp(net, x, weights)[1](dy)

    return jax.jit(gradients)


def net_bytes(compiled):
    m = compiled.memory_analysis()
    return m.peak_memory_in_bytes - m.argument_size_in_bytes - m.output_size_in_bytes + m.alias_size_in_bytes


def measure(dtype, frozen):
    keys = jax.random.split(jax.random.key(1), 2 * LAYERS + 2)
    new = lambda k, *shape: jax.random.normal(k, shape, dtype) / shape[0] ** 0.5
    weights = [(new(keys[2 * i], D, F), new(keys[2 * i + 1], F, D)) for i in range(LAYERS)]
    x, dy = new(keys[-1], T, D), new(keys[-2], T, D)
    rows, want, compiled = {}, None, {}
    for form, act in FORMS.items():
        compiled[form] = c = step(act, frozen).lower(x, weights, dy).compile()
        got = [np.asarray(g).view(np.uint8) for g in jax.tree.leaves(c(x, weights, dy))]
        want = want or got
        rows[form] = {"net": net_bytes(c) / 1e9, "equal": all(map(np.array_equal, want, got))}
    times = {form: [] for form in FORMS}
    for i in range(12):
        for form, c in compiled.items():
            start = time.perf_counter()
            jax.block_until_ready(c(x, weights, dy))
            if i >= 2:
                times[form].append((time.perf_counter() - start) * 1e3)
    for form in FORMS:
        rows[form]["ms"] = statistics.median(times[form])
    return rows


def main():
    result = {"device": jax.devices()[0].device_kind, "jax": jax.__version__, "rows": {}}
    failures = []
    for name, dtype, frozen in [("bf16, frozen", jnp.bfloat16, True), ("f32, frozen", jnp.float32, True),
                                ("bf16, all trained", jnp.bfloat16, False), ("f32, all trained", jnp.float32, False)]:
        rows = result["rows"][name] = measure(dtype, frozen)
        print(f"\n{name}:\n\n| | net GB | step ms | gradients |\n|---|---|---|---|")
        for form, r in rows.items():
            print(f"| {form} | {r['net']:.3f} | {r['ms']:.2f} | {'equal' if r['equal'] else 'not equal'} |", flush=True)
            if not r["equal"]:
                failures.append(f"{name}, {form}: the gradients are not those of jax.nn.relu")
    with open(os.path.join(sys.argv[1], "ffn.json"), "w") as f:
        json.dump(result, f, indent=1)
    for f in failures:
        print("FAILED:", f)
    sys.exit(bool(failures))


main()
