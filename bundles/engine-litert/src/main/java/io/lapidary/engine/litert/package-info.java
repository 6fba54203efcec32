/**
 * The LiteRT (TensorFlow Lite) interpreter as an engine.
 *
 * <p>In OSGi, ask for the service {@link io.lapidary.api.engine.InterpreterEngine}; the bundle exports nothing. On a plain class path:
 *
 * <pre>{@code
 * try (var engine = LitertEngine.create(LitertOptions.defaults());
 *         var session = engine.open(new EngineLimits(2L << 30, Duration.ofMinutes(1), 2))) {
 *     ModelInterface model = session.describe(file);
 *     RunResult result = session.run(new RunRequest(file, "", samples, true, Kernels.DEFAULT, folder));
 * }
 * }</pre>
 *
 * <p>In a test, beside this bundle, {@code lapidary-engine}, {@code lapidary-api} and {@code avro} must be on the class path.
 * Share one engine among the tests of a class: its first session starts a process (about half a second), later ones find it
 * warm.
 *
 * <p>What to know of the calls:
 *
 * <ul>
 *   <li>A sample has no batch dimension. An input of shape [1, ...] or [-1, ...] takes samples of shape [...], an input that
 *       equals a sample's shape takes it as it is; anything else is data-mismatch. An output's leading dimension of 1 is
 *       the batch and is left out of its sample shape.
 *   <li>Samples of another type than the input are converted. Float samples for a quantized integer input are quantized:
 *       rint(value / scale) + zero point, ties to even, held within the type's range.
 *   <li>State in variables is set back before each sample. The result does not depend on earlier calls.
 *   <li>Statistics run on the default kernels: every tensor is made an output, so that XNNPACK hands it out too. Comparisons of
 *       inner tensors do the same where they ask for the default kernels.
 *   <li>Statistics and comparisons of inner tensors see the called signature's own subgraph, not the bodies of its control
 *       flow.
 *   <li>A tensor that only the interpreter's kernels use (a scratch buffer) has no name and is never seen.
 *   <li>Equal calls give equal bytes on machines of equal {@code EngineIdentity}, for equal threads.
 * </ul>
 */
package io.lapidary.engine.litert;
