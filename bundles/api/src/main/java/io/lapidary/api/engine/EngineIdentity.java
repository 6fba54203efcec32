package io.lapidary.api.engine;

/**
 * What an engine's numbers depend on: part of a remembered step's key, and recorded with every measurement.
 *
 * @param id as in {@code litert}
 * @param version of the native library
 * @param cpuClass architecture and the vector extensions that kernels choose by, as in {@code x86_64+avx2+fma}
 */
public record EngineIdentity(String id, String version, String cpuClass) {}
