package io.lapidary.coordinator.internal.machine;

/** What is known of a requestId; nothing at all before anything came under it. */
public sealed interface Entry permits RequestState, Ended, Forewarned {}
