package io.lapidary.worker.internal.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import io.lapidary.api.ErrorCode;
import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;

class HttpFetchTest {
    private static final byte[] MODEL = "a model".getBytes(StandardCharsets.UTF_8);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final List<String> resolved = new ArrayList<>();
    private HttpServer server;
    private String base;

    @BeforeEach
    void serve() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/sized", exchange -> answer(exchange, 200, MODEL.length));
        server.createContext("/chunked", exchange -> answer(exchange, 200, 0));
        server.createContext("/missing", exchange -> answer(exchange, 404, -1));
        server.createContext("/broken", exchange -> answer(exchange, 500, -1));
        server.createContext("/to", exchange -> {
            exchange.getResponseHeaders()
                    .set("Location", exchange.getRequestURI().getRawQuery());
            answer(exchange, 302, -1);
        });
        server.createContext("/slow", exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write(1);
            exchange.getResponseBody().flush();
            await(ended);
        });
        server.createContext("/r\u00e9seau", exchange -> {
            boolean right = exchange.getRequestURI().toString().equals("/r%C3%A9seau%20%C3%A0?q=%C3%BC");
            answer(exchange, right ? 200 : 404, right ? MODEL.length : -1);
        });
        server.start();
        base = "http://models.test:" + server.getAddress().getPort();
    }

    private static void answer(HttpExchange exchange, int status, long length) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(status, length);
            if (length >= 0) {
                exchange.getResponseBody().write(MODEL);
            }
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterEach
    void stop() {
        ended.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/sized", "/chunked", "/to?/sized", "/to?/to?/chunked"})
    void takesWhatAnAllowedHostGives(String path) throws Exception {
        assertThat(read(inside(), base + path)).isEqualTo(MODEL);
    }

    @Test
    void namesInOtherLettersReachTheServerAsTheyAreWritten() throws Exception {
        assertThat(read(inside(), base + "/r\u00e9seau%20\u00e0?q=\u00fc")).isEqualTo(MODEL);
    }

    @Test
    void connectsToTheAddressThatWasChecked() throws Exception {
        read(inside(), base + "/sized");
        assertThat(resolved)
                .as("no system resolves models.test, and nothing resolves it twice")
                .containsExactly("models.test");
    }

    @Test
    void nothingIsAllowedByDefault() {
        refused(AddressRules.DENY, ErrorCodes.URI_DENIED, base + "/sized", "scheme");
        refused(rules("", "", "http"), ErrorCodes.URI_DENIED, base + "/sized", "models.test is not allowed");
        refused(rules("*", "*", "https"), ErrorCodes.URI_DENIED, base + "/sized", "scheme http is not allowed");
        refused(rules("*", "*", "http"), ErrorCodes.URI_DENIED, "ftp://models.test/x", "file, http and https");
        refused(
                rules("*", "*", "http"),
                ErrorCodes.URI_DENIED,
                "http://user:secret@models.test/x",
                "//...@models.test/x");
        refused(rules("*", "*", "http"), ErrorCodes.URI_DENIED, "sized", "file, http and https");
        assertThat(resolved).isEmpty();
    }

    @Test
    void aHostWithAPrivateAddressIsRefusedUnlessItMayHaveOne() {
        refused(rules("*", "", "http"), ErrorCodes.URI_DENIED, base + "/sized", "private address");
        refused(rules("*", "", "http"), ErrorCodes.URI_DENIED, "http://mixed.test/x", "private address");
        refused(rules("*", "other.test", "http"), ErrorCodes.URI_DENIED, base + "/sized", "private address");
        refused(rules("*", "models.test:1", "http"), ErrorCodes.URI_DENIED, base + "/sized", "private address");
        refused(rules("*", "", "http"), ErrorCodes.URI_DENIED, "http://2130706433/x", "private address");
        refused(rules("*", "", "http"), ErrorCodes.URI_DENIED, "http://[::ffff:127.0.0.1]/x", "private address");
    }

    @Test
    void aRedirectIsHeldAgainstTheSameRules() {
        String port = base.substring(base.lastIndexOf(':'));
        refused(inside(), ErrorCodes.URI_DENIED, base + "/to?http://127.0.0.1" + port + "/sized", "redirects to");
        refused(
                rules("*", "models.test", "http"),
                ErrorCodes.URI_DENIED,
                base + "/to?http://169.254.169.254/latest",
                "redirects to");
        refused(
                inside(),
                ErrorCodes.URI_DENIED,
                base + "/to?http://user:secret@models.test/sized",
                "redirects to http://...@models.test/sized, and it names no host, or a user");
        refused(inside(), ErrorCodes.URI_DENIED, base + "/to?file:///etc/passwd", "scheme file is not allowed");
        refused(
                inside(),
                ErrorCodes.SOURCE_UNAVAILABLE,
                base + "/to?" + "/to?".repeat(6) + "/sized",
                "more than 5 times");
    }

    @Test
    void whatTheServerAnswersDecidesWhetherItIsTriedAgain() {
        refused(inside(), ErrorCodes.NOT_FOUND, base + "/missing", "404");
        refused(inside(), ErrorCodes.SOURCE_UNAVAILABLE, base + "/broken", "500");
        refused(inside(), ErrorCodes.SOURCE_UNAVAILABLE, "http://unknown.test/x", "not known");
        server.stop(0);
        refused(inside(), ErrorCodes.SOURCE_UNAVAILABLE, base + "/sized", base);
    }

    @Test
    void aFileOverTheLimitIsRefusedWithIt() {
        var small = new AddressRules(
                List.of(), List.of(), HostPattern.parse("models.test"), Set.of("http"), 5, Duration.ofSeconds(60));
        refused(small, ErrorCodes.SOURCE_TOO_LARGE, base + "/sized", "5 bytes");
        refused(small, ErrorCodes.SOURCE_TOO_LARGE, base + "/chunked", "5 bytes");
    }

    @Test
    void aFileThatTakesTooLongIsLeft() {
        var hasty = new AddressRules(
                List.of(), List.of(), HostPattern.parse("models.test"), Set.of("http"), 5000, Duration.ofSeconds(1));
        refused(hasty, ErrorCodes.SOURCE_UNAVAILABLE, base + "/slow", "more than 1 s");
    }

    private static AddressRules inside() {
        return rules("", "models.test,unknown.test", "http");
    }

    private static AddressRules rules(String hosts, String privateHosts, String schemes) {
        return new AddressRules(
                List.of(),
                HostPattern.parse(hosts.isEmpty() ? new String[0] : hosts.split(",")),
                HostPattern.parse(privateHosts.split(",")),
                Set.of(schemes.split(",")),
                1000,
                Duration.ofSeconds(60));
    }

    private byte[] read(AddressRules rules, String address) throws Exception {
        try (Content content = open(rules, address)) {
            try {
                return content.readAllBytes();
            } catch (IOException e) {
                throw content.failure().orElseThrow();
            }
        }
    }

    private Content open(AddressRules rules, String address) throws LapidaryException {
        return new CheckedAddresses(rules, this::names).open(address, "model");
    }

    private InetAddress[] names(String host) throws java.net.UnknownHostException {
        resolved.add(host);
        InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        return switch (host) {
            case "models.test" -> new InetAddress[] {loopback};
            case "mixed.test" -> new InetAddress[] {InetAddress.getByAddress(new byte[] {1, 1, 1, 1}), loopback};
            case "unknown.test" -> throw new java.net.UnknownHostException(host);
            default -> InetAddress.getAllByName(host);
        };
    }

    private void refused(AddressRules rules, ErrorCode code, String address, String words) {
        var refusal = catchThrowableOfType(LapidaryException.class, () -> read(rules, address));
        assertThat(refusal).as(address).isNotNull();
        assertThat(refusal.code()).as(refusal.getMessage()).isEqualTo(code);
        assertThat(refusal).hasMessageContaining(words);
    }
}
