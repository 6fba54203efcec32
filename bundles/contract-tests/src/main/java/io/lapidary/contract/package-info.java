/**
 * What every technique, backend and planner promises, as tests to inherit: {@link io.lapidary.contract.TechniqueContractTest},
 * {@link io.lapidary.contract.BackendContractTest}, {@link io.lapidary.contract.PlannerContractTest}.
 *
 * <pre>{@code
 * class MyTechniqueTest extends TechniqueContractTest {
 *     @Override
 *     protected Technique technique() {
 *         return new MyTechnique();
 *     }
 * }
 * }</pre>
 */
package io.lapidary.contract;
