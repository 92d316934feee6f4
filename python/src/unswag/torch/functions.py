"""ReLU with a 1-bit mask in the place of the stored activation."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from . import ops


def _zeros(x: Tensor) -> str:
    """What torch's own relu makes of -0.0: +0.0 on CUDA, save where it is compiled."""
    return "plus" if x.is_cuda and not torch.compiler.is_compiling() else "keep"


class _InPlace(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x: Tensor) -> Tensor:
        ctx.size, ctx.stride = x.size(), x.stride()
        ctx.save_for_backward(ops.relu_pack_(x, _zeros(x)))
        ctx.mark_dirty(x)
        return x

    @staticmethod
    def backward(ctx, dy: Tensor) -> Tensor:
        (mask,) = ctx.saved_tensors
        return ops.grad_mask(ops.laid_out(dy, ctx.size, ctx.stride), mask)


def relu(x: Tensor, inplace: bool = False) -> Tensor:
    """torch.relu, with the same bits forward and backward. For its gradient it keeps one
    bit an element, where torch keeps the result. That saves memory only where nothing else
    keeps the result: a linear layer or a convolution behind it does unless its weight is
    frozen. See unswag_model. In place it keeps the result where x does not fill its memory;
    under torch.compile it leaves x as it is, so use what it returns.
    """
    if not torch.is_grad_enabled() or not x.requires_grad:
        return torch.relu_(x) if inplace else torch.relu(x)
    if inplace and ops.dense(x) is not x:
        return torch.relu_(x)  # copying into x would add zeros to its gradient, which changes -0.0
    if inplace and not torch.compiler.is_compiling():
        return _InPlace.apply(x)
    return ops.relu_pack(ops.dense(x), _zeros(x))[0]


class ReLU(nn.Module):
    """nn.ReLU on relu."""

    def __init__(self, inplace: bool = False) -> None:
        super().__init__()
        self.inplace = inplace

    def forward(self, x: Tensor) -> Tensor:
        if self.inplace and torch.compiler.is_compiling():
            return torch.relu_(x)  # the model may read x by its old name
        return relu(x, self.inplace)

    def extra_repr(self) -> str:
        return "inplace=True" if self.inplace else ""


class _LinearReLULinear(torch.autograd.Function):
    """x W1' + b1, ReLU, W2' + b2. If W2 is frozen, nothing needs the activation y but its
    mask, and the function owns y's gradient, so that it can be masked in place. If W2 is
    trained, its gradient needs y, and a mask in the forward pass would save nothing. But
    dW2 can come first: then y is packed and freed before its gradient, which is as big, is
    made.
    """

    @staticmethod
    def forward(ctx, x, w1, b1, w2, b2):
        trains = ctx.needs_input_grad
        y = nn.functional.linear(x, w1, b1)
        ctx.y, ctx.late, mask = None, trains[3], None
        if ctx.late:
            ctx.y = torch.relu_(y)
        else:
            mask = ops.relu_pack_(y, _zeros(y))
        ctx.save_for_backward(x if trains[1] else None, w1, w2, mask)
        ctx.shape = x.shape
        return nn.functional.linear(y, w2, b2)

    @staticmethod
    @torch.autograd.function.once_differentiable
    def backward(ctx, dout):
        x, w1, w2, mask = ctx.saved_tensors
        trains = ctx.needs_input_grad
        rows = dout.reshape(-1, dout.shape[-1])
        dw2 = None
        if ctx.late:
            y, ctx.y = ctx.y, None
            if y is None:
                raise RuntimeError("linear_relu_linear frees its activation in the backward pass, which cannot run twice: use unswag.torch.relu where the graph is retained")
            dw2 = rows.t().mm(y.reshape(-1, y.shape[-1]))
            mask = ops.pack(y)
            del y
        db2 = rows.sum(0) if trains[4] else None
        dz = rows.mm(w2)
        ops.grad_mask_(dz, mask)
        dw1 = dz.t().mm(x.reshape(-1, x.shape[-1])) if trains[1] else None
        db1 = dz.sum(0) if trains[2] else None
        dx = dz.mm(w1).view(ctx.shape) if trains[0] else None
        return dx, dw1, db1, dw2, db2


def linear_relu_linear(x: Tensor, first: nn.Linear, second: nn.Linear) -> Tensor:
    """second(relu(first(x))), with the same bits forward and backward, and less memory: less
    is held between the passes if second's weight is frozen, and the peak of the backward
    pass is lower in any case. It cannot be differentiated twice, nor be run backwards twice
    if second's weight is trained.
    """
    return _LinearReLULinear.apply(x, first.weight, first.bias, second.weight, second.bias)
