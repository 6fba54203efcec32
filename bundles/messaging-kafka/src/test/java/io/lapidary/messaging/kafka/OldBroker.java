package io.lapidary.messaging.kafka;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;

import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.ApiVersionsResponse;
import org.apache.kafka.common.requests.MetadataResponse;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.requests.RequestUtils;
import org.apache.kafka.common.requests.ResponseHeader;

/** Speaks as a broker of Kafka 2.8 does: it knows metadata, and neither share groups nor features. */
final class OldBroker implements AutoCloseable {
    private static final short METADATA = 9;
    private static final short API_VERSIONS = 3;

    private final ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());

    OldBroker() throws IOException {
        daemon(this::serve);
    }

    String servers() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    private static void daemon(Runnable task) {
        var thread = new Thread(task, "old-broker");
        thread.setDaemon(true);
        thread.start();
    }

    private void serve() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                daemon(() -> talk(client));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void talk(Socket client) {
        try (client;
                var in = new DataInputStream(client.getInputStream());
                var out = new DataOutputStream(client.getOutputStream())) {
            while (true) {
                byte[] request = new byte[in.readInt()];
                in.readFully(request);
                RequestHeader header = RequestHeader.parse(ByteBuffer.wrap(request));
                ResponseHeader to = header.toResponseHeader();
                ByteBuffer answer = RequestUtils.serialize(
                        to.data(), to.headerVersion(), answer(header.apiKey()).data(), header.apiVersion());
                out.writeInt(answer.remaining());
                out.write(answer.array(), answer.arrayOffset() + answer.position(), answer.remaining());
                out.flush();
            }
        } catch (IOException e) {
            return; // the client has gone
        }
    }

    private AbstractResponse answer(ApiKeys key) {
        return key == ApiKeys.API_VERSIONS ? versions() : metadata();
    }

    private static ApiVersionsResponse versions() {
        var data = new ApiVersionsResponseData().setErrorCode(Errors.NONE.code());
        data.apiKeys().add(version(ApiKeys.API_VERSIONS, API_VERSIONS));
        data.apiKeys().add(version(ApiKeys.METADATA, METADATA));
        return new ApiVersionsResponse(data);
    }

    private static ApiVersionsResponseData.ApiVersion version(ApiKeys key, short most) {
        return new ApiVersionsResponseData.ApiVersion()
                .setApiKey(key.id)
                .setMinVersion((short) 0)
                .setMaxVersion(most);
    }

    private MetadataResponse metadata() {
        var data = new MetadataResponseData()
                .setClusterId(Uuid.randomUuid().toString())
                .setControllerId(1);
        data.brokers()
                .add(new MetadataResponseData.MetadataResponseBroker()
                        .setNodeId(1)
                        .setHost("127.0.0.1")
                        .setPort(server.getLocalPort()));
        return new MetadataResponse(data, METADATA);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
