package io.lapidary.worker.internal.address;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.lapidary.api.LapidaryException;

/** Fetches from hosts that an operator allowed; each redirect is held against the same rules. */
final class HttpFetch {
    private static final int MOST_REDIRECTS = 5;
    private static final int OK = 200;
    private static final List<Integer> REDIRECTS = List.of(301, 302, 303, 307, 308);

    /** Resolves names; a test gives others than the system's. */
    interface Names {
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    private final AddressRules rules;
    private final Names names;

    HttpFetch(AddressRules rules, Names names) {
        this.rules = rules;
        this.names = names;
    }

    Content open(URI first, String what) throws LapidaryException {
        Instant until = Instant.now().plus(rules.timeout());
        URI uri = first;
        for (int i = 0; i <= MOST_REDIRECTS; i++) {
            List<InetAddress> addresses = allowed(uri, first, what);
            try {
                var connection = HttpConnection.open(uri, port(uri), addresses, Duration.between(Instant.now(), until));
                try {
                    HttpResponse response = connection.get(uri);
                    if (!REDIRECTS.contains(response.status())) {
                        return content(response, connection, first, what, until);
                    }
                    uri = next(uri, response);
                    connection.close();
                } catch (IOException | LapidaryException | RuntimeException e) {
                    connection.close();
                    throw e;
                }
            } catch (IOException | IllegalArgumentException e) {
                throw AddressErrors.unavailable(what, first, why(e, until), e);
            }
        }
        throw AddressErrors.unavailable(what, first, "it is redirected more than " + MOST_REDIRECTS + " times", null);
    }

    /** The addresses of a host that may be asked: one that is private spoils all. */
    private List<InetAddress> allowed(URI uri, URI first, String what) throws LapidaryException {
        String scheme = String.valueOf(uri.getScheme());
        String where = uri.equals(first) ? "" : "it redirects to " + AddressErrors.shown(uri.toString()) + ", and ";
        if (!rules.schemes().contains(scheme)) {
            throw AddressErrors.denied(what, first.toString(), where + "the scheme " + scheme + " is not allowed");
        }
        String host = uri.getHost();
        if (host == null || uri.getUserInfo() != null) {
            throw AddressErrors.denied(what, first.toString(), where + "it names no host, or a user");
        }
        boolean inside = HostPattern.any(rules.privateHosts(), host, port(uri));
        if (!inside && !HostPattern.any(rules.hosts(), host, port(uri))) {
            throw AddressErrors.denied(what, first.toString(), where + "the host " + host + " is not allowed");
        }
        try {
            List<InetAddress> addresses = List.of(names.resolve(host));
            if (!inside && !addresses.stream().allMatch(PublicAddress::is)) {
                throw AddressErrors.denied(
                        what, first.toString(), where + "the host " + host + " has a private address");
            }
            return addresses;
        } catch (UnknownHostException e) {
            throw AddressErrors.unavailable(what, first, "the host " + host + " is not known", e);
        }
    }

    /** A connection that ran out of time is closed under whoever reads from it. */
    private String why(Exception e, Instant until) {
        return Instant.now().isBefore(until)
                ? String.valueOf(e.getMessage())
                : "it took more than " + rules.timeout().toSeconds() + " s, which is the limit";
    }

    private static int port(URI uri) {
        return uri.getPort() >= 0 ? uri.getPort() : "https".equals(uri.getScheme()) ? 443 : 80;
    }

    /** From https it does not go back to http. */
    private static URI next(URI uri, HttpResponse response) throws IOException {
        URI next = uri.resolve(
                response.header("location").orElseThrow(() -> new IOException("it is redirected to nowhere")));
        if (uri.getScheme().equals("https") && !"https".equals(next.getScheme())) {
            throw new IOException("it is redirected from https to another scheme");
        }
        return next;
    }

    private Content content(HttpResponse response, HttpConnection connection, URI uri, String what, Instant until)
            throws IOException, LapidaryException {
        int status = response.status();
        if (status / 100 == 4) {
            throw AddressErrors.notFound(what, uri.toString(), "the server answers " + status);
        }
        if (status != OK) {
            throw new IOException("the server answers " + status);
        }
        LapidaryException tooLarge = AddressErrors.tooLarge(what, uri.toString(), rules.maxBytes());
        if (response.length().orElse(0L) > rules.maxBytes()) {
            throw tooLarge;
        }
        return new Content(
                response.body(),
                connection,
                rules.maxBytes(),
                tooLarge,
                e -> AddressErrors.unavailable(what, uri, why(e, until), e));
    }
}
