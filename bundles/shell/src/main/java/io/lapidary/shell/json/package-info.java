/** JSON as maps, lists and plain values. */
package io.lapidary.shell.json;
