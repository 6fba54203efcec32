/**
 * How messages become bytes and back: Avro's single-object encoding, schemas by fingerprint, CloudEvents headers, trace
 * context, topic names.
 */
package io.lapidary.events.codec;
