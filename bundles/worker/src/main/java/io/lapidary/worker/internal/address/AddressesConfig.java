package io.lapidary.worker.internal.address;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** Which addresses a node opens beside its store; configs/io.lapidary.addresses.cfg says the same in its comments. */
@ObjectClassDefinition(name = "Lapidary addresses")
@interface AddressesConfig {
    @AttributeDefinition(
            description = "Folders whose files may be named as file:///..., with commas between; none if empty.")
    String[] file_roots() default {};

    @AttributeDefinition(
            description =
                    "Hosts that models and data may be fetched from: NAME, NAME:PORT, *.NAME or * for every one, with"
                            + " commas between; none if empty.")
    String[] hosts() default {};

    @AttributeDefinition(
            description =
                    "Hosts among them that may have a private address, as NAME or NAME:PORT, with commas between.")
    String[] private_hosts() default {};

    @AttributeDefinition(
            description = "Schemes that may be used to fetch: https, or http,https.",
            options = {@Option(label = "https", value = "https"), @Option(label = "http", value = "http")})
    String[] schemes() default "https";

    @AttributeDefinition(description = "Largest file that is taken, in MiB.", min = "1", max = "1048576")
    int max_mib() default 2048;

    @AttributeDefinition(description = "Longest time of fetching a file, in seconds.", min = "1", max = "86400")
    int timeout_seconds() default 300;
}
