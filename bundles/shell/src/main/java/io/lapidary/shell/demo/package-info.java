/** The demonstration: real requests for the project's own sample model. */
package io.lapidary.shell.demo;
