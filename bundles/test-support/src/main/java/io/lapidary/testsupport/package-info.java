/** What tests of several bundles share. */
package io.lapidary.testsupport;
