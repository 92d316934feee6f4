"""ReLU for JAX that keeps one bit an element for its gradient.

The operations are written in JAX's own, so that they run wherever XLA does, under jit, grad,
vmap and sharding. The mask is tiled as in the modules that the compiler writes: element
(r, c) of a matrix is bit (r % 256) / 8 of word ((r / 256) * 8 + r % 8, c), so that packing is a
reduction over a dimension of its own and never moves an element to another column.
"""

from __future__ import annotations

import functools

import jax
import jax.numpy as jnp
from jax import lax

_ROWS = 256  # rows of elements in a tile
_BITS = 32
_WORD_ROWS = _ROWS // _BITS


def _matrix(x: jax.Array) -> jax.Array:
    """x as tiles [tiles, 32, 8, columns]; rows are added up to a multiple of 256."""
    columns = x.shape[-1] if x.ndim > 1 else 1
    m = x.reshape(-1, columns)
    pad = -m.shape[0] % _ROWS
    if pad:
        m = jnp.pad(m, ((0, pad), (0, 0)))
    return m.reshape(-1, _BITS, _WORD_ROWS, columns)


def _bits(shape: tuple[int, ...]) -> jax.Array:
    """The bit of each row of a tile."""
    return jnp.uint32(1) << lax.broadcasted_iota(jnp.uint32, shape, 1)


def _pack(y: jax.Array) -> jax.Array:
    """The mask of y > 0, uint32[tiles, 8, columns]."""
    tiles = _matrix(y)
    words = jnp.where(tiles > 0, _bits(tiles.shape), jnp.uint32(0))
    return lax.reduce(words, jnp.uint32(0), lax.bitwise_or, (1,))


def _grad_mask(g: jax.Array, mask: jax.Array) -> jax.Array:
    """g where the mask has a 1, 0 elsewhere."""
    tiles, _, columns = mask.shape
    shape = (tiles, _BITS, _WORD_ROWS, columns)
    passes = (mask[:, None] & _bits(shape)) != 0
    passes = passes.reshape(-1, columns)[: g.size // columns].reshape(g.shape)
    return jnp.where(passes, g, jnp.zeros((), g.dtype))


@jax.custom_vjp
def relu(x: jax.Array) -> jax.Array:
    """jax.nn.relu with the same bits forward and backward. For its gradient it keeps a mask of
    one bit an element, where jax.nn.relu keeps a byte or the result. That saves memory where
    nothing else keeps the result: a layer behind it whose weight is trained does.
    """
    return jnp.maximum(x, 0)


def _forward(x: jax.Array) -> tuple[jax.Array, jax.Array]:
    y = jnp.maximum(x, 0)
    if y.size == 0:
        return y, jnp.zeros((0, _WORD_ROWS, 1), jnp.uint32)
    # Without the barrier XLA makes the mask where it is used, and keeps y until then.
    return lax.optimization_barrier((y, _pack(y)))


def _backward(mask: jax.Array, g: jax.Array) -> tuple[jax.Array]:
    if g.size == 0:
        return (g,)
    # And here it would unpack the mask early.
    g, mask = lax.optimization_barrier((g, mask))
    return (_grad_mask(g, mask),)


relu.defvjp(_forward, _backward)
