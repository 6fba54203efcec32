package io.lapidary.worker.internal.address;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * One GET over a connection of its own to an address that was checked, so that what a name resolves to a moment later does not matter:
 * the JDK's clients resolve for themselves. Closed by itself when its time is up.
 */
final class HttpConnection implements Closeable {
    private static final int CONNECT_MILLIS = 10_000;
    private static final int IDLE_MILLIS = 30_000;

    private final Socket socket;

    private HttpConnection(Socket socket) {
        this.socket = socket;
    }

    /** @param addresses of the host, tried in turn */
    static HttpConnection open(URI uri, int port, List<InetAddress> addresses, Duration timeout) throws IOException {
        Socket socket = connect(addresses, port);
        try {
            // Not before the time is up: whoever reads tells by the clock why the connection was closed.
            CompletableFuture.delayedExecutor(timeout.plusMillis(1).toMillis(), TimeUnit.MILLISECONDS)
                    .execute(() -> closeQuietly(socket));
            socket.setSoTimeout(IDLE_MILLIS);
            return new HttpConnection(uri.getScheme().equals("https") ? secured(socket, uri.getHost(), port) : socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static Socket connect(List<InetAddress> addresses, int port) throws IOException {
        IOException last = new IOException("its host has no address");
        for (InetAddress address : addresses) {
            var socket = new Socket();
            try {
                socket.connect(new InetSocketAddress(address, port), CONNECT_MILLIS);
                return socket;
            } catch (IOException e) {
                socket.close();
                last = e;
            }
        }
        throw last;
    }

    /** The certificate must be the host's, which is not what was connected to. */
    private static Socket secured(Socket plain, String host, int port) throws IOException {
        var socket = (SSLSocket) context().getSocketFactory().createSocket(plain, host, port, true);
        var parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private static SSLContext context() throws IOException {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IOException("this node has no TLS (" + e.getMessage() + ")", e);
        }
    }

    HttpResponse get(URI named) throws IOException {
        URI uri =
                URI.create(named.toASCIIString()); // other letters than ASCII's, as the bytes that servers know them by
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String request = "GET " + path + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery()) + " HTTP/1.1\r\n"
                + "Host: " + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort()) + "\r\n"
                + "User-Agent: lapidary\r\nAccept: */*\r\nAccept-Encoding: identity\r\nConnection: close\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return HttpResponse.read(new BufferedInputStream(socket.getInputStream(), 1 << 16));
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // Nothing is left to be done: who reads from it fails anyway.
            return;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
