/** What a model consists of, for people and for programs; needs no platform. */
package io.lapidary.shell.inspect;
