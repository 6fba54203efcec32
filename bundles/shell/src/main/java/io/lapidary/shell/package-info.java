/**
 * The command line.
 *
 * <p>{@code command} has one thin class for each command; {@code request} makes a request of what was typed; {@code platform} finds
 * a running platform or starts one, and talks to it; {@code result} writes what came out; {@code view} draws.
 */
package io.lapidary.shell;
