"""The platform's topics, as a client sees them."""
import time
from datetime import datetime, timezone

from confluent_kafka import OFFSET_BEGINNING, Consumer, KafkaException, Producer, TopicPartition

REQUESTS = "lapidary.requests"
EVENTS = "lapidary.events"
RESULTS = "lapidary.results"
SCHEMAS = "lapidary.schemas"
PATIENCE_SECONDS = 30
CONNECT_SECONDS = 15


class Platform:
    def __init__(self, bootstrap_servers, messages, settings):
        self._trouble = []
        # Else librdkafka writes a line for every attempt to connect; the last one's reason is in the error.
        quiet = {"log_level": 2, "error_cb": self._trouble.append}
        common = {"bootstrap.servers": bootstrap_servers, **quiet, **settings}
        self._messages = messages
        self._consumer = Consumer(
            {
                **common,
                # librdkafka wants a group's name; nothing is committed to it, and partitions are assigned by hand.
                "group.id": "lapidary-python-client",
                "enable.auto.commit": False,
                "allow.auto.create.topics": False,
                # The coordinator writes in transactions; what was aborted never was.
                "isolation.level": "read_committed",
            }
        )
        self._producer = Producer({**common, "acks": "all", "enable.idempotence": True})
        self._seen = set()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._consumer.close()

    def begin_following(self):
        """From now on events and results are read. To be called before the request is sent, so that none is missed."""
        assignment = [TopicPartition(SCHEMAS, p, OFFSET_BEGINNING) for p in self._partitions(SCHEMAS)]
        for topic in (EVENTS, RESULTS):
            for partition in self._partitions(topic):
                # The end as it is now, a number: "the end" would be looked up later, when the first event may be there.
                _, end = self._consumer.get_watermark_offsets(TopicPartition(topic, partition), timeout=PATIENCE_SECONDS)
                assignment.append(TopicPartition(topic, partition, end))
        self._consumer.assign(assignment)

    def _partitions(self, topic):
        try:
            found = self._consumer.list_topics(topic, timeout=CONNECT_SECONDS).topics[topic]
        except KafkaException as e:
            # Callbacks run while something is polled.
            self._consumer.poll(0)
            reason = self._trouble[-1] if self._trouble else e.args[0]
            raise OSError(f"no broker told of the topic {topic} within {CONNECT_SECONDS} seconds: {reason.str()}") from e
        if found.error is not None:
            raise OSError(f"the topic {topic} cannot be read: {found.error.str()}")
        return found.partitions.keys()

    def send(self, request):
        """Returns when the request is durable."""
        failures = []
        self._producer.produce(
            REQUESTS,
            key=request["requestId"],
            value=self._messages.encode("OptimizationRequest", request),
            headers=cloud_event(request),
            on_delivery=lambda error, _: failures.append(error) if error else None,
        )
        if self._producer.flush(PATIENCE_SECONDS) or failures:
            raise OSError(f"the request was not taken: {failures[0] if failures else 'no answer'}")

    def follow(self, request_id, on_event, seconds):
        """Follows a request to its end. The result decides, not an event. None if there is no result in time."""
        until = time.monotonic() + seconds
        waiting = []
        while time.monotonic() < until:
            message = self._consumer.poll(0.5)
            if message is not None:
                if message.error():
                    raise OSError(str(message.error()))
                if message.topic() == SCHEMAS:
                    self._messages.learn(message.value())
                elif message.key() == request_id.encode():
                    waiting.append(message)
            result = self._read(waiting, on_event)
            if result is not None:
                return result
        return None

    def _read(self, waiting, on_event):
        """A message whose schema has not come yet stays, and is looked at again after the next poll."""
        for message in list(waiting):
            is_result = message.topic() == RESULTS
            record = self._messages.decode("OptimizationResult" if is_result else "LifecycleEvent", message.value())
            if record is None:
                continue
            waiting.remove(message)
            if is_result:
                return record
            # Events come at least once.
            identity = (record["workId"], record["attempt"], record["source"], record["sequence"])
            if identity not in self._seen:
                self._seen.add(identity)
                on_event(record)
        return None


def cloud_event(request):
    """CloudEvents 1.0, binary mode. Nodes do without; tools that route and show messages do not."""
    made = datetime.fromtimestamp(request["createdAt"] / 1000, timezone.utc)
    return {
        "ce_specversion": "1.0",
        "ce_id": request["requestId"],
        "ce_source": "/samples/python-client",
        "ce_type": "io.lapidary.optimization-request",
        "ce_time": made.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "ce_subject": request["requestId"],
        "content-type": "avro/binary",
    }
