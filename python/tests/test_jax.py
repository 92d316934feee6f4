"""unswag.jax against jax.nn.relu, bit for bit."""

import unittest

try:
    import jax
    import jax.numpy as jnp
    import numpy as np

    import unswag.jax as uj
except ImportError as e:
    raise unittest.SkipTest(f"jax cannot be imported: {e}")

TYPES = [jnp.float16, jnp.bfloat16, jnp.float32]
SHAPES = [(0,), (1,), (300,), (1, 7), (256, 3), (257, 5), (1000, 33), (3, 100, 17), (2, 3, 4, 5)]


def numbers(shape, dtype, seed):
    x = np.random.default_rng(seed).standard_normal(shape).astype(np.float32)
    special = np.array([0.0, -0.0, np.inf, -np.inf, np.nan, 1.0, -1.0], np.float32)
    flat = x.reshape(-1)
    flat[::3] = special[np.arange(len(flat[::3])) % len(special)]
    return jnp.asarray(x).astype(dtype)


def bits(x):
    return np.asarray(x).view({2: np.uint16, 4: np.uint32}[x.dtype.itemsize])


class Relu(unittest.TestCase):
    def same(self, f, g, *args):
        for a, b in zip(jax.tree.leaves(f(*args)), jax.tree.leaves(g(*args))):
            np.testing.assert_array_equal(bits(a), bits(b))

    def test_bits(self):
        def both(act):
            def f(x, dy):
                y, vjp = jax.vjp(act, x)
                return y, vjp(dy)[0]
            return f

        for dtype in TYPES:
            for shape in SHAPES:
                with self.subTest(dtype=dtype.__name__, shape=shape):
                    x, dy = numbers(shape, dtype, 1), numbers(shape, dtype, 2)
                    self.same(both(jax.nn.relu), both(uj.relu), x, dy)
                    self.same(jax.jit(both(jax.nn.relu)), jax.jit(both(uj.relu)), x, dy)

    def test_keeps_a_mask_only(self):
        x = numbers((512, 40), jnp.float32, 1)
        _, mask = uj._forward(x)
        self.assertEqual((mask.dtype, mask.size), (jnp.uint32, 512 * 40 // 32))
        tiles = np.asarray(mask).reshape(-1, 40)
        want = np.asarray(x) > 0
        for r, c in [(0, 0), (7, 3), (8, 3), (255, 39), (256, 0), (300, 21), (511, 39)]:
            got = tiles[r // 256 * 8 + r % 8, c] >> (r % 256 // 8) & 1
            self.assertEqual(bool(got), bool(want[r, c]), (r, c))

    def test_vmap(self):
        x = numbers((4, 300, 5), jnp.float32, 1)
        loss = lambda act: jax.vmap(jax.grad(lambda t: (act(t) * 3).sum()))
        self.same(loss(jax.nn.relu), loss(uj.relu), x)

    def test_network(self):
        k = jax.random.split(jax.random.key(1), 3)
        x, w1, w2 = jax.random.normal(k[0], (64, 16)), jax.random.normal(k[1], (16, 40)), jax.random.normal(k[2], (40, 8))
        loss = lambda act: jax.jit(jax.grad(lambda w: ((act(x @ w[0]) @ w[1]) ** 2).sum()))
        self.same(loss(jax.nn.relu), loss(uj.relu), (w1, w2))

    def test_sharded(self):
        devices = jax.devices()
        mesh = jax.sharding.Mesh(np.array(devices), ("rows",))
        x = numbers((256 * len(devices), 6), jnp.float32, 1)
        sharded = jax.device_put(x, jax.sharding.NamedSharding(mesh, jax.sharding.PartitionSpec("rows")))
        g = jax.jit(jax.grad(lambda t: (uj.relu(t) * 2).sum()))
        np.testing.assert_array_equal(bits(g(sharded)), bits(g(x)))


if __name__ == "__main__":
    unittest.main()
