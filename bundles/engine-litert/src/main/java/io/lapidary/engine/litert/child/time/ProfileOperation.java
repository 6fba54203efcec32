package io.lapidary.engine.litert.child.time;

import java.util.ArrayList;
import java.util.List;

import org.bytedeco.javacpp.Pointer;
import org.bytedeco.tensorflowlite.Subgraph;
import org.bytedeco.tensorflowlite.global.tensorflowlite;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.engine.ProfileRequest;
import io.lapidary.api.engine.ProfileResult;
import io.lapidary.engine.litert.child.interpreter.Invocation;
import io.lapidary.engine.litert.child.interpreter.LoadedModel;
import io.lapidary.engine.litert.child.interpreter.Words;
import io.lapidary.engine.litert.child.sample.InputSource;

/**
 * Time by operator: the interpreter asks before each node whether it is cancelled, and that question tells when the node
 * begins. It costs each node about a microsecond, which counts as the node's.
 */
public final class ProfileOperation {
    private static final int WARM_UP_RUNS = 3;

    private final ProfileRequest request;
    private final Words words;

    public ProfileOperation(ProfileRequest request, Words words) {
        this.request = request;
        this.words = words;
    }

    public ProfileResult run() throws LapidaryException {
        var settings = new LoadedModel.Settings(request.kernels(), request.threads(), false);
        try (var model = LoadedModel.open(request.model(), settings, words)) {
            var invocation = model.invocation("");
            try (var inputs = InputSource.open(request.samples(), invocation)) {
                invocation.allocate();
                for (int i = 0; i < WARM_UP_RUNS; i++) {
                    inputs.feed(i, invocation);
                    invocation.invoke();
                }
                return measure(model, invocation, inputs);
            }
        }
    }

    private ProfileResult measure(LoadedModel model, Invocation invocation, InputSource inputs)
            throws LapidaryException {
        Subgraph subgraph = invocation.subgraph();
        int[] plan = Invocation.indices(subgraph.execution_plan());
        var times = new ArrayList<Quantile>();
        for (int i = 0; i < plan.length; i++) {
            times.add(new Quantile());
        }
        var total = new Quantile();
        try (var clock = new Clock(plan.length)) {
            subgraph.SetCancellationFunction(null, clock);
            for (int run = 0; run < Math.max(1, request.runs()); run++) {
                inputs.feed(WARM_UP_RUNS + run, invocation);
                clock.nodes = 0;
                long before = System.nanoTime();
                boolean ran = invocation.invokeBare();
                long after = System.nanoTime();
                if (!ran) {
                    throw model.refused("fails when it runs", "while its operators were measured");
                }
                total.add(after - before);
                for (int i = 0; i < Math.min(clock.nodes, plan.length); i++) {
                    long end = i + 1 < clock.nodes ? clock.starts[i + 1] : after;
                    times.get(i).add(end - clock.starts[i]);
                }
            }
            subgraph.SetCancellationFunction(null, null);
        }
        return new ProfileResult(operators(subgraph, plan, times), total.micros(.5));
    }

    private static List<ProfileResult.OperatorTime> operators(Subgraph subgraph, int[] plan, List<Quantile> times) {
        var operators = new ArrayList<ProfileResult.OperatorTime>();
        for (int i = 0; i < plan.length; i++) {
            var node = subgraph.node_and_registration(plan[i]);
            var delegate = node.first().delegate();
            boolean delegated = delegate != null && !delegate.isNull();
            operators.add(new ProfileResult.OperatorTime(
                    i, name(node.second()), delegated, times.get(i).micros(.5)));
        }
        return operators;
    }

    private static String name(org.bytedeco.tensorflowlite.TfLiteRegistration registration) {
        var custom = registration.custom_name();
        return custom != null && !custom.isNull()
                ? custom.getString()
                : tensorflowlite.GetOpNameByRegistration(registration);
    }

    /** Notes when each node of the observed subgraph begins; never cancels. */
    private static final class Clock extends Subgraph.Check_cancelled_func_Pointer {
        private final long[] starts;
        private int nodes;

        Clock(int size) {
            starts = new long[size];
        }

        @Override
        public boolean call(Pointer data) {
            if (nodes < starts.length) {
                starts[nodes] = System.nanoTime();
            }
            nodes++;
            return false;
        }
    }
}
