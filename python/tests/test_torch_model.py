"""unswag_model: what it replaces, what it leaves, and that nothing but memory changes."""

import copy
import io
import unittest

try:
    import torch
    from torch import nn
    from torch.nn import functional as F
    from torch.utils.checkpoint import checkpoint

    import unswag.torch as ut
except ImportError as e:
    raise unittest.SkipTest(f"torch cannot be imported: {e}")


def kept(f):
    """The bytes that autograd keeps in a run of f, each memory once."""
    sizes = {}

    def pack(t):
        sizes[t.untyped_storage().data_ptr()] = t.untyped_storage().nbytes()
        return t

    with torch.autograd.graph.saved_tensors_hooks(pack, lambda t: t):
        f()
    return sum(sizes.values())


def gradients(net, *x):
    torch.manual_seed(8)
    net.zero_grad()
    net(*x).sum().backward()
    return [p.grad.clone() for p in net.parameters() if p.requires_grad]


class Modules(unittest.TestCase):
    def net(self):
        torch.manual_seed(7)
        return nn.Sequential(nn.Linear(16, 64), nn.ReLU(), nn.Dropout(0.5), nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 8), nn.ReLU())

    def test_decisions(self):
        net = self.net()
        net[5].weight.requires_grad_(False)
        got = {d.name: (d.replaced, d.bytes) for d in ut.unswag_model(net, torch.randn(4, 16))}
        self.assertEqual(got, {"1": (True, 1024), "4": (True, 1024), "6": (False, 128)})
        self.assertIsInstance(net[1], ut.ReLU)
        self.assertIsInstance(net[6], nn.ReLU)

    def test_trained_layer(self):
        net = self.net()
        reasons = {d.name: d.reason for d in ut.unswag_model(net, torch.randn(4, 16))}
        self.assertIn("trained layer", reasons["4"])

    def test_same_gradients(self):
        grads = []
        for rewrite in [False, True]:
            net, x = self.net(), torch.randn(4, 16, generator=torch.Generator().manual_seed(1))
            if rewrite:
                state = torch.get_rng_state()
                ut.unswag_model(net, x)
                self.assertTrue(torch.equal(state, torch.get_rng_state()), "the generator is as it was")
            grads.append(gradients(net, x))
        for a, b in zip(*grads):
            self.assertTrue(torch.equal(a, b))

    def test_hooks_and_both_names_stay(self):
        net = self.net()
        net.again, called = net[1], []
        net[1].register_forward_hook(lambda *_: called.append(1))
        ut.unswag_model(net, torch.randn(4, 16))
        net[1](torch.randn(2))
        self.assertIs(net.again, net[1])
        self.assertEqual(len(called), 3)  # twice in the model's run: it stands there twice

    def test_subclass_keeps_its_forward(self):
        class Twice(nn.ReLU):
            def forward(self, x):
                return 2 * super().forward(x)

        torch.manual_seed(1)
        net, x = nn.Sequential(nn.Linear(4, 64), Twice(), nn.Dropout(0.5), nn.Linear(64, 4)), torch.randn(3, 4)
        plain = copy.deepcopy(net)
        ut.unswag_model(net, x)
        for a, b in zip(gradients(plain, x), gradients(net, x)):
            self.assertTrue(torch.equal(a, b))


class Block(nn.Module):
    """Calls in all spellings; the last one's result is what a trained layer keeps."""

    def __init__(self, inner=None):
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(64, 64) for _ in range(6))
        self.layers[:5].requires_grad_(False)
        self.first, self.inner = nn.Linear(64, 64), inner

    def forward(self, x, flip=False):
        x = torch.relu(self.first(x))
        if flip:
            x = x + F.relu(x)
        x = F.relu(self.layers[0](x))
        x = F.relu(self.layers[1](x), inplace=True)
        x = self.layers[2](x).relu()
        x = self.layers[3](x)
        x.relu_()
        if self.inner is not None:
            x = self.inner(x)
        return self.layers[5](torch.relu_(self.layers[4](x)))


