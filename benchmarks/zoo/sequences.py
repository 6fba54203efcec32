"""Networks for series, sound, text and tables, recurrent and streaming ones among them."""

import numpy as np
import tensorflow as tf
from layers import Input, L, dense, encoder_block, keras

SERIES = (32, 6)


def dense_autoencoder():
    x = frames = Input((128,))
    for units in (64, 64, 8, 64, 64):
        x = dense(x, units, "relu", norm=True)
    return keras.Model(frames, L.Dense(128)(x))


def activations():
    x = table = Input((24,))
    kinds = ("elu", "selu", "softplus", "swish", "gelu", "tanh", "exponential", "hard_sigmoid", "leaky_relu")
    branches = [dense(x, 12, kind) for kind in kinds]
    x = L.Concatenate()(branches)
    x = dense(x, 24, lambda v: v * tf.tanh(tf.math.softplus(v)))
    return keras.Model(table, L.Dense(4)(x))


def recommender():
    user, items, context = Input((1,), dtype="int32", name="user"), Input((8,), dtype="int32", name="items"), Input((6,), name="context")
    u = L.Flatten()(L.Embedding(200, 16, embeddings_initializer="random_normal")(user))
    i = L.GlobalAveragePooling1D()(L.Embedding(300, 16, embeddings_initializer="random_normal")(items))
    x = L.Concatenate()([u, i, u * i, L.BatchNormalization()(context)])
    return keras.Model([user, items, context], L.Dense(1, activation="sigmoid")(dense(dense(x, 32), 16)))


def several_inputs():
    picture, table = Input((16, 16, 1), name="picture"), Input((12,), name="table")
    x = L.GlobalAveragePooling2D()(L.Conv2D(16, 3, activation="relu")(picture))
    x = L.Concatenate()([x, L.Dense(16, activation="relu")(table)])
    return keras.Model([picture, table], {"kind": L.Dense(4, activation="softmax")(x), "value": L.Dense(1)(x) * 30})


def convolutional_1d():
    x = signal = Input((64, 3))
    for width in (16, 24):
        x = L.Conv1D(width, 5, padding="same", use_bias=False)(x)
        x = L.MaxPooling1D()(L.ReLU()(L.BatchNormalization()(x)))
    x = L.SeparableConv1D(24, 3, activation="relu")(x)
    return keras.Model(signal, L.Dense(6, activation="softmax")(L.GlobalMaxPooling1D()(x)))


def temporal():
    x = signal = Input((64, 4))
    for rate in (1, 2, 4):
        y = L.Conv1D(16, 3, padding="causal", dilation_rate=rate, activation="relu")(x)
        x = L.ReLU()(L.Add()([L.Conv1D(16, 3, padding="causal", dilation_rate=rate)(y), L.Conv1D(16, 1)(x)]))
    return keras.Model(signal, L.Dense(5)(x[:, -1, :]))


def gated():
    x = signal = Input((64, 2))
    x = L.Conv1D(16, 1)(x)
    total = 0
    for rate in (1, 2, 4):
        y = L.Conv1D(16, 2, padding="causal", dilation_rate=rate, activation="tanh")(x)
        y = y * L.Conv1D(16, 2, padding="causal", dilation_rate=rate, activation="sigmoid")(x)
        y = L.Conv1D(16, 1)(y)
        total, x = total + y, x + y
    return keras.Model(signal, L.Conv1D(8, 1)(tf.nn.relu(L.Conv1D(16, 1)(tf.nn.relu(total)))))


def upsampled_1d():
    x = signal = Input((32, 4))
    x = L.Conv1D(16, 3, strides=2, padding="same", activation="relu")(x)
    x = L.Conv1DTranspose(12, 4, strides=2, padding="same", activation="relu")(x)
    return keras.Model(signal, L.Conv1D(2, 3, padding="same")(L.UpSampling1D()(x)))


def spectrum():
    x = power = Input((32, 20))
    x = tf.math.log(tf.abs(x) + 1e-3)
    x = L.Normalization(axis=-1, mean=-1.0, variance=2.0)(x)
    x = L.Reshape((32, 20, 1))(x)
    x = L.Conv2D(12, (8, 4), strides=2, activation="relu")(x)
    return keras.Model(power, L.Dense(8, activation="softmax")(dense(L.Flatten()(x), 24)))


def lstm():
    x = signal = Input(SERIES, batch_size=1)
    x = L.LSTM(24, return_sequences=True)(x)
    return keras.Model(signal, L.Dense(5)(L.LSTM(16)(x)))


def both_ways():
    x = signal = Input(SERIES, batch_size=1)
    x = L.Bidirectional(L.LSTM(16, return_sequences=True))(x)
    return keras.Model(signal, L.TimeDistributed(L.Dense(5, activation="softmax"))(x))


def gru_unrolled():
    x = signal = Input((10, 6), batch_size=1)
    return keras.Model(signal, L.Dense(5)(L.GRU(20, unroll=True)(x)))


def gru_loop():
    x = signal = Input(SERIES, batch_size=1)
    x = L.GRU(20, return_sequences=True)(x)
    return keras.Model(signal, L.Dense(5)(L.GRU(12, reset_after=False)(x)))


