"""The attribution tagger in PyTorch: a BERT encoder, a chain over words, and two pointers.

One encoder pass reads a window. Per word a linear-chain CRF chooses among O and B, I, E, S of source, cue and
content (the three never overlap in PolNeAR). A bilinear pointer ties each cue to its source and each content
to its cue, or to ``[CLS]`` where there is none.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

HIDDEN, HEADS, VOCABULARY, POSITIONS = 384, 12, 30522, 512
POINTER = 64
ROLES = ("source", "cue", "content")
LABELS = ("O", *(f"{place}-{role}" for role in ROLES for place in "BIES"))


def allowed_transitions() -> Tensor:
    """Return a (labels + 1, labels + 1) mask; the last row is the start, the last column the end."""
    size = len(LABELS)
    mask = torch.zeros(size + 1, size + 1, dtype=torch.bool)
    for left in range(size + 1):
        place, _, role = LABELS[left].partition("-") if left < size else ("O", "", "")
        for right in range(size + 1):
            to, _, to_role = LABELS[right].partition("-") if right < size else ("O", "", "")
            if place in "BI":
                mask[left, right] = to in "IE" and to_role == role
            else:
                mask[left, right] = to in "OBS"
    return mask


class Layer(nn.Module):
    """One BERT layer, its feed-forward part as wide as pruning left it."""

    def __init__(self, width: int, dropout: float) -> None:
        super().__init__()
        self.qkv = nn.Linear(HIDDEN, 3 * HIDDEN)
        self.out = nn.Linear(HIDDEN, HIDDEN)
        self.up = nn.Linear(HIDDEN, width)
        self.down = nn.Linear(width, HIDDEN)
        self.norm1 = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.norm2 = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.dropout = nn.Dropout(dropout)
        self.importance: Tensor | None = None

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """Map (batch, pieces, HIDDEN) to the same shape; ``mask`` is True where there is a piece."""
        batch, length, _ = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, HEADS, HIDDEN // HEADS).permute(2, 0, 3, 1, 4)
        mixed = functional.scaled_dot_product_attention(q, k, v, attn_mask=mask[:, None, None, :])
        x = self.norm1(x + self.dropout(self.out(mixed.transpose(1, 2).reshape(batch, length, HIDDEN))))
        inner = functional.gelu(self.up(x))
        if self.importance is not None and inner.requires_grad:
            held = inner.detach()
            inner.register_hook(lambda grad: self._note(held, grad))
        return self.norm2(x + self.dropout(self.down(inner)))

    def _note(self, held: Tensor, grad: Tensor) -> None:
        assert self.importance is not None
        self.importance.mul_(0.99).add_((held * grad).sum((0, 1)).abs())


@dataclass
class Batch:
    """Windows side by side; shapes in brackets.

    Attributes:
        ids: piece ids [batch, pieces], 0 where padded.
        features: feature codes of the pieces [batch, pieces].
        mask: True where there is a piece [batch, pieces].
        firsts: first piece of each word [batch, words], 0 where padded.
        words: True where there is a word [batch, words].
        labels: index into LABELS [batch, words].
        pointers: per kind (cue to source, content to cue) rows of window, word, target word.
    """

    ids: Tensor
    features: Tensor
    mask: Tensor
    firsts: Tensor
    words: Tensor
    labels: Tensor
    pointers: tuple[Tensor, Tensor]


class Tagger(nn.Module):
    """The whole network; ``loss`` for training, ``forward`` for emissions and pointer vectors."""

    def __init__(self, layers: int, width: int, features: int, dropout: float = 0.1) -> None:
        super().__init__()
        self.pieces = nn.Embedding(VOCABULARY, HIDDEN)
        self.places = nn.Embedding(POSITIONS, HIDDEN)
        self.features = nn.Embedding(features, HIDDEN)
        nn.init.zeros_(self.features.weight)
        self.norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.dropout = nn.Dropout(dropout)
        self.layers = nn.ModuleList(Layer(width, dropout) for _ in range(layers))
        self.labels = nn.Linear(HIDDEN, len(LABELS))
        self.pointers = nn.Linear(HIDDEN, 4 * POINTER)
        self.transitions = nn.Parameter(torch.zeros(len(LABELS) + 1, len(LABELS) + 1))
        self.register_buffer("allowed", allowed_transitions(), persistent=False)

    def encode(self, ids: Tensor, features: Tensor, mask: Tensor) -> Tensor:
        """Return piece vectors [batch, pieces, HIDDEN]."""
        places = torch.arange(ids.shape[1])
        x = self.norm(self.pieces(ids) + self.places(places) + self.features(features))
        x = self.dropout(x)
        for layer in self.layers:
            x = layer(x, mask)
        return x

    def forward(self, batch: Batch) -> tuple[Tensor, Tensor]:
        """Return emissions [batch, words, labels] and pointer vectors [batch, words, 4, POINTER]."""
        x = self.encode(batch.ids, batch.features, batch.mask)
        x = x.gather(1, batch.firsts[:, :, None].expand(-1, -1, HIDDEN))
        vectors = self.pointers(x)
        return self.labels(self.dropout(x)), vectors.view(*vectors.shape[:2], 4, POINTER)

    def loss(self, batch: Batch) -> tuple[Tensor, Tensor]:
        """Return the chain's negative log-likelihood per word and the pointers' mean cross-entropy."""
        emissions, vectors = self(batch)
        chain = self._chain(emissions, batch.labels, batch.words) / batch.words.sum()
        losses = []
        for kind, rows in enumerate(batch.pointers):
            window, word, target = rows.unbind(1)
            query = vectors[window, word, 2 * kind]
            scores = torch.einsum("nd,nwd->nw", query, vectors[window, :, 2 * kind + 1]) / math.sqrt(POINTER)
            scores = scores.masked_fill(~batch.words[window], -1e9)
            losses.append(functional.cross_entropy(scores, target, reduction="sum"))
        count = sum(len(rows) for rows in batch.pointers)
        return chain, (losses[0] + losses[1]) / max(count, 1)

    def _chain(self, emissions: Tensor, labels: Tensor, words: Tensor) -> Tensor:
        size = len(LABELS)
        moves = self.transitions.masked_fill(~self.allowed, -1e4)
        between, start, end = moves[:size, :size], moves[size, :size], moves[:size, size]
        batch, length, _ = emissions.shape
        keep = words.float()
        gold = emissions.gather(2, labels[:, :, None])[:, :, 0]
        score = (gold * keep).sum() + start[labels[:, 0]].sum()
        score = score + (between[labels[:, :-1], labels[:, 1:]] * keep[:, 1:]).sum()
        lasts = words.sum(1) - 1
        score = score + end[labels[torch.arange(batch), lasts]].sum()
        alpha = emissions[:, 0] + start
        for at in range(1, length):
            step = torch.logsumexp(alpha[:, :, None] + between, 1) + emissions[:, at]
            alpha = torch.where(words[:, at, None], step, alpha)
        return torch.logsumexp(alpha + end, 1).sum() - score
