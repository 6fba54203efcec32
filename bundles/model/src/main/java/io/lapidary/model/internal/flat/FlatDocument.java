package io.lapidary.model.internal.flat;

import java.util.List;

import io.lapidary.model.UnknownField;

/**
 * What a flatbuffer holds.
 *
 * @param root its root table
 * @param unknown what could not be taken over, each kind once
 */
public record FlatDocument(FlatTable root, List<UnknownField> unknown) {}
