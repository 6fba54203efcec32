/** Makes a request of what was typed or written into a file, and puts its files into the store. */
package io.lapidary.shell.request;
