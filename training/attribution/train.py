"""Train the attribution tagger on PolNeAR.

    python training/attribution/train.py --base DIR --bench DIR --out DIR

Starts from all-MiniLM-L6-v2, fine-tunes all weights, and on the way cuts each layer's feed-forward part to the
neurons that matter most to the loss (first-order Taylor term, Molchanov et al. 2017), so that the network
keeps its depth at about half the work. Writes a checkpoint after each epoch and a log of losses.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterator
from pathlib import Path

import torch
from data import Example, Row, batches, examples_of, read_rows
from model import HIDDEN, Batch, Layer, Tagger
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from torch import Tensor, nn

from tellings.label.pieces import FEATURES

SEED = 20161108
PIECES = 1024
RATES = {"encoder": 1.5e-4, "heads": 1e-3, "transitions": 1e-2}
WARMUP = 0.06
POINTER_SHARE = 0.1


def load_tokenizer(path: Path) -> Tokenizer:
    """Return the word-piece tokenizer without padding and truncation."""
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def load_base(model: Tagger, path: Path) -> None:
    """Copy the weights of a BERT checkpoint's embeddings and first layers."""
    held = load_file(path)
    with torch.no_grad():
        model.pieces.weight.copy_(held["embeddings.word_embeddings.weight"])
        kind = held["embeddings.token_type_embeddings.weight"][0]
        model.places.weight.copy_(held["embeddings.position_embeddings.weight"] + kind)
        _copy(model.norm, held, "embeddings.LayerNorm")
        for number, layer in enumerate(model.layers):
            base = f"encoder.layer.{number}"
            for part in ("weight", "bias"):
                names = (f"{base}.attention.self.{one}.{part}" for one in ("query", "key", "value"))
                getattr(layer.qkv, part).copy_(torch.cat([held[name] for name in names]))
            _copy(layer.out, held, f"{base}.attention.output.dense")
            _copy(layer.norm1, held, f"{base}.attention.output.LayerNorm")
            _copy(layer.up, held, f"{base}.intermediate.dense")
            _copy(layer.down, held, f"{base}.output.dense")
            _copy(layer.norm2, held, f"{base}.output.LayerNorm")


def _copy(module: nn.Module, held: dict[str, Tensor], name: str) -> None:
    module.weight.copy_(held[f"{name}.weight"])
    module.bias.copy_(held[f"{name}.bias"])


def prune(layer: Layer, width: int, optimizer: torch.optim.Optimizer) -> None:
    """Keep the ``width`` feed-forward neurons of most importance, in the optimizer's memory as well."""
    assert layer.importance is not None
    kept = layer.importance.topk(width).indices.sort().values
    for module, name, axis in ((layer.up, "weight", 0), (layer.up, "bias", 0), (layer.down, "weight", 1)):
        old = getattr(module, name)
        new = nn.Parameter(old.detach().index_select(axis, kept).contiguous())
        setattr(module, name, new)
        state = optimizer.state.pop(old, None)
        if state:
            optimizer.state[new] = {
                key: value.index_select(axis, kept) if value.shape == old.shape else value
                for key, value in state.items()
            }
        for group in optimizer.param_groups:
            group["params"] = [new if held is old else held for held in group["params"]]
    layer.up.out_features = layer.down.in_features = width
    layer.importance = torch.zeros(width)


def make_optimizer(model: Tagger) -> torch.optim.AdamW:
    """Return AdamW with a rate per part of the network; biases and norms do not decay."""
    groups: dict[tuple[str, bool], list[Tensor]] = {}
    for name, weight in model.named_parameters():
        part = name.split(".")[0]
        kind = part if part == "transitions" else "heads" if part in ("labels", "pointers") else "encoder"
        groups.setdefault((kind, weight.dim() > 1 and part != "transitions"), []).append(weight)
    return torch.optim.AdamW(
        [
            {"params": held, "lr": RATES[kind], "base": RATES[kind], "weight_decay": 0.01 if decays else 0.0}
            for (kind, decays), held in groups.items()
        ]
    )


def rate_at(done: float) -> float:
    """Return the share of the full rate: a linear rise, then a linear fall to zero."""
    return done / WARMUP if done < WARMUP else (1 - done) / (1 - WARMUP)


def epoch_of(rows: list[Row], tokenizer: Tokenizer, number: int) -> Iterator[Batch]:
    """Yield the batches of one epoch, in an order and typography of its own."""
    dice = random.Random(SEED + number)
    examples: list[Example] = [made for row in rows for made in examples_of(row, tokenizer, dice=dice)]
    return batches(examples, pieces=PIECES, dice=dice)