def simple_recurrent():
    x = signal = Input(SERIES, batch_size=1)
    return keras.Model(signal, L.Dense(5)(L.SimpleRNN(16)(x)))


def recurrent_convolution():
    x = frames = Input((4, 12, 12, 2), batch_size=1)
    x = L.ConvLSTM2D(8, 3, padding="same")(x)
    return keras.Model(frames, L.Dense(5)(L.GlobalAveragePooling2D()(x)))


def text_encoder():
    words = Input((16,), dtype="int32")
    x = L.Embedding(500, 32, embeddings_initializer="random_normal")(words)
    x = x + tf.random.stateless_normal((1, 16, 32), (3, 4), stddev=0.1)
    for _ in range(2):
        x = encoder_block(x, 32, 4)
    return keras.Model(words, L.Dense(6)(L.LayerNormalization()(x)[:, 0]))


def masked_attention():
    words = Input((16,), dtype="int32")
    x = L.Embedding(500, 32, embeddings_initializer="random_normal")(words)
    mask = tf.cast(words[:, None, :] > 1, tf.float32)
    scores = tf.matmul(L.Dense(32)(x), L.Dense(32)(x), transpose_b=True) / 5.7 + (1 - mask) * -1e9
    x = x + tf.matmul(tf.nn.softmax(scores), L.Dense(32)(x))
    return keras.Model(words, L.Dense(6)(tf.reduce_max(x, 1)))


def causal_decoder():
    signal = Input((16, 8))
    x = L.Dense(32)(signal)
    for _ in range(2):
        x = encoder_block(x, 32, 4, "relu", tf.linalg.band_part(tf.ones((1, 16, 16)), -1, 0))
    return keras.Model(signal, L.Dense(8)(x))


def rotary_decoder():
    """Inverse roots of mean squares as norms, gates behind SiLU, and a mask that is a constant."""

    def norm(x):
        return x * tf.math.rsqrt(tf.reduce_mean(tf.square(x), -1, keepdims=True) + 1e-6)

    def rotated(x):
        angles = np.arange(16)[:, None, None] / 10000 ** (np.arange(4) / 4)
        turn, across = (tf.constant(f(angles), tf.float32) for f in (np.cos, np.sin))
        a, b = tf.split(x, 2, -1)
        return tf.concat([a * turn - b * across, a * across + b * turn], -1)

    words = Input((16,), dtype="int32")
    x = L.Embedding(500, 32, embeddings_initializer="random_normal")(words)
    mask = tf.constant(np.triu(np.full((16, 16), -1e9), 1), tf.float32)
    for _ in range(2):
        q, k, v = (L.Reshape((16, 4, 8))(L.Dense(32, use_bias=False)(norm(x))) for _ in range(3))
        scores = tf.einsum("nqhc,nkhc->nhqk", rotated(q), rotated(k)) * 0.35 + mask
        y = tf.einsum("nhqk,nkhc->nqhc", tf.nn.softmax(scores), v)
        x = x + L.Dense(32)(L.Reshape((16, 32))(y))
        x = x + L.Dense(32)(tf.nn.silu(L.Dense(64)(norm(x))) * L.Dense(64)(norm(x)))
    return keras.Model(words, L.Dense(20)(norm(x)))


def pooled_attention():
    signal = Input(SERIES)
    x = L.Dense(24, activation="tanh")(signal)
    weights = L.Softmax(axis=1)(L.Dense(1)(x))
    x = tf.reduce_sum(x * weights, 1)
    spread = tf.sqrt(tf.reduce_sum(tf.square(x), -1, keepdims=True) + 1e-6)
    return keras.Model(signal, L.Dense(4)(x / spread))


class Streaming(tf.Module):
    """Keeps the last frames and a running mean in variables, one frame a call."""

    def __init__(self):
        super().__init__()
        self.past = tf.Variable(tf.zeros((1, 7, 10)))
        self.level = tf.Variable(tf.zeros((1, 16)))
        self.first = L.Conv1D(16, 8, activation="relu")
        self.last = L.Dense(4)

    @tf.function(input_signature=[tf.TensorSpec((1, 1, 10), tf.float32, "frame")])
    def __call__(self, frame):
        window = tf.concat([self.past, frame], 1)
        self.past.assign(window[:, 1:])
        x = self.first(window)[:, 0]
        self.level.assign(0.8 * self.level + 0.2 * x)
        return {"scores": self.last(tf.concat([x, self.level], -1))}


class TwoEntries(tf.Module):
    """An encoder and a decoder, each with a signature of its own, that share a layer."""

    def __init__(self):
        super().__init__()
        self.mix = L.Dense(16, activation="relu")
        self.down, self.up = L.Dense(16), L.Dense(16)

    @tf.function(input_signature=[tf.TensorSpec((1, 16), tf.float32, "given")])
    def encode(self, given):
        return {"code": self.down(self.mix(given))}

    @tf.function(input_signature=[tf.TensorSpec((1, 16), tf.float32, "given")])
    def decode(self, given):
        return {"back": tf.tanh(self.up(self.mix(given)))}
