package io.lapidary.store.internal;

import java.nio.file.Path;

import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.store.ArtifactStore;

/** The node's store. */
@Component(
        service = {ArtifactStore.class, FileStoreService.class},
        configurationPid = FileStoreService.PID,
        configurationPolicy = ConfigurationPolicy.OPTIONAL)
@Designate(ocd = FileStoreService.Config.class)
public final class FileStoreService extends FileStore {
    static final String PID = "io.lapidary.store";
    private static final String DATA = "lapidary.data";

    @ObjectClassDefinition(id = PID, name = "Lapidary store", description = "Where artifacts are kept on this node.")
    @interface Config {
        @AttributeDefinition(
                name = "Root",
                description = "The store's folder; empty for the folder store in the node's data folder."
                        + " Nodes of one cluster share one folder.")
        String root() default "";

        @AttributeDefinition(
                name = "Least free bytes",
                description = "A put that would leave less free on the disk is refused as disk-full.",
                min = "0")
        long minimum_free_bytes() default 256L << 20;
    }

    @Activate
    public FileStoreService(BundleContext context, Config config) throws LapidaryException {
        super(root(config.root(), context.getProperty(DATA)), config.minimum_free_bytes(), new RealDisk());
    }

    static Path root(String configured, String data) throws LapidaryException {
        if (!configured.isBlank()) {
            return Path.of(configured);
        }
        if (data == null || data.isBlank()) {
            throw new LapidaryException(
                    ErrorCodes.STORE_UNAVAILABLE,
                    "The store has no folder: neither root of " + PID + " nor the property " + DATA + " is set.",
                    "Set one of them.");
        }
        return Path.of(data, "store");
    }
}
