"""ReLU for PyTorch that keeps one bit an element: relu, ReLU, linear_relu_linear, and
unswag_model, which puts them where they save memory."""

from .functions import ReLU, linear_relu_linear, relu
from .rewrite import Decision, unswag_model

__all__ = ["Decision", "ReLU", "linear_relu_linear", "relu", "unswag_model"]
