/** What is drawn: terminals, tables, progress, amounts. */
package io.lapidary.shell.view;
