"""Trains a small network in JAX with and without masks: same losses, less kept.

    python3 examples/jax/main.py      # after pip install './python[jax]'
"""
import sys

import jax
import jax.numpy as jnp

import unswag.jax as uj


def loss_of(trained, frozen, x, labels, relu):
    for w in [trained["first"], *frozen]:
        x = relu(x @ w)
    logits = x @ trained["head"]
    return -jnp.take_along_axis(jax.nn.log_softmax(logits), labels[:, None], 1).mean()


def kept_bytes(trained, frozen, x, labels, relu):
    """What jax.vjp keeps between the passes besides the weights and the input."""
    given = {id(a) for a in [x, labels, *frozen, *trained.values()]}
    back = jax.vjp(lambda t: loss_of(t, frozen, x, labels, relu), trained)[1]
    return sum(a.nbytes for a in {id(a): a for a in jax.tree.leaves(back) if id(a) not in given}.values())


def train(trained, frozen, x, labels, relu):
    step = jax.jit(jax.value_and_grad(lambda t: loss_of(t, frozen, x, labels, relu)))
    losses = []
    for _ in range(5):
        loss, gradients = step(trained)
        trained = jax.tree.map(lambda w, g: w - 0.1 * g, trained, gradients)
        losses.append(float(loss))
    return losses


keys = jax.random.split(jax.random.key(1), 6)
weight = lambda key, a, b: jax.random.normal(key, (a, b)) * (2 / a) ** 0.5
trained = {"first": weight(keys[0], 64, 512), "head": weight(keys[1], 512, 10)}
frozen = [weight(keys[2], 512, 512), weight(keys[3], 512, 512)]
x, labels = jax.random.normal(keys[4], (1024, 64)), jax.random.randint(keys[5], (1024,), 0, 10)
results = {}
for name, relu in [("jax.nn.relu", jax.nn.relu), ("unswag.jax.relu", uj.relu)]:
    results[name] = train(trained, frozen, x, labels, relu)
    print(f"{name}: losses {results[name]}, {kept_bytes(trained, frozen, x, labels, relu)} bytes kept")
if len({tuple(r) for r in results.values()}) != 1:
    sys.exit("the losses differ")
print("the losses are the same, bit for bit")
