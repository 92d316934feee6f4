"""ReLU for JAX that keeps one bit an element for its gradient.

The operations are written in JAX's own, so that they run wherever XLA does, under jit, grad,
vmap and sharding. The mask is tiled as in the modules that the compiler writes: element
(r, c) of a matrix is bit (r % 256) / 8 of word ((r / 256) * 8 + r % 8, c), so that packing is a
reduction over a dimension of its own and never moves an element to another column.

On one CPU or one NVIDIA GPU they are calls of the library for XLA, where it is in the
package, and the mask is flat. XLA does not know how to split a call among devices, and
shard_map does not know along which axes the result of a call differs.
"""

from __future__ import annotations

import ctypes
import functools
import pathlib
import sys

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


_LIBRARY = pathlib.Path(__file__).parent / "bin" / ("libunswag_ffi.dylib" if sys.platform == "darwin" else "libunswag_ffi.so")
_NATIVE_TYPES = (jnp.float16, jnp.bfloat16, jnp.float32, jnp.float64)


@functools.cache
def _library() -> bool:
    """Registers the library's functions, if there are both it and a JAX that takes it."""
    if not hasattr(getattr(jax.sharding, "AbstractMesh", None), "manual_axes") or not _LIBRARY.exists():
        return False  # JAX 0.5 has calls, but does not tell where shard_map is
    library = ctypes.CDLL(str(_LIBRARY))
    for target, name in (("unswag.pack", "UnSwagPack"), ("unswag.grad_mask", "UnSwagGradMask")):
        for platform, suffix in (("cpu", "Cpu"), ("CUDA", "Cuda")):
            jax.ffi.register_ffi_target(target, jax.ffi.pycapsule(library[name + suffix]), platform=platform)
    return True


def _native(x: jax.Array) -> bool:
    """Whether the library's functions are called for x."""
    if x.dtype not in _NATIVE_TYPES or jax.default_backend() not in ("cpu", "gpu") or jax.device_count() != 1:
        return False
    return _library() and not jax.sharding.get_abstract_mesh().manual_axes  # those of shard_map


def _on_platform(call, default, *args):
    return lax.platform_dependent(*args, cpu=call, cuda=call, default=default)


def _folded(f):
    """f of rows, each with words of its own, as a function that vmap gives more rows."""
    folded = jax.custom_batching.custom_vmap(f)

    @folded.def_vmap
    def _(size, batched, *args):
        args = [a if b else jnp.broadcast_to(a, (size, *a.shape)) for a, b in zip(args, batched)]
        out = folded(*(a.reshape(-1, a.shape[-1]) for a in args))
        return out.reshape(size, -1, out.shape[-1]), True

    return folded


def _whole_words(rows: jax.Array) -> jax.Array:
    """rows, so that each ends with a word where there are several."""
    return rows if len(rows) == 1 else jnp.pad(rows, ((0, 0), (0, -rows.shape[1] % _BITS)))


@_folded
def _pack_rows(rows: jax.Array) -> jax.Array:
    """The masks of rows > 0 [rows, n], uint32[rows, ceil(n / 32)]."""
    words = -(-rows.shape[1] // _BITS)

    def call(y):
        y = _whole_words(y)
        flat = jax.ffi.ffi_call("unswag.pack", jax.ShapeDtypeStruct((len(rows) * words,), jnp.uint32))(y, predicate="gt0")
        return flat.reshape(len(rows), words)

    def default(y):
        y = jnp.pad(y, ((0, 0), (0, -y.shape[1] % _BITS))).reshape(len(rows), words, _BITS)
        bits = jnp.uint32(1) << lax.broadcasted_iota(jnp.uint32, y.shape, 2)
        return lax.reduce(jnp.where(y > 0, bits, jnp.uint32(0)), jnp.uint32(0), lax.bitwise_or, (2,))

    return _on_platform(call, default, rows)


@_folded
def _grad_mask_rows(rows: jax.Array, masks: jax.Array) -> jax.Array:
    """Rows of gradients where their masks have a 1, 0 elsewhere."""
    n = rows.shape[1]

    def call(g, mask):
        g = _whole_words(g)
        dx = jax.ffi.ffi_call("unswag.grad_mask", jax.ShapeDtypeStruct(g.shape, g.dtype))(g, mask.reshape(-1))
        return dx[:, :n]

    def default(g, mask):
        i = lax.broadcasted_iota(jnp.uint32, g.shape, 1)
        word = jnp.take_along_axis(mask, i // _BITS, axis=1)
        return jnp.where((word >> (i % _BITS)) & 1 != 0, g, jnp.zeros((), g.dtype))

    return _on_platform(call, default, rows, masks)


@jax.custom_jvp
def _pack_flat(y: jax.Array) -> jax.Array:
    """The mask of y > 0, uint32[1, ceil(n / 32)]."""
    return _pack_rows(y.reshape(1, -1))


@_pack_flat.defjvp
def _(primals, _):
    mask = _pack_flat(*primals)
    return mask, jnp.zeros(mask.shape, jax.dtypes.float0)


@jax.custom_vjp
def _grad_mask_flat(g: jax.Array, mask: jax.Array) -> jax.Array:
    """g where the mask has a 1, 0 elsewhere."""
    return _grad_mask_rows(g.reshape(1, -1), mask).reshape(g.shape)


# It is linear in g and its own transpose.
_grad_mask_flat.defvjp(lambda g, mask: (_grad_mask_flat(g, mask), mask), lambda mask, ct: (_grad_mask_flat(ct, mask), None))


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
    mask = _pack_flat(y) if _native(y) else _pack(y)
    # Without the barrier XLA makes the mask where it is used, and keeps y until then.
    return lax.optimization_barrier((y, mask))


def _backward(mask: jax.Array, g: jax.Array) -> tuple[jax.Array]:
    if g.size == 0:
        return (g,)
    # And here it would unpack the mask early.
    g, mask = lax.optimization_barrier((g, mask))
    # Only a flat mask has two dimensions.
    return (_grad_mask_flat(g, mask) if mask.ndim == 2 else _grad_mask(g, mask),)


relu.defvjp(_forward, _backward)
