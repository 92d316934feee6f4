"""Trains a small network in PyTorch with and without masks: same losses, less kept.

    python3 examples/pytorch/main.py      # after pip install './python[torch]'
"""
import copy
import sys

import torch
from torch import nn

import unswag.torch as ut


def kept_bytes(net, x):
    """What autograd keeps between the passes besides the parameters, each memory once."""
    sizes, own = {}, {p.untyped_storage().data_ptr() for p in net.parameters()}

    def note(t):
        if t.untyped_storage().data_ptr() not in own:
            sizes[t.untyped_storage().data_ptr()] = t.untyped_storage().nbytes()
        return t

    with torch.autograd.graph.saved_tensors_hooks(note, lambda t: t):
        result = net(x)  # keeps the tensors alive, so that no memory is counted for two
    del result
    return sum(sizes.values())


def train(net, x, labels):
    torch.manual_seed(2)
    optimizer = torch.optim.Adam([p for p in net.parameters() if p.requires_grad], lr=1e-3)
    losses = []
    for _ in range(5):
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(net(x), labels)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


torch.manual_seed(1)
plain = nn.Sequential(nn.Linear(64, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(),
                      nn.Linear(512, 10))
plain[2:6].requires_grad_(False)  # pretrained, say
x, labels = torch.randn(1024, 64), torch.randint(0, 10, (1024,))
masked = copy.deepcopy(plain)
for d in ut.unswag_model(masked, x):
    print(f"ReLU {d.name}: {'replaced' if d.replaced else 'left'}: {d.reason}")
a, b = train(plain, x, labels), train(masked, x, labels)
print("losses, torch.relu:", a, "\nlosses, unswag:    ", b)
print("bytes kept, torch.relu:", kept_bytes(plain, x), "\nbytes kept, unswag:    ", kept_bytes(masked, x))
if a != b:
    sys.exit("the losses differ")
print("the losses are the same, bit for bit")
