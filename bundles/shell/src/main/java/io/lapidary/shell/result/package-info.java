/** What came out of a request: the document for programs, the page for people, the files in a folder. */
package io.lapidary.shell.result;
