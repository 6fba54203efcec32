/** Finds a running platform or starts one, and talks to it over its topics and its store. */
package io.lapidary.shell.platform;
