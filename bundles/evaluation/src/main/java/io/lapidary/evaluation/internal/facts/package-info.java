/** What a model's file tells by itself: its size, its operators and their types, its weights. */
package io.lapidary.evaluation.internal.facts;
