"""Finds where in a model a mask saves memory, by looking at what autograd keeps."""

from __future__ import annotations

import dataclasses
import os
from typing import Any

import torch
from torch import Tensor, nn
from torch.overrides import TorchFunctionMode

from . import calls, ops
from .functions import ReLU


@dataclasses.dataclass(frozen=True)
class Decision:
    """What was done with one nn.ReLU of a model, or with one call of relu in its code."""

    name: str
    """Of the nn.ReLU; for a call that of the module whose code has it, the file and the line."""
    replaced: bool
    reason: str
    bytes: int
    """The activations' bytes in the run that was looked at."""


def unswag_model(model: nn.Module, *args: Any, **kwargs: Any) -> list[Decision]:
    """Replaces each nn.ReLU of model, and each call of torch.relu and its like in the code of
    its modules, by unswag.torch's where that saves memory, and tells what it did. It runs
    model(*args, **kwargs) once and looks at what autograd keeps: a mask saves memory where
    the activation is kept for the ReLU's own gradient only. Where something else keeps it, as a
    trained layer behind it does, the ReLU stays. Under torch.compile calls stay as written.

    The run needs gradients: train the parameters, or give inputs, that will be trained. The
    random generators are as before afterwards, buffers such as running means are not.
    """
    watch, result = _look(model, args, kwargs)
    names = {m: n for n, m in model.named_modules()}
    decisions, leaves = [], {_memory(t) for t in _tensors(result)}
    for module, name in names.items():
        if type(module) is nn.ReLU:
            why = _why_not([c for c in watch.calls if c.owner is module], watch.saved, leaves)
            if why is None:
                module.__class__ = ReLU  # hooks and names stay
            decisions.append(_decision(name, why, [c for c in watch.calls if c.owner is module]))
    decisions += _functional(names, watch, leaves)
    unseen = _unseen(result, {c.node for c in watch.calls})
    if unseen:
        decisions.append(Decision("", False, f"{unseen} more ReLUs are in TorchScript, or in other code that cannot be seen", 0))
    return decisions


@dataclasses.dataclass(eq=False)
class _Call:
    owner: nn.Module | None
    site: calls.Site
    y: Tensor
    node: Any
    kept: bool  # autograd keeps y for the call itself
    unfit: str


class _Watch(TorchFunctionMode):
    """Sees the calls of relu, and what autograd saves."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[_Call] = []
        self.saved: dict[int, int] = {}
        self.owners: list[nn.Module] = []

    def pack(self, t: Tensor) -> Tensor:
        self.saved[_memory(t)] = self.saved.get(_memory(t), 0) + 1
        return t

    def enter(self, module: nn.Module, _: Any) -> None:
        self.owners.append(module)

    def leave(self, module: nn.Module, _: Any, __: Any) -> None:
        if self.owners and self.owners[-1] is module:
            self.owners.pop()

    def __torch_function__(self, func, types, args=(), kwargs=None):
        kwargs = kwargs or {}
        call = calls.relu_call(func, args, kwargs)
        if call is None:
            return func(*args, **kwargs)
        site, unfit = calls.caller(), ops.unfit(call[0])
        before = self.saved.get(_memory(call[0]), 0) if call[1] else 0
        y = func(*args, **kwargs)
        kept = self.saved.get(_memory(y), 0) > before
        self.calls.append(_Call(self.owners[-1] if self.owners else None, site, y, y.grad_fn, kept, unfit))
        return y


def _look(model: nn.Module, args: Any, kwargs: Any) -> tuple[_Watch, Any]:
    watch = _Watch()
    handles = []
    for m in model.modules():
        if not isinstance(m, torch.jit.ScriptModule):
            handles += [m.register_forward_pre_hook(watch.enter, prepend=True), m.register_forward_hook(watch.leave, always_call=True)]
    devices = sorted({p.device.index for p in model.parameters() if p.is_cuda})
    try:
        with torch.random.fork_rng(devices=devices):
            with torch.enable_grad(), torch.autograd.graph.saved_tensors_hooks(watch.pack, lambda t: t), watch:
                return watch, model(*args, **kwargs)
    finally:
        for h in handles:
            h.remove()


def _memory(t: Tensor) -> int:
    return t.untyped_storage().data_ptr()


def _tensors(result: Any) -> list[Tensor]:
    if isinstance(result, Tensor):
        return [result]
    if isinstance(result, dict):
        result = list(result.values())
    if isinstance(result, (list, tuple)):
        return [t for r in result for t in _tensors(r)]
    return [t for r in vars(result).values() for t in _tensors(r)] if hasattr(result, "__dict__") else []


def _why_not(made: list[_Call], saved: dict[int, int], leaves: set[int]) -> str | None:
    """Why the calls of one place stay as they are; None if a mask saves memory in all of them."""
    if not made:
        return "the model did not call it"
    if not all(c.kept for c in made):
        return "autograd keeps nothing for it: it has no gradient, or is recomputed"
    for c in made:
        if c.unfit:
            return c.unfit
    if any(saved[_memory(c.y)] > 1 or _memory(c.y) in leaves for c in made):
        return "something else keeps its result: a trained layer behind it, a pooling, or whoever gets the model's output"
    return None


def _decision(name: str, why: str | None, made: list[_Call]) -> Decision:
    size = sum(c.y.numel() * c.y.element_size() for c in made)
    return Decision(name, why is None, why or "only its own gradient keeps its result", size)


def _functional(names: dict[nn.Module, str], watch: _Watch, leaves: set[int]) -> list[Decision]:
    """Decides on the calls that stand in code of modules other than nn.ReLU."""
    places: dict[tuple[nn.Module | None, calls.Site], list[_Call]] = {}
    for c in watch.calls:
        if type(c.owner) not in (nn.ReLU, ReLU):
            places.setdefault((c.owner, c.site), []).append(c)
    decisions, sites = [], {}
    for (owner, site), made in places.items():
        why = _why_not(made, watch.saved, leaves)
        if owner is None or "forward" in vars(owner):
            why = why or "its module's forward was replaced by another tool: write unswag.torch.relu there"
        else:
            sites.setdefault(owner, set()).update([] if why else [site])
        where = f"{os.path.basename(site.file)}:{site.line}"
        decisions.append(_decision(", ".join(filter(None, [names.get(owner, ""), where])), why, made))
    if any(sites.values()):
        for owner, replaced in sites.items():  # those without any too: see calls._Replace
            calls.replace(owner, frozenset(replaced))
    return decisions


def _unseen(result: Any, seen: set[Any]) -> int:
    """How many gradients of relu are in the graph that belong to no call that was seen."""
    todo = [t.grad_fn for t in _tensors(result) if t.grad_fn is not None]
    met = set(todo)
    while todo:
        for node, _ in todo.pop().next_functions:
            if node is not None and node not in met:
                met.add(node)
                todo.append(node)
    return sum(n.name() == "ReluBackward0" for n in met - seen)
