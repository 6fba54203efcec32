/**
 * The contracts' values as messages and back.
 *
 * <p>What comes out of a message was written by someone else: a value that the contracts do not allow is answered by a {@link
 * io.lapidary.api.LapidaryException} of code undecodable-message, never by another exception.
 */
package io.lapidary.events.mapping;
