/** The commands: what each takes and prints, and its exit code. */
package io.lapidary.shell.command;
