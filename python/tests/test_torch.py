"""unswag.torch against torch's own ReLU, bit for bit; on CUDA too where there is a device."""

import os
import shutil
import unittest
from unittest import mock

try:
    import torch
    from torch import nn

    import unswag.torch as ut
    from unswag import native
    from unswag.torch import ops
except ImportError as e:
    raise unittest.SkipTest(f"torch cannot be imported: {e}")

DEVICES = ["cpu"] + (["cuda"] if torch.cuda.is_available() else [])
TYPES = [torch.float16, torch.bfloat16, torch.float32, torch.float64]
BITS = {2: torch.int16, 4: torch.int32, 8: torch.int64}


def bits(t):
    return t.contiguous().view(BITS[t.element_size()])


def patterns(n, dtype, device, seed=1):
    """Random bit patterns: NaNs with payloads, infinities, both zeros and denormals among them."""
    g = torch.Generator().manual_seed(seed)
    width = BITS[dtype.itemsize]
    x = torch.randint(torch.iinfo(width).min, torch.iinfo(width).max, (n,), dtype=width, generator=g)
    special = torch.tensor([0.0, -0.0, float("inf"), -float("inf"), float("nan"), 1.0, -1.0], dtype=dtype)
    x[::3] = bits(special)[torch.arange(len(x[::3])) % len(special)]
    return x.view(dtype).to(device)


class Relu(unittest.TestCase):
    def setUp(self):
        torch._dynamo.reset()  # a function is compiled eight times at most, and nn.Sequential's is one

    def both(self, f, g, x, dy):
        a, b = x.clone().requires_grad_(), x.clone().requires_grad_()
        ya, yb = f(a), g(b)
        ya.backward(dy)
        yb.backward(dy)
        self.assertTrue(torch.equal(bits(ya), bits(yb)), "forward")
        ga, gb = bits(a.grad), bits(b.grad)
        if x.device.type == "cpu" and x.element_size() == 2:
            # torch computes these in float32 and gives NaN other payloads; ours keep theirs.
            both = torch.isnan(a.grad) & torch.isnan(b.grad)
            ga, gb = ga[~both], gb[~both]
        self.assertTrue(torch.equal(ga, gb), "backward")

    def test_bits(self):
        for device in DEVICES:
            for dtype in TYPES:
                for n in [0, 1, 31, 32, 33, 1000, 70001]:
                    with self.subTest(device=device, dtype=dtype, n=n):
                        x, dy = patterns(n, dtype, device), patterns(n, dtype, device, 2)
                        self.both(torch.relu, ut.relu, x, dy)
                        # Not of the leaf itself, which may not be changed.
                        self.both(lambda t: torch.relu_(t * 1), lambda t: ut.relu(t * 1, inplace=True), x, dy)

    def test_layouts(self):
        for device in DEVICES:
            x, dy = patterns(2 * 3 * 8 * 5, torch.float32, device), patterns(2 * 3 * 8 * 5, torch.float32, device, 2)
            shape = lambda t: t.view(2, 3, 8, 5)
            last = lambda t: shape(t).contiguous(memory_format=torch.channels_last)
            for name, a, b in [("channels last", last(x), shape(dy)), ("gradient differs", shape(x), last(dy)),
                               ("transposed", shape(x).transpose(1, 3), shape(dy).transpose(1, 3)),
                               ("with gaps", shape(x)[:, :, ::2], shape(dy)[:, :, ::2])]:
                with self.subTest(device=device, layout=name):
                    self.both(torch.relu, ut.relu, a, b)
            with self.subTest(device=device, layout="in place, with gaps, and read by its old name"):
                def changed(f):
                    def call(t):
                        t = t * 1
                        f(t[:, ::2])
                        return t
                    return call
                compiled = lambda f: torch.compile(f, backend="aot_eager")
                ours = lambda t: ut.relu(t, inplace=True)
                for theirs, ours in [(torch.relu_, ours), (compiled(torch.relu_), compiled(ours))]:
                    self.both(changed(theirs), changed(ours), x[:40].view(5, 8), dy[:40].view(5, 8))
            with self.subTest(device=device, layout="expanded gradient"):
                self.both(lambda t: torch.relu(t), lambda t: ut.relu(t), x, dy[:1].expand(x.numel()))

    def test_without_library(self):
        with mock.patch.object(native, "kernels", lambda: None):
            self.test_bits()
            self.test_layouts()

    def test_keeps_a_mask_only(self):
        for device in DEVICES:
            saved = []
            x = torch.randn(1000, device=device, requires_grad=True)
            with torch.autograd.graph.saved_tensors_hooks(lambda t: saved.append(t) or t, lambda t: t):
                ut.relu(x)
            self.assertEqual([(t.dtype, t.numel()) for t in saved], [(torch.int32, 32)])

    def test_without_gradient(self):
        x = torch.tensor([-1.0, 2.0])
        self.assertIsNone(ut.relu(x).grad_fn)
        with torch.no_grad():
            self.assertIsNone(ut.relu(x.requires_grad_()).grad_fn)

    def test_twice_differentiated(self):
        for device in DEVICES:
            x = torch.randn(100, dtype=torch.float64, device=device, requires_grad=True)
            self.assertTrue(torch.autograd.gradcheck(ut.relu, x))
            self.assertTrue(torch.autograd.gradgradcheck(ut.relu, x))

    def test_other_types(self):
        with self.assertRaisesRegex(Exception, "only for float16"):
            ut.relu(torch.zeros(3, dtype=torch.complex64, requires_grad=True))

    def test_operators(self):
        x = torch.randn(100, requires_grad=True)
        torch.library.opcheck(ops.relu_pack, (x, "keep"))
        torch.library.opcheck(ops.grad_mask, (x, ops.pack(x.detach())))
        torch.library.opcheck(ops.pack, (x.detach(),))
        torch.library.opcheck(ops.relu_pack_, (x.detach(), "plus"))
        torch.library.opcheck(ops.grad_mask_, (x.detach(), ops.pack(x.detach())))

    def compiled(self, devices, backend):
        for device in devices:
            grads = []
            for act in [nn.ReLU(), ut.ReLU(), ut.ReLU(inplace=True)]:
                torch.manual_seed(4)
                net = nn.Sequential(nn.Linear(16, 64), act, nn.Linear(64, 4)).to(device)
                x = torch.randn(8, 16, device=device)
                torch.compile(net, fullgraph=True, backend=backend)(x).sum().backward()
                grads.append([p.grad for p in net.parameters()])
            for a, b, c in zip(*grads):
                self.assertTrue(torch.equal(a, b) and torch.equal(a, c), device)

    def test_compiled(self):
        self.compiled(DEVICES, "aot_eager")

    def test_compiled_to_cpp(self):
        if shutil.which(os.environ.get("CXX", "g++")) is None:
            self.skipTest("torch.compile finds no C++ compiler: install g++ or name one in CXX")
        self.compiled(["cpu"], "inductor")

    def test_checkpoint_and_autocast(self):
        from torch.utils.checkpoint import checkpoint

        for device in DEVICES:
            grads = []
            for act in [nn.ReLU(), ut.ReLU()]:
                torch.manual_seed(3)
                net = nn.Sequential(nn.Linear(16, 64), act, nn.Linear(64, 4)).to(device)
                x = torch.randn(8, 16, device=device, requires_grad=True)
                with torch.autocast(device, dtype=torch.bfloat16):
                    checkpoint(net, x, use_reentrant=False).sum().backward()
                grads.append([p.grad for p in net.parameters()] + [x.grad])
            for a, b in zip(*grads):
                self.assertTrue(torch.equal(a, b))


