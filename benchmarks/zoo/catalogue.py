"""Every network by name, with what it is fed."""

import functools
from dataclasses import dataclass
from typing import Callable

import numpy as np
import operators
import sequences
import tensorflow as tf
import vision
from layers import images, keras, series, settle, tokens, vectors

SEED = 20


@dataclass(frozen=True)
class Network:
    """build gives a Keras network or a module with functions of fixed signatures; feed(random, count) arrays by input name."""

    build: Callable
    feed: Callable

    def made(self):
        """The network, the same at every call."""
        keras.backend.clear_session()
        keras.utils.set_random_seed(SEED)
        model = self.build()
        random = np.random.default_rng(SEED)
        data = {name: tf.constant(array) for name, array in self.feed(random, 32).items()}
        if isinstance(model, keras.Model):
            fixed = model.inputs[0].shape[0] == 1
            settle(model, {k: v[:1] for k, v in data.items()} if fixed else data, random)
        else:
            for function in signatures(model).values():
                function(*(value[:1] for value in data.values()))
            settle(model, data, random)
        return model

    def samples(self, part, count):
        """Arrays [count, ...] by input name; parts have nothing in common."""
        return self.feed(np.random.default_rng((SEED, len(part))), count)


def signatures(module):
    found = {name: getattr(module, name) for name in ("__call__", "call", "encode", "decode") if hasattr(module, name)}
    return {name.strip("_"): function for name, function in found.items() if hasattr(function, "get_concrete_function")}


def _one(make, *sizes):
    """Feeds a network of a single input."""
    return lambda random, count: {"data": make(random, count, *sizes)}


def _several(**inputs):
    return lambda random, count: {name: make(random, count) for name, make in inputs.items()}


def _ids(length, vocabulary):
    return functools.partial(tokens, length=length, vocabulary=vocabulary)


IMAGES = _one(images, 32, 32, 3)
LARGE = _one(images, 48, 48, 3)
SERIES = _one(series, *sequences.SERIES)

NETWORKS = {
    "residual": Network(vision.residual, IMAGES),
    "inverted-residual": Network(vision.inverted_residual, IMAGES),
    "squeeze-excite": Network(vision.squeeze_excite, IMAGES),
    "efficient": Network(vision.efficient, IMAGES),
    "grouped-dilated": Network(vision.grouped_dilated, IMAGES),
    "dense-net": Network(vision.dense_net, IMAGES),
    "shuffle": Network(vision.shuffle, IMAGES),
    "u-net": Network(vision.u_net, IMAGES),
    "atrous-pyramid": Network(vision.atrous_pyramid, IMAGES),
    "transposed-autoencoder": Network(vision.transposed_autoencoder, IMAGES),
    "super-resolution": Network(vision.super_resolution, _one(images, 16, 16, 3)),
    "ssd-head": Network(vision.ssd_head, LARGE),
    "grid-detector": Network(vision.grid_detector, LARGE),
    "keypoints": Network(vision.keypoints, IMAGES),
    "instance-norm": Network(vision.instance_norm, IMAGES),
    "stylizer": Network(vision.stylizer, IMAGES),
    "group-norm": Network(vision.group_norm, IMAGES),
    "vision-transformer": Network(vision.vision_transformer, IMAGES),
    "mixer": Network(vision.mixer, IMAGES),
    "spatial-attention": Network(vision.spatial_attention, IMAGES),
    "siamese": Network(
        vision.siamese,
        _several(
            one=functools.partial(images, height=32, width=32, channels=3),
            other=functools.partial(images, height=32, width=32, channels=3),
        ),
    ),
    "volumetric": Network(
        vision.volumetric, lambda random, count: {"data": images(random, 8 * count, 16, 16, 2).reshape(count, 8, 16, 16, 2)}
    ),
    "raw-pixels": Network(vision.raw_pixels, IMAGES),
    "dense-autoencoder": Network(sequences.dense_autoencoder, _one(vectors, 128)),
    "activations": Network(sequences.activations, _one(vectors, 24)),
    "recommender": Network(
        sequences.recommender,
        _several(user=_ids(1, 200), items=_ids(8, 300), context=functools.partial(vectors, size=6)),
    ),
    "several-inputs": Network(
        sequences.several_inputs,
        _several(
            picture=functools.partial(images, height=16, width=16, channels=1),
            table=functools.partial(vectors, size=12),
        ),
    ),
    "convolutional-1d": Network(sequences.convolutional_1d, _one(series, 64, 3)),
    "temporal": Network(sequences.temporal, _one(series, 64, 4)),
    "gated": Network(sequences.gated, _one(series, 64, 2)),
    "upsampled-1d": Network(sequences.upsampled_1d, _one(series, 32, 4)),
    "spectrum": Network(sequences.spectrum, _one(series, 32, 20)),
    "lstm": Network(sequences.lstm, SERIES),
    "both-ways": Network(sequences.both_ways, SERIES),
    "gru-unrolled": Network(sequences.gru_unrolled, _one(series, 10, 6)),
    "gru-loop": Network(sequences.gru_loop, SERIES),
    "simple-recurrent": Network(sequences.simple_recurrent, SERIES),
    "recurrent-convolution": Network(
        sequences.recurrent_convolution,
        lambda random, count: {"data": images(random, 4 * count, 12, 12, 2).reshape(count, 4, 12, 12, 2)},
    ),
    "text-encoder": Network(sequences.text_encoder, _one(tokens, 16, 500)),
    "masked-attention": Network(sequences.masked_attention, _one(tokens, 16, 500)),
    "causal-decoder": Network(sequences.causal_decoder, _one(series, 16, 8)),
    "rotary-decoder": Network(sequences.rotary_decoder, _one(tokens, 16, 500)),
    "pooled-attention": Network(sequences.pooled_attention, SERIES),
    "streaming": Network(sequences.Streaming, _several(frame=lambda random, count: series(random, 1, count, 10)[0][:, None])),
    "two-entries": Network(sequences.TwoEntries, _several(given=functools.partial(vectors, size=16))),
}

SINGLE_OPERATORS = {
    f"{name}.{feed}": Network(functools.partial(operators.Single, name), operators.fed(name, feed))
    for name in operators.OPERATORS
    for feed in operators.FEEDS
}
