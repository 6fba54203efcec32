/** What differs between two artifacts. */
package io.lapidary.shell.compare;
