/** Files that samples are read from: their first bytes, how far they may expand, and how reading them fails. */
package io.lapidary.dataset.internal.source;
