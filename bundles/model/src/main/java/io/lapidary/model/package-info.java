/**
 * The TensorFlow Lite graph: read, look at, edit, write; what an edit does not touch stays as it was in the file.
 *
 * <h2>Read and look</h2>
 *
 * <pre>{@code
 * Model model = TfliteReader.read(file);             // mapped; weights are views, never copied
 * for (Subgraph graph : model.subgraphs()) {         // model.main() is the first
 *     for (Operator op : graph.operators()) {        // in order of execution
 *         if (op.type() == BuiltinOperator.CONV_2D) {
 *             Tensor weights = op.input(1).orElseThrow();   // empty where an optional input is left out
 *             int stride = op.options().intValue("stride_w");   // the format's own field names
 *             String padding = op.options().enumValue("padding");
 *         }
 *     }
 * }
 * tensor.type(); tensor.shape(); tensor.shapeSignature();   // the signature has -1 for dynamic dimensions
 * tensor.isConstant(); tensor.data();                // read-only little-endian ByteBuffer
 * tensor.quantization(); tensor.producer(); tensor.consumers();
 * }</pre>
 *
 * <h2>Edit</h2>
 *
 * <pre>{@code
 * ModelEditor edit = ModelEditor.of(model);          // refuses what it would lose: UNKNOWN_MODEL_FIELD
 * GraphEditor graph = edit.graph(subgraph);
 *
 * // New bytes for a tensor; a buffer that others share stays as it is for them.
 * edit.tensor(weights).type(TensorType.INT8).quantization(Quantization.perChannel(scales, 0))
 *         .data(BufferContent.of(bytes));
 * // Large weights: computed while the file is written, so the heap never holds them. Same bytes at every call.
 * edit.tensor(weights).data(BufferContent.computed(size, channel -> convert(weights, channel)));
 *
 * // A new tensor and an operator in front of its first reader; versions and operator codes are looked after.
 * Tensor steps = graph.addTensor(graph.uniqueName(name), TensorType.INT32, shape).data(content).tensor();
 * graph.operator(BuiltinOperator.GATHER).inputs(table, steps).outputs(chosen).insert();
 *
 * edit.operator(op).version(3).option("asymmetric_quantize_inputs", true).input(1, other);
 * // Integers for real numbers: QUANTIZE, DEQUANTIZE or both between a tensor and its reader, shared where readers agree.
 * Encoding int8 = Encoding.perTensor(TensorType.INT8, scale, zeroPoint);
 * edit.tensor(hidden).encoding(int8);                // made as integers
 * graph.conversions().read(op, 0, Encoding.FLOAT32); // and read as what the operator takes
 * graph.conversions().output(hidden, Encoding.FLOAT32);
 * edit.tensor(weights).recode(Encoding.perChannel(TensorType.INT8, scales, 0));      // a constant's numbers, exactly rounded
 * graph.conversions().store(weights, Encoding.FLOAT16).data(halves);                 // stored so, dequantized for its readers
 *
 * graph.replaceUses(old, replacement);               // readers, graph outputs and signatures
 * graph.replaceInput(old, replacement);              // the graph's own inputs and signatures
 * graph.remove(op);
 * edit.putMetadata(name, content);
 * edit.compact();                                    // drops tensors, buffers and codes without users
 * TfliteWriter.write(model, target);                 // atomic; the same model gives the same bytes
 * }</pre>
 *
 * The lists of a subgraph are live: walk a copy ({@code List.copyOf(graph.operators())}) while inserting or removing. An editor
 * changes the model in place; read the file again for a fresh one. {@link io.lapidary.model.ModelBuilder} makes models from
 * scratch, for tests too.
 *
 * <p>Beside this package: {@code check} (structure), {@code shape} (static shapes for new input shapes), {@code annotation}
 * (ranges, masks and the like that steps pass on), {@code summary} (what a model consists of).
 */
@Export
@Version("1.0.0")
package io.lapidary.model;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
