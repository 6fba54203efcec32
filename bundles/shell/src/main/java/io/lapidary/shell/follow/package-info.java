/** Tells a person how a request goes on. */
package io.lapidary.shell.follow;
