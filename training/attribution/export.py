"""Write a checkpoint as the int8 ONNX file that the package ships.

    python training/attribution/export.py CHECKPOINT --base DIR [--models DIR] [--full]

The graph is written by hand with ONNX Runtime's fused operators (``com.microsoft``): weights are int8 with a scale
per column and seven bits (processors without VNNI add two products in 16 bits, which eight bits overflow),
activations are quantised as they come, the heads stay in single precision. ``--full`` keeps single precision
everywhere, to measure what quantisation costs.
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

import numpy as np
import onnx
from model import HEADS, HIDDEN, LABELS, POINTER, ROLES, allowed_transitions
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from safetensors.numpy import load_file

FUSED = "com.microsoft"
LARGEST = 64
"""Largest absolute int8 weight: 255 * 64 * 2 fits in 16 bits."""
FORBIDDEN = -1e4
BIAS: dict[str, float] = {}
"""Added to a label's score; set on dev."""

Array = NDArray[np.float32]


class Graph:
    """Nodes and weights of the network as they are added."""

    def __init__(self, weights: dict[str, Array], *, full: bool) -> None:
        self.weights = weights
        self.full = full
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def constant(self, name: str, value: NDArray[np.generic]) -> str:
        """Add a constant and return its name."""
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def node(self, kind: str, inputs: list[str], output: str, *, fused: bool = False, **settings: object) -> str:
        """Add an operator of one output and return the output's name."""
        domain = {"domain": FUSED} if fused else {}
        self.nodes.append(helper.make_node(kind, inputs, [output], **domain, **settings))
        return output

    def linear(self, x: str, name: str, *, exact: bool = False, shifted: bool = True) -> str:
        """Add a linear layer, in int8 unless asked for single precision, with its bias if ``shifted``."""
        matrix = self.weights[f"{name}.weight"].T
        bias = self.constant(f"{name}.bias", self.weights[f"{name}.bias"])
        if exact or self.full:
            product = self.node("MatMul", [x, self.constant(f"{name}.weight", matrix)], f"{name}.product")
            return self.node("Add", [product, bias], f"{name}.out")
        scale = (np.maximum(np.abs(matrix).max(0), 1e-8) / LARGEST).astype(np.float32)
        inputs = [
            x,
            self.constant(f"{name}.weight", np.round(matrix / scale).astype(np.int8)),
            self.constant(f"{name}.scale", scale),
            self.constant(f"{name}.zero", np.zeros(len(scale), np.int8)),
            *([bias] if shifted else []),
        ]
        return self.node("DynamicQuantizeMatMul", inputs, f"{name}.out", fused=True)

    def levelled(self, x: str, name: str) -> str:
        """Add an int8 linear layer whose input rows are first brought to one size.

        A window's activations share one int8 scale, and a single ``[CLS]`` row of five times the size takes
        two of the eight bits from all others: levelling halves the error of the whole network for 7 % of its speed.
        """
        if self.full:
            return self.linear(x, name)
        last = self.constant(f"{name}.last", np.array([-1]))
        size = self.node("ReduceMax", [self.node("Abs", [x], f"{name}.abs"), last], f"{name}.size", keepdims=1)
        product = self.linear(self.node("Div", [x, size], f"{name}.level"), name, shifted=False)
        return self.node("Add", [self.node("Mul", [product, size], f"{name}.back"), f"{name}.bias"], f"{name}.sum")

    def norm(self, x: str, skip: str, name: str) -> str:
        """Add the sum of two inputs and its layer norm; ``SkipLayerNormalization`` would take six times as long."""
        inputs = [
            self.node("Add", [x, skip], f"{name}.both"),
            *(self.constant(f"{name}.{part}", self.weights[f"{name}.{part}"]) for part in ("weight", "bias")),
        ]
        return self.node("LayerNormalization", inputs, f"{name}.out", epsilon=1e-12)

    def embed(self) -> str:
        """Add the sum of piece, feature and place embeddings and its norm."""
        table = self.weights["pieces.weight"]
        if self.full:
            pieces = self.node("Gather", [self.constant("pieces", table), "ids"], "embedded")
        else:
            scale = (np.maximum(np.abs(table).max(1, keepdims=True), 1e-8) / 127).astype(np.float32)
            coded = self.constant("pieces", np.round(table / scale).astype(np.int8))
            raw = self.node("Gather", [coded, "ids"], "pieces.coded")
            row = self.node("Gather", [self.constant("pieces.scale", scale), "ids"], "pieces.row")
            pieces = self.node("Mul", [self.node("Cast", [raw], "pieces.raw", to=TensorProto.FLOAT), row], "embedded")
        features = self.constant("features.weight", self.weights["features.weight"])
        both = self.node("Add", [pieces, self.node("Gather", [features, "features"], "features.out")], "both")
        self.node("Shape", ["ids"], "length", start=1, end=2)
        inputs = [
            self.constant("places", self.weights["places.weight"][None]),
            self.constant("zero", np.zeros(1, np.int64)),
            "length",
            self.constant("one", np.ones(1, np.int64)),
        ]
        return self.norm(both, self.node("Slice", inputs, "places.out"), "norm")

    def layer(self, x: str, number: int) -> str:
        """Add one transformer layer."""
        base = f"layers.{number}"
        parts = [f"{base}.{part}" for part in "qkv"]
        self.nodes.append(helper.make_node("Split", [self.linear(x, f"{base}.qkv")], parts, axis=-1, num_outputs=3))
        mixed = self.node("MultiHeadAttention", parts, f"{base}.mixed", fused=True, num_heads=HEADS)
        x = self.norm(self.linear(mixed, f"{base}.out"), x, f"{base}.norm1")
        inner = self.node("Gelu", [self.levelled(x, f"{base}.up")], f"{base}.inner", fused=True)
        return self.norm(self.levelled(inner, f"{base}.down"), x, f"{base}.norm2")

    def model(self) -> onnx.ModelProto:
        """Return the whole network: ids, features (1, pieces) and firsts (words) to emissions and vectors."""
        x = self.embed()
        number = 0
        while f"layers.{number}.up.weight" in self.weights:
            x = self.layer(x, number)
            number += 1
        words = self.node("Gather", [x, "firsts"], "words", axis=1)
        outputs = [self.linear(words, "labels", exact=True), self.linear(words, "pointers", exact=True)]
        graph = helper.make_graph(
            self.nodes,
            "attribution",
            [
                helper.make_tensor_value_info("ids", TensorProto.INT64, [1, "pieces"]),
                helper.make_tensor_value_info("features", TensorProto.INT64, [1, "pieces"]),
                helper.make_tensor_value_info("firsts", TensorProto.INT64, ["words"]),
            ],
            [
                helper.make_tensor_value_info(outputs[0], TensorProto.FLOAT, [1, "words", len(LABELS)]),
                helper.make_tensor_value_info(outputs[1], TensorProto.FLOAT, [1, "words", 4 * POINTER]),
            ],
            self.constants,
        )
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18), helper.make_opsetid(FUSED, 1)])
        model.ir_version = 9
        return model


