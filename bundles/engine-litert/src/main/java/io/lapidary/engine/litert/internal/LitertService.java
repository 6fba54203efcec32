package io.lapidary.engine.litert.internal;

import java.time.Duration;
import java.util.Optional;

import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.engine.EngineIdentity;
import io.lapidary.api.engine.EngineLimits;
import io.lapidary.api.engine.InterpreterEngine;
import io.lapidary.api.engine.InterpreterSession;
import io.lapidary.engine.litert.LitertOptions;

/** The LiteRT engine as a service. Its processes are started on demand and unpack into the bundle's data area. */
@Component(service = InterpreterEngine.class, immediate = true, configurationPid = LitertService.PID)
@Designate(ocd = LitertService.Config.class)
public final class LitertService implements InterpreterEngine {
    static final String PID = "io.lapidary.engine.litert";

    private final LitertRuntime runtime;

    @ObjectClassDefinition(
            name = "Lapidary LiteRT engine",
            description =
                    "Runs TensorFlow Lite models in child processes. What a process may use in memory and time is the"
                            + " job's setting, not this one's.")
    public @interface Config {
        @AttributeDefinition(
                name = "Processes",
                description = "How many may run at once; 0 for one per core.",
                min = "0",
                max = "256")
        int processes() default 0;

        @AttributeDefinition(
                name = "Idle seconds",
                description = "How long a process waits for its next use before it ends.",
                min = "0",
                max = "86400")
        int idle_seconds() default 60;

        @AttributeDefinition(
                name = "Heap in MB",
                description = "Java heap of a process. The interpreter's own memory comes on top.",
                min = "64",
                max = "16384")
        int heap_mb() default 256;
    }

    @Activate
    public LitertService(Config config, BundleContext context) {
        int processes = config.processes() > 0
                ? config.processes()
                : Runtime.getRuntime().availableProcessors();
        var options = new LitertOptions(
                processes,
                Duration.ofSeconds(config.idle_seconds()),
                (long) config.heap_mb() << 20,
                Optional.of(context.getDataFile("litert").toPath()));
        this.runtime = new LitertRuntime(options, new BundleClassPath());
    }

    @Deactivate
    void deactivate() {
        runtime.close();
    }

    @Override
    public EngineIdentity identity() {
        return runtime.identity();
    }

    @Override
    public InterpreterSession open(EngineLimits limits) throws LapidaryException, InterruptedException {
        return runtime.open(limits);
    }
}