class Calls(unittest.TestCase):
    def pair(self, net, *x):
        plain = copy.deepcopy(net)
        return plain, net, ut.unswag_model(net, *x)

    def same(self, plain, net, *x):
        for a, b in zip(gradients(plain, *x), gradients(net, *x)):
            self.assertTrue(torch.equal(a, b))

    def test_all_spellings(self):
        torch.manual_seed(1)
        x = torch.randn(100, 64)
        plain, net, decisions = self.pair(Block(), x)
        self.assertEqual([d.replaced for d in decisions], [True] * 5 + [False])
        self.assertRegex(decisions[0].name, r"^test_torch_model\.py:\d+$")
        self.assertIn("trained layer", decisions[5].reason)
        self.same(plain, net, x)
        self.assertLess(kept(lambda: net(x)), kept(lambda: plain(x)) - 4 * x.nbytes)
        self.same(plain, net, x, True)  # another path through the code
        self.assertLessEqual(kept(lambda: net(x, True)), kept(lambda: plain(x, True)))
        self.assertIsInstance(net, Block)

    def test_module_in_its_own_kind(self):
        torch.manual_seed(2)
        x = torch.randn(10, 64)
        plain, net, decisions = self.pair(Block(Block()), x)
        self.assertEqual(len(decisions), 12)
        self.assertTrue(any(d.name.startswith("inner, ") for d in decisions))
        self.same(plain, net, x)

    def test_copies(self):
        torch.manual_seed(3)
        x = torch.randn(10, 64)
        plain, net, _ = self.pair(Block(), x)
        file = io.BytesIO()
        torch.save(net, file)
        file.seek(0)
        for other in [copy.deepcopy(net), torch.load(file, weights_only=False)]:
            self.assertEqual(kept(lambda: other(x)), kept(lambda: net(x)))
            with torch.no_grad():
                other.first.weight.zero_()
            self.assertFalse(torch.equal(other(x), net(x)), "a copy has parameters of its own")
        self.same(plain, net, x)
        self.assertEqual(net.state_dict().keys(), plain.state_dict().keys())

    def test_checkpoint(self):
        class Net(nn.Module):
            def __init__(self):
                super().__init__()
                self.block = Block()

            def forward(self, x):
                return checkpoint(self.block, x, use_reentrant=False)

        torch.manual_seed(4)
        x = torch.randn(10, 64)
        plain, net, decisions = self.pair(Net(), x)
        self.assertEqual({d.replaced for d in decisions}, {False})
        self.assertIn("recomputed", decisions[0].reason)
        self.same(plain, net, x)
        ut.unswag_model(net.block, x)  # replaced before it is recomputed
        self.same(plain, net, x)

    def test_compiled(self):
        torch.manual_seed(5)
        x = torch.randn(10, 64)
        plain, net, _ = self.pair(Block(), x)
        torch._dynamo.reset()
        self.same(plain, torch.compile(net, fullgraph=True, backend="aot_eager"), x)

    def test_autocast(self):
        torch.manual_seed(6)
        x = torch.randn(10, 64)
        plain, net, _ = self.pair(Block(), x)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            self.same(plain, net, x)

    def test_torchscript_is_told(self):
        x = torch.randn(3, 4)
        scripted = torch.jit.trace(nn.Sequential(nn.Linear(4, 4), nn.ReLU()), x)
        [d] = ut.unswag_model(nn.Sequential(scripted, nn.Dropout(0.5)), x)
        self.assertFalse(d.replaced)
        self.assertIn("TorchScript", d.reason)

    def test_not_called(self):
        class Net(nn.Module):
            def __init__(self):
                super().__init__()
                self.f, self.unused = nn.Linear(3, 3), nn.ReLU()

            def forward(self, x):
                return torch.relu(self.f(x))

        unused, call = ut.unswag_model(Net(), torch.randn(2, 3))
        self.assertFalse(unused.replaced or call.replaced)
        self.assertIn("did not call", unused.reason)
        self.assertIn("gets the model's output", call.reason)


if __name__ == "__main__":
    unittest.main()