def export(checkpoint: Path, tokenizer: Path, models: Path, *, full: bool) -> None:
    """Write attribution.onnx, labels.json and tokenizer.json."""
    weights = load_file(checkpoint)
    assert weights["norm.weight"].shape == (HIDDEN,)
    models.mkdir(parents=True, exist_ok=True)
    (models / "attribution.onnx").write_bytes(Graph(weights, full=full).model().SerializeToString())
    moves = np.where(allowed_transitions().numpy(), weights["transitions"], FORBIDDEN)
    settings = {
        "labels": list(LABELS),
        "roles": list(ROLES),
        "pointer": POINTER,
        "bias": BIAS,
        "transitions": [[round(float(value), 4) for value in row] for row in moves],
    }
    (models / "labels.json").write_text(json.dumps(settings) + "\n", encoding="utf-8")
    shutil.copyfile(tokenizer, models / "tokenizer.json")


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Export the attribution tagger.")
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--base", type=Path, required=True, help="folder of all-MiniLM-L6-v2")
    parser.add_argument("--models", type=Path, default=Path("src/tellings/label/models"))
    parser.add_argument("--full", action="store_true", help="single precision")
    options = parser.parse_args()
    export(options.checkpoint, options.base / "tokenizer.json", options.models, full=options.full)


if __name__ == "__main__":
    main()
