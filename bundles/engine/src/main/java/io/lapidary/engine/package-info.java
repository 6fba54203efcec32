/**
 * Child processes that run native libraries, whatever the library.
 *
 * <p>The platform's side: an {@link io.lapidary.engine.EnginePool} starts processes as an
 * {@link io.lapidary.engine.EngineCommand} says, lends them as {@link io.lapidary.engine.EngineLease}s, watches memory and
 * time of each call, and replaces what died. The child's side: a {@code main} that hands a
 * {@link io.lapidary.engine.CallHandler} to {@link io.lapidary.engine.EngineChild}. Between them, Avro frames over a Unix
 * domain socket: native libraries print what they like to stdout and stderr, which go to the process's log file.
 */
@Export
@Version("1.0.0")
package io.lapidary.engine;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
