"""DistributedDataParallel with two processes on the CPU: the gradients of plain ReLUs, bit for bit."""

import copy
import os
import tempfile
import unittest

try:
    import torch
    import torch.distributed as dist
    import torch.multiprocessing as mp
    from torch import nn
    from torch.nn.parallel import DistributedDataParallel

    import unswag.torch as ut
except ImportError as e:
    raise unittest.SkipTest(f"torch cannot be imported: {e}")


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.a, self.b, self.c = nn.Linear(16, 64), nn.Linear(64, 64).requires_grad_(False), nn.Linear(64, 4)
        self.act, self.drop = nn.ReLU(), nn.Dropout(0.5)

    def forward(self, x):
        return self.c(self.drop(torch.relu(self.b(self.act(self.a(x))))))


def train(rank, folder):
    """Two steps with each net; the gradients and parameters go into a file."""
    torch.set_num_threads(1)
    dist.init_process_group("gloo", init_method=f"file://{folder}/store", rank=rank, world_size=2)
    torch.manual_seed(1)
    plain = Net()
    masked = copy.deepcopy(plain)
    replaced = [d.replaced for d in ut.unswag_model(masked, torch.randn(5, 16))]
    out = []
    for net in [plain, masked]:
        torch.manual_seed(10 + rank)
        ddp = DistributedDataParallel(net)
        optimizer, seen = torch.optim.SGD(filter(lambda p: p.requires_grad, net.parameters()), lr=0.1), []
        for _ in range(2):
            optimizer.zero_grad()
            ddp(torch.randn(5, 16)).square().sum().backward()
            seen += [p.grad.clone() for p in net.parameters() if p.requires_grad]
            optimizer.step()
        out.append(seen + [p.detach() for p in net.parameters()])
    torch.save({"replaced": replaced, "plain": out[0], "masked": out[1]}, os.path.join(folder, f"{rank}.pt"))
    dist.destroy_process_group()


class Ddp(unittest.TestCase):
    def test_same_gradients(self):
        if not (dist.is_available() and dist.is_gloo_available()):
            self.skipTest("torch was built without gloo")
        with tempfile.TemporaryDirectory() as folder:
            mp.spawn(train, (folder,), nprocs=2)
            first, second = (torch.load(os.path.join(folder, f"{r}.pt")) for r in range(2))
        self.assertEqual(first["replaced"], [True, True])
        for got in [first, second]:
            for a, b in zip(got["plain"], got["masked"], strict=True):
                self.assertTrue(torch.equal(a.view(torch.int32), b.view(torch.int32)))
        for a, b in zip(first["masked"], second["masked"], strict=True):
            self.assertTrue(torch.equal(a, b), "both processes have the same gradients")


if __name__ == "__main__":
    unittest.main()