class Block(unittest.TestCase):
    def test_bits(self):
        for device in DEVICES:
            for bias, frozen in [(True, ""), (False, ""), (True, "b"), (False, "b"), (True, "a"), (False, "ab")]:
                torch.manual_seed(5)
                a, b = nn.Linear(16, 64, bias).to(device), nn.Linear(64, 8, bias).to(device)
                a.requires_grad_("a" not in frozen), b.requires_grad_("b" not in frozen)
                grads = []
                for f in [lambda x: b(torch.relu(a(x))), lambda x: ut.linear_relu_linear(x, a, b)]:
                    torch.manual_seed(6)
                    x = torch.randn(4, 5, 16, device=device, requires_grad=True)
                    a.zero_grad(), b.zero_grad()
                    y = f(x)
                    (y * torch.randn_like(y)).sum().backward()
                    grads.append([y, x.grad, *(p.grad.clone() for p in [*a.parameters(), *b.parameters()] if p.requires_grad)])
                for i, (p, q) in enumerate(zip(*grads)):
                    self.assertTrue(torch.equal(p, q), f"{device}, bias {bias}, frozen {frozen}, tensor {i}")

    def test_holds_a_mask_of_a_frozen_layer(self):
        a, b = nn.Linear(4, 64).requires_grad_(False), nn.Linear(64, 4).requires_grad_(False)
        saved = []
        with torch.autograd.graph.saved_tensors_hooks(lambda t: saved.append(t) or t, lambda t: t):
            ut.linear_relu_linear(torch.randn(8, 4, requires_grad=True), a, b)
        sizes = sorted(tuple(t.shape) for t in saved)
        self.assertEqual(sizes, [(4, 64), (16,), (64, 4)])

    def test_twice(self):
        a, b = nn.Linear(4, 8), nn.Linear(8, 4)
        y = ut.linear_relu_linear(torch.randn(2, 4), a, b).sum()
        y.backward(retain_graph=True)
        with self.assertRaisesRegex(RuntimeError, "cannot run twice"):
            y.backward()


if __name__ == "__main__":
    unittest.main()
