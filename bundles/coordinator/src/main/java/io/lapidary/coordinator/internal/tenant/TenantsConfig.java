package io.lapidary.coordinator.internal.tenant;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What tenants may have; configs/io.lapidary.tenants.cfg says the same in its comments. */
@ObjectClassDefinition(name = "Lapidary tenants")
@interface TenantsConfig {
    @AttributeDefinition(
            description = "Items of work of a tenant that are dispatched at a time; 0 for no limit.",
            min = "0")
    int running() default 0;

    @AttributeDefinition(description = "Requests of a tenant that wait at a time; 0 for no limit.", min = "0")
    int queued() default 0;

    @AttributeDefinition(
            description = "Bytes of a tenant's artifacts that were published within the horizon; 0 for no limit.",
            min = "0")
    long bytes() default 0;

    @AttributeDefinition(description = "Limits of single tenants, as in vision.running=4.")
    String[] limits() default {};
}
