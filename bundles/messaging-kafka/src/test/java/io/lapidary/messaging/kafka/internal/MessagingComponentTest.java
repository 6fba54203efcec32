package io.lapidary.messaging.kafka.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Dictionary;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.messaging.contract.Awaiting;
import io.lapidary.messaging.kafka.TestBroker;

class MessagingComponentTest {
    @TempDir
    Path folder;

    private final Set<Object> told = ConcurrentHashMap.newKeySet();
    private final Set<String> services = ConcurrentHashMap.newKeySet();
    private final Map<String, String> properties = new ConcurrentHashMap<>();

    @Test
    void itsServicesComeOnceTheBrokerIsThereAndGoWithIt() throws Exception {
        var component = new MessagingComponent(context(), config(Map.of("partitions", 2)));
        assertThat(services).isEmpty();
        try (var broker = new TestBroker(folder, Map.of())) {
            properties.put("lapidary.bootstrap.servers", broker.servers());
            Awaiting.until("the services", () -> services.size() == 5);
            assertThat(services)
                    .containsExactlyInAnyOrder(
                            "io.lapidary.api.messaging.MessagePublisher",
                            "io.lapidary.api.messaging.TopicReader",
                            "io.lapidary.api.messaging.WorkSource",
                            "io.lapidary.events.codec.MessageCodec",
                            "io.lapidary.messaging.kafka.KafkaConnection");
            component.stop();
            assertThat(services).isEmpty();
        }
    }

    @Test
    void whatTheConfigurationLeavesOpenIsWhatTheNodeWasStartedWith() throws Exception {
        Path security = Files.writeString(
                folder.resolve("client.properties"), "security.protocol=SSL\nsend.buffer.bytes=4096\n");
        properties.putAll(Map.of(
                "lapidary.bootstrap.servers", "started:1",
                "lapidary.command.config", security.toString(),
                "lapidary.partitions", "4"));
        var settings = SettingsReader.read(config(Map.of()), properties::get);
        assertThat(settings.connection().properties())
                .as("with buffers as the operating system has them, if nothing is said")
                .isEqualTo(Map.of(
                        "bootstrap.servers",
                        "started:1",
                        "security.protocol",
                        "SSL",
                        "send.buffer.bytes",
                        "4096",
                        "receive.buffer.bytes",
                        -1));
        assertThat(settings.partitions()).isEqualTo(4);
        var configured = SettingsReader.read(
                config(Map.of(
                        "bootstrap_servers", "configured:1", "partitions", 6, "tenants", new String[] {"acme", "beta"
                        })),
                properties::get);
        assertThat(configured.connection().servers()).isEqualTo("configured:1");
        assertThat(configured.partitions()).isEqualTo(6);
        assertThat(configured.tenants()).containsExactlyInAnyOrder("acme", "beta");
    }

    @Test
    void settingsThatCannotBeAreToldWithTheFile() {
        properties.put("lapidary.bootstrap.servers", "started:1");
        assertRefused(Map.of("tenants", new String[] {"No Spaces"}), "tenant 'No Spaces'");
        assertRefused(Map.of("lanes", new String[] {"light", "LIGHT"}), "lane 'LIGHT'");
        assertRefused(Map.of("partitions", 5000), "partitions=5000 is not from 1 to 1000");
        assertRefused(Map.of("replication_factor", 0), "replication factor of 0");
        assertRefused(Map.of("command_config", "/no/such/file"), "/no/such/file cannot be read");
        properties.clear();
        assertRefused(Map.of(), "No Kafka broker is named");
    }

    @Test
    void saysToWhoeverWaitsThatWaitingIsOfNoUse() throws Exception {
        properties.put("lapidary.bootstrap.servers", "started:1");
        var component = new MessagingComponent(context(), config(Map.of("command_config", "/no/such/file")));
        Awaiting.until("the complaint", () -> services.size() == 1);
        assertThat(told).singleElement().asString().contains("/no/such/file cannot be read");
        component.stop();
        assertThat(services).isEmpty();
    }

    private void assertRefused(Map<String, Object> values, String why) {
        var refused = catchThrowableOfType(
                LapidaryException.class, () -> SettingsReader.read(config(values), properties::get));
        assertThat(refused.code()).isEqualTo(ErrorCodes.INVALID_REQUEST);
        assertThat(refused).hasMessageContaining(why);
        assertThat(refused.remedy()).isNotEmpty();
    }

    private static MessagingConfig config(Map<String, Object> values) {
        return proxy(
                MessagingConfig.class,
                (method, arguments) -> values.getOrDefault(method.getName(), method.getDefaultValue()));
    }

    private BundleContext context() {
        return proxy(BundleContext.class, (method, arguments) -> switch (method.getName()) {
            case "getProperty" -> properties.get((String) arguments[0]);
            case "registerService" ->
                registration(((Class<?>) arguments[0]).getName(), (Dictionary<?, ?>) arguments[2]);
            default -> throw new UnsupportedOperationException(method.getName());
        });
    }

    private ServiceRegistration<?> registration(String service, Dictionary<?, ?> said) {
        if (said != null) {
            told.add(said.get("lapidary.hopeless"));
        }
        services.add(service);
        return proxy(ServiceRegistration.class, (method, arguments) -> {
            if (method.getName().equals("unregister")) {
                services.remove(service);
            }
            return null;
        });
    }

    @FunctionalInterface
    private interface Answer {
        Object to(Method method, Object[] arguments);
    }

    private static <T> T proxy(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> answer.to(method, arguments)));
    }
}
