package io.lapidary.worker.internal.intake;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** What an operator can set of a worker; configs/io.lapidary.worker.cfg says the same in its comments. */
@ObjectClassDefinition(name = "Lapidary worker")
@interface NodeConfig {
    @AttributeDefinition(
            description = "Lanes to join, of those that this node can serve.",
            options = {@Option("light"), @Option("calibrate"), @Option("train")})
    String[] lanes() default {"light", "calibrate"};

    @AttributeDefinition(
            description = "Items of the lane light that are in hand at once; 0 for four per core.",
            min = "0")
    int light_items() default 0;

    @AttributeDefinition(
            description = "Items of any other lane that are in hand at once; 0 for one per core.",
            min = "0")
    int heavy_items() default 0;

    @AttributeDefinition(description = "Heap of one job, in MiB.", min = "16")
    int job_memory_mib() default 96;

    @AttributeDefinition(description = "Resident memory of an engine process, in MiB.", min = "128")
    int engine_memory_mib() default 4096;

    @AttributeDefinition(description = "Longest time of one call of an engine, in seconds.", min = "1")
    int engine_timeout_seconds() default 1800;

    @AttributeDefinition(description = "Threads of an interpreter; 0 for one per core, at most 4.", min = "0")
    int engine_threads() default 0;

    @AttributeDefinition(
            description = "How long a stopping node waits for running jobs, in seconds, before it hands them back.",
            min = "0")
    int drain_seconds() default 30;

    @AttributeDefinition(
            description = "How long a plugin that goes away waits for its running uses, in seconds.",
            min = "0")
    int plugin_drain_seconds() default 60;

    @AttributeDefinition(
            description = "How long a measurement of latency waits to have the cores alone, in seconds.",
            min = "0")
    int measure_wait_seconds() default 60;

    @AttributeDefinition(description = "Longest time in which a plugin says who it is, in seconds.", min = "1")
    int describe_seconds() default 10;

    @AttributeDefinition(description = "Longest time of a call of a planner, in seconds.", min = "1")
    int plan_seconds() default 300;

    @AttributeDefinition(description = "Longest time of a step of the lane light, in seconds.", min = "1")
    int step_light_seconds() default 3600;

    @AttributeDefinition(description = "Longest time of a step of any other lane, in seconds.", min = "1")
    int step_heavy_seconds() default 86_400;

    @AttributeDefinition(
            description = "Longest time of a backend's call, and of rendering a page, in seconds.",
            min = "1")
    int pack_seconds() default 3600;

    @AttributeDefinition(description = "Longest time of an evaluation, and of reading data, in seconds.", min = "1")
    int evaluate_seconds() default 14_400;

    @AttributeDefinition(
            description = "How long a plugin's call that was told to end may go on, in seconds, before it is left to"
                    + " itself and its item goes on without it.",
            min = "1")
    int abandon_seconds() default 10;

    @AttributeDefinition(description = "Folder of running jobs' files; empty for 'work' in the node's data folder.")
    String work_folder() default "";
}
