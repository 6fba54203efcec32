/** Measures a model on this machine, with the same evaluator, engine and backends as a node, and without a platform. */
package io.lapidary.shell.evaluate;