@torch.no_grad()
def dev_loss(model: Tagger, rows: list[Row], tokenizer: Tokenizer) -> dict[str, float]:
    """Return the mean losses over the batches of the development rows."""
    model.eval()
    made = batches((one for row in rows for one in examples_of(row, tokenizer)), pieces=PIECES)
    losses = [model.loss(batch) for batch in made]
    model.train()
    return {
        "dev_chain": float(sum(a for a, _ in losses)) / len(losses),
        "dev_pointer": float(sum(b for _, b in losses)) / len(losses),
    }


def save(model: Tagger, path: Path) -> None:
    """Write the weights as safetensors."""
    save_file({name: weight.contiguous() for name, weight in model.state_dict().items()}, path)


class Schedule:
    """How far the training has come, what the rate is, and when to cut.

    With ``minutes`` the clock can push it on, so that a run ends in time; such a run does not repeat step for step.
    """

    def __init__(self, options: argparse.Namespace) -> None:
        self.epochs: int = options.epochs
        self.seconds: float = 60 * options.minutes
        self.cuts = [
            (float(at), int(width)) for at, width in (cut.split(":") for cut in options.cuts.split(",") if cut)
        ]
        self.began = time.monotonic()
        self.done = 0.0

    def move(self, epoch: int, share: float) -> None:
        """Note that ``share`` of an epoch is over."""
        self.done = (epoch + share) / self.epochs
        if self.seconds:
            self.done = max(self.done, (time.monotonic() - self.began) / self.seconds)

    def apply(self, model: Tagger, optimizer: torch.optim.Optimizer) -> None:
        """Set the rates, and cut when it is time."""
        if self.cuts and self.done >= self.cuts[0][0]:
            _, width = self.cuts.pop(0)
            for layer in model.layers:
                prune(layer, width, optimizer)
                if not self.cuts:
                    layer.importance = None
        for group in optimizer.param_groups:
            group["lr"] = group["base"] * rate_at(self.done)


def train_epoch(
    model: Tagger, optimizer: torch.optim.Optimizer, made: list[Batch], *, number: int, schedule: Schedule
) -> None:
    """Take one step per batch, until the schedule ends."""
    for at, batch in enumerate(made):
        schedule.move(number, at / len(made))
        if schedule.done >= 1:
            return
        schedule.apply(model, optimizer)
        chain, pointer = model.loss(batch)
        optimizer.zero_grad()
        (chain + POINTER_SHARE * pointer).backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        if at % 25 == 0:
            note = {"epoch": number, "step": at, "of": len(made), "done": round(schedule.done, 3)}
            print(json.dumps({**note, "chain": chain.item(), "pointer": pointer.item()}), flush=True)
    schedule.move(number, 1.0)


def train(options: argparse.Namespace) -> None:
    """Run the whole training."""
    torch.manual_seed(SEED)
    torch.set_num_threads(options.threads)
    tokenizer = load_tokenizer(options.base / "tokenizer.json")
    rows = read_rows(options.bench / "quotes" / "train.jsonl.gz")
    dev = read_rows(options.bench / "quotes" / "dev.jsonl.gz")
    model = Tagger(options.layers, 4 * HIDDEN, FEATURES)
    load_base(model, options.base / "model.safetensors")
    optimizer = make_optimizer(model)
    schedule = Schedule(options)
    for layer in model.layers:
        layer.importance = torch.zeros(4 * HIDDEN) if schedule.cuts else None
    options.out.mkdir(parents=True, exist_ok=True)
    for number in range(options.epochs):
        made = list(epoch_of(rows, tokenizer, number))
        train_epoch(model, optimizer, made, number=number, schedule=schedule)
        save(model, options.out / f"epoch{number}.safetensors")
        print(json.dumps({"epoch": number, **dev_loss(model, dev, tokenizer)}), flush=True)
        if schedule.done >= 1:
            return


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Train the attribution tagger.")
    parser.add_argument("--base", type=Path, required=True, help="folder of all-MiniLM-L6-v2")
    parser.add_argument("--bench", type=Path, required=True, help="folder with quotes/train.jsonl.gz")
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoints")
    parser.add_argument("--layers", type=int, default=6)
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--cuts", default="0.05:1024,0.09:768,0.13:512", help="share of training : neurons left")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--minutes", type=float, default=0, help="end by then: the schedule follows the clock")
    train(parser.parse_args())


if __name__ == "__main__":
    main()
