"""Building blocks that several networks share, and the data that they are fed."""

import os

os.environ["TF_USE_LEGACY_KERAS"] = "1"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np
import tf_keras as keras

L = keras.layers


def Input(shape, name="data", **more):
    return keras.Input(shape, name=name, **more)


def conv(x, channels, size=3, stride=1, activation="relu", norm=True, **more):
    x = L.Conv2D(channels, size, strides=stride, padding="same", use_bias=not norm, **more)(x)
    x = L.BatchNormalization()(x) if norm else x
    return L.Activation(activation)(x) if activation else x


def depthwise(x, stride=1, activation="relu", size=3, **more):
    x = L.DepthwiseConv2D(size, strides=stride, padding="same", use_bias=False, **more)(x)
    x = L.BatchNormalization()(x)
    return L.Activation(activation)(x) if activation else x


def dense(x, units, activation="relu", norm=False):
    x = L.Dense(units, use_bias=not norm)(x)
    x = L.BatchNormalization()(x) if norm else x
    return L.Activation(activation)(x) if activation else x


def encoder_block(x, width, heads, activation="gelu", mask=None):
    y = L.LayerNormalization()(x)
    y = L.MultiHeadAttention(heads, width // heads)(y, y, attention_mask=mask)
    x = L.Add()([x, y])
    y = L.LayerNormalization()(x)
    y = L.Dense(2 * width, activation=activation)(y)
    return L.Add()([x, L.Dense(width)(y)])


def images(random, count, height, width, channels):
    """Smooth surfaces with an edge and some noise, about 0, as normalized photographs are."""
    y, x = np.mgrid[0:height, 0:width] / max(height, width)
    out = np.empty((count, height, width, channels), np.float32)
    for image in out:
        for c in range(channels):
            fx, fy, phase, contrast = random.uniform(0, 9), random.uniform(0, 9), random.uniform(0, 6), random.gamma(4, 0.2)
            image[..., c] = contrast * np.sin(fx * x + fy * y + phase) + random.normal(0, 0.5)
        image[(x * random.normal() + y * random.normal()) > random.normal(0, 0.5)] += random.normal(0, 0.8, channels)
    return (out + random.normal(0, 0.05, out.shape)).astype(np.float32)


def series(random, count, steps, channels):
    """Sums of two waves with drift and noise, as sensors give."""
    t = np.arange(steps)[None, :, None] / steps
    def draw(low, high):
        return random.uniform(low, high, (count, 1, channels))

    waves = draw(0.2, 1.5) * np.sin(draw(3, 40) * t + draw(0, 6)) + draw(0, 0.7) * np.sin(draw(40, 90) * t)
    return (waves + draw(-1, 1) * t + random.normal(0, 0.1, waves.shape)).astype(np.float32)


def vectors(random, count, size):
    """Correlated numbers: a few hidden causes, mixed, of different magnitudes."""
    mixing = np.random.default_rng(size).normal(size=(6, size)) * np.random.default_rng(size + 1).gamma(2, 0.5, size)
    return (random.normal(size=(count, 6)) @ mixing / 2 + random.normal(0, 0.1, (count, size))).astype(np.float32)


def tokens(random, count, length, vocabulary):
    return random.zipf(1.3, (count, length)).clip(1, vocabulary - 1).astype(np.int32)


def settle(model, data, random):
    """Gives a network the look of a trained one: norm layers whose statistics fit the data, with factors and shifts of their own.

    Weights stay random, but each output channel has its own magnitude, and biases are not 0.
    """
    for layer in model.submodules:
        if isinstance(layer, L.BatchNormalization):
            layer.gamma.assign(random.gamma(8, 1 / 8, layer.gamma.shape))
            layer.beta.assign(random.normal(0, 0.3, layer.beta.shape))
            layer.momentum = 0.5
        elif isinstance(layer, (L.Conv1D, L.Conv2D, L.Dense)) and layer.built:
            layer.kernel.assign(layer.kernel * random.gamma(8, 1 / 8, layer.kernel.shape[-1:]))
            if layer.use_bias:
                layer.bias.assign(random.normal(0, 0.1, layer.bias.shape))
    if any(isinstance(layer, L.BatchNormalization) for layer in model.submodules):
        for _ in range(8):
            model(data, training=True)
