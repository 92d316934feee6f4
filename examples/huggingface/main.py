"""Trains LoRA adapters of an OPT model with and without masks: same losses, less memory.

    python3 examples/huggingface/main.py      # after pip install -r its requirements.txt

OPT's feed-forward layers are Linear, ReLU, Linear. With the base frozen, the ReLU's gradient
alone keeps the activation. The weights are random, so nothing is downloaded.
"""
import copy
import sys

import torch
from torch import nn
from transformers import OPTConfig, OPTForCausalLM

import unswag.torch as ut

DEVICE = "cuda" if torch.cuda.is_available() else "cpu"


class Lora(nn.Module):
    """A frozen linear layer and a product of two small trained ones."""

    def __init__(self, base, rank=8):
        super().__init__()
        self.base = base.requires_grad_(False)
        self.a, self.b = nn.Linear(base.in_features, rank, bias=False), nn.Linear(rank, base.out_features, bias=False)
        nn.init.zeros_(self.b.weight)

    def forward(self, x):
        return self.base(x) + self.b(self.a(x))


def model():
    torch.manual_seed(1)
    config = OPTConfig(vocab_size=1000, hidden_size=128, word_embed_proj_dim=128, ffn_dim=1024, num_hidden_layers=4,
                       num_attention_heads=4, max_position_embeddings=256, dropout=0.1, activation_function="relu")
    net = OPTForCausalLM(config).requires_grad_(False)
    for layer in net.model.decoder.layers:
        layer.self_attn.q_proj, layer.self_attn.v_proj = Lora(layer.self_attn.q_proj), Lora(layer.self_attn.v_proj)
    return net.to(DEVICE).train()


def kept_bytes(net, tokens):
    """What autograd keeps between the passes besides the parameters, each memory once."""
    sizes, own = {}, {p.untyped_storage().data_ptr() for p in net.parameters()}

    def note(t):
        if t.untyped_storage().data_ptr() not in own:
            sizes[t.untyped_storage().data_ptr()] = t.untyped_storage().nbytes()
        return t

    with torch.autograd.graph.saved_tensors_hooks(note, lambda t: t):
        result = net(input_ids=tokens, labels=tokens)  # alive, so that no memory is counted for two
    del result
    return sum(sizes.values())


def train(net, tokens):
    """The losses of some steps, and the peak bytes of the last one on CUDA."""
    torch.manual_seed(2)
    optimizer = torch.optim.AdamW([p for p in net.parameters() if p.requires_grad], lr=1e-3)
    losses, peak = [], None
    for _ in range(5):
        optimizer.zero_grad()
        if DEVICE == "cuda":
            torch.cuda.reset_peak_memory_stats()
            before = torch.cuda.memory_allocated()
        loss = net(input_ids=tokens, labels=tokens).loss
        loss.backward()
        if DEVICE == "cuda":
            peak = torch.cuda.max_memory_allocated() - before
        optimizer.step()
        losses.append(loss.item())
    return losses, peak


plain = model()
masked = copy.deepcopy(plain)
tokens = torch.randint(0, 1000, (4, 128), device=DEVICE)
for d in ut.unswag_model(masked, input_ids=tokens, labels=tokens):
    print(f"{d.name}: {'replaced' if d.replaced else 'left'}: {d.reason}")
rows = {"torch.relu": plain, "unswag": masked}
losses = {}
print(f"\n{'':12}{'kept MiB':>10}{'peak MiB':>10}  losses")
for name, net in rows.items():
    losses[name], peak = train(net, tokens)
    told = "-" if peak is None else f"{peak / 2**20:.2f}"
    print(f"{name:12}{kept_bytes(net, tokens) / 2**20:10.2f}{told:>10}  {losses[name]}")
if losses["torch.relu"] != losses["unswag"]:
    sys.exit("the losses differ")
print("the losses are the same, bit for bit")
