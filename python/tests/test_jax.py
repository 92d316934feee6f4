"""unswag.jax against jax.nn.relu, bit for bit."""

import os
import pathlib
import subprocess
import sys
import unittest
from unittest import mock

try:
    import jax
    import jax.numpy as jnp
    import numpy as np
    from jax import lax

    import unswag.jax as uj

    if hasattr(jax, "shard_map"):
        from jax import shard_map
    else:  # before JAX 0.8
        from jax.experimental.shard_map import shard_map
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


class Tests:
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

    def test_vmap(self):
        x = numbers((4, 300, 5), jnp.float32, 1)
        loss = lambda act: jax.vmap(jax.grad(lambda t: (act(t) * 3).sum()))
        self.same(loss(jax.nn.relu), loss(uj.relu), x)
        x = numbers((3, 2, 4, 8), jnp.float32, 2)
        twice = lambda act: jax.jit(jax.vmap(jax.vmap(jax.grad(lambda t: (act(t) * t).sum()), in_axes=1)))
        self.same(twice(jax.nn.relu), twice(uj.relu), x)

    def test_vmap_of_gradients(self):  # the mask is one, the gradients are many
        x = numbers((5, 7), jnp.float32, 1)
        jacobian = lambda act: jax.jacrev(act)
        self.same(jacobian(jax.nn.relu), jacobian(uj.relu), x)

    def test_scan(self):
        xs = numbers((3, 4, 9), jnp.float32, 1)
        def loss(act):
            return jax.vmap(jax.grad(lambda t, c: lax.scan(lambda s, x: (act(s * x), None), c, t)[0].sum()), in_axes=(None, 0))
        self.same(loss(jax.nn.relu), loss(uj.relu), xs, numbers((2, 4, 9), jnp.float32, 2))

    def test_second_order(self):
        x, v = numbers((6, 50), jnp.float32, 1), numbers((6, 50), jnp.float32, 2)
        x = jnp.where(jnp.isfinite(x), x, 1)
        twice = lambda act: jax.jit(jax.grad(lambda t: (jax.grad(lambda u: (act(u) ** 3).sum())(t) * v).sum()))
        self.same(twice(jax.nn.relu), twice(uj.relu), x)

    def test_double(self):
        with jax.enable_x64(True) if hasattr(jax, "enable_x64") else jax.experimental.enable_x64():
            x = jnp.asarray(np.random.default_rng(1).standard_normal((40, 33)))
            grad = lambda act: jax.jit(jax.grad(lambda t: (act(t) * 3).sum()))
            np.testing.assert_array_equal(grad(jax.nn.relu)(x), grad(uj.relu)(x))

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

    def test_shard_map(self):
        mesh, rows = jax.sharding.Mesh(np.array(jax.devices()), ("rows",)), jax.sharding.PartitionSpec("rows")
        x = numbers((256 * len(jax.devices()), 6), jnp.float32, 1)
        shards = lambda f: shard_map(f, mesh=mesh, in_specs=rows, out_specs=rows)
        inside = lambda act: jax.jit(shards(jax.grad(lambda t: (act(t) * 3).sum())))
        self.same(inside(jax.nn.relu), inside(uj.relu), x)
        around = lambda act: jax.jit(jax.grad(lambda t: shards(lambda u: act(u) * 3)(t).sum()))
        self.same(around(jax.nn.relu), around(uj.relu), x)


class Composite(Tests, unittest.TestCase):
    """The operations in JAX's own."""

    def setUp(self):
        patch = mock.patch.object(uj, "_native", lambda x: False)
        patch.start()
        self.addCleanup(patch.stop)

    def test_keeps_a_mask_only(self):
        x = numbers((512, 40), jnp.float32, 1)
        _, mask = uj._forward(x)
        self.assertEqual((mask.dtype, mask.size), (jnp.uint32, 512 * 40 // 32))
        tiles = np.asarray(mask).reshape(-1, 40)
        want = np.asarray(x) > 0
        for r, c in [(0, 0), (7, 3), (8, 3), (255, 39), (256, 0), (300, 21), (511, 39)]:
            got = tiles[r // 256 * 8 + r % 8, c] >> (r % 256 // 8) & 1
            self.assertEqual(bool(got), bool(want[r, c]), (r, c))


class SeveralDevices(unittest.TestCase):
    def test_sharded(self):  # the number of devices is that of the process
        code = "import jax, unittest; assert jax.device_count() == 4; unittest.main(None)"
        tests = [f"test_jax.Composite.{t}" for t in ("test_sharded", "test_shard_map")]
        env = {**os.environ, "JAX_PLATFORMS": "cpu", "XLA_FLAGS": "--xla_force_host_platform_device_count=4"}
        done = subprocess.run([sys.executable, "-c", code, *tests], cwd=pathlib.Path(__file__).parent, env=env, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("Ran 2 tests", done.stderr)


class Library(Tests, unittest.TestCase):
    """Calls of the library for XLA."""

    def setUp(self):
        if not uj._library():
            self.skipTest(f"there is no {uj._LIBRARY}, which a C compiler builds with the wheel, or this JAX is older than 0.6")
        if not uj._native(jnp.zeros(1)):
            self.skipTest(f"there are {jax.device_count()} devices of the kind {jax.default_backend()}, and calls are for one CPU or GPU")

    def test_keeps_a_mask_only(self):
        for shape in [(512, 40), (5, 7)]:
            x = numbers(shape, jnp.float32, 1)
            _, mask = uj._forward(x)
            self.assertEqual((mask.dtype, mask.shape), (jnp.uint32, (1, -(-x.size // 32))))
            got = np.unpackbits(np.asarray(mask).view(np.uint8), bitorder="little")[: x.size]
            np.testing.assert_array_equal(got, np.asarray(x).reshape(-1) > 0)
        self.assertIn("unswag.pack", jax.jit(uj._forward).lower(x).as_text())

    def test_several_devices(self):
        with mock.patch.object(jax, "device_count", lambda: 2):
            self.assertFalse(uj._native(jnp.zeros(1)))
        self.assertFalse(uj._native(jnp.zeros(1, jnp.int32)))


class OtherPlatform(Library):
    """A program that was traced for calls and is compiled for a platform without them."""

    def setUp(self):
        super().setUp()
        patch = mock.patch.object(uj, "_on_platform", lambda call, default, *args: default(*args))
        patch.start()
        self.addCleanup(patch.stop)

    def test_keeps_a_mask_only(self):
        x = numbers((5, 7), jnp.float32, 1)
        with mock.patch.object(uj, "_on_platform", lambda call, default, *args: call(*args)):
            want = uj._forward(x)[1]
        np.testing.assert_array_equal(uj._forward(x)[1], want)


if __name__ == "__main__":
    unittest.main()
