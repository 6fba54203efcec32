/** Where artifacts came from, as the platform's topics tell it. */
package io.lapidary.shell.provenance;
