/** Runs what made an artifact again, and compares. */
package io.lapidary.shell.replay;
