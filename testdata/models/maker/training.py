"""Turns forward networks into training graphs, with ONNX Runtime's own builders."""
import os
import shutil
import tempfile

from .engine import api, artifacts  # noqa: F401  (api: for make.py's check)

from onnxruntime.capi import _pybind_state as native


def frozen_of(net, trained):
    return [p for p in net.params if p not in trained]


def save_artifacts(net, folder, trained=None, loss="ce", frozen=None, checkpoint=True, extra=None):
    """Writes NAME.onnx and, with checkpoint, NAME.ckpt and NAME.optim.onnx.

    trained names the parameters with a gradient (default: all); frozen those that are
    graph inputs without one (default: the others). A parameter in neither stays an
    initializer.
    """
    trained = list(net.params) if trained is None else trained
    frozen = frozen_of(net, trained) if frozen is None else frozen
    kind = {"ce": artifacts.LossType.CrossEntropyLoss, "mse": artifacts.LossType.MSELoss}[loss]
    work = tempfile.mkdtemp(prefix="unswagc-")
    try:
        artifacts.generate_artifacts(
            net.model(), requires_grad=trained, frozen_params=frozen, loss=kind,
            optimizer=artifacts.OptimType.AdamW, artifact_directory=work,
            additional_output_names=extra)
        keep = {"training_model.onnx": "onnx"}
        if checkpoint:
            keep |= {"checkpoint": "ckpt", "optimizer_model.onnx": "optim.onnx"}
        for name, ending in keep.items():
            shutil.copyfile(os.path.join(work, name), os.path.join(folder, f"{net.name}.{ending}"))
    finally:
        shutil.rmtree(work)


def save_yield_graph(net, folder):
    """Writes NAME.onnx, the graph that ORTModule would run: forward, YieldOp, backward."""
    config = native.OrtModuleGraphBuilderConfiguration()
    config.initializer_names = list(net.params)
    config.initializer_names_to_train = list(net.params)
    config.input_names_require_grad = []
    builder = native.OrtModuleGraphBuilder()
    builder.initialize(net.model().SerializeToString(), config)
    builder.build(native.TrainingGraphTransformerConfiguration())
    with open(os.path.join(folder, f"{net.name}.onnx"), "wb") as f:
        f.write(builder.get_gradient_model())
