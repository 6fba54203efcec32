"""Messages in Avro's single-object encoding."""
import io
import json

from fastavro import parse_schema, schemaless_reader, schemaless_writer
from fastavro.schema import fingerprint, to_parsing_canonical_form

MARK = b"\xc3\x01"
NAMESPACE = "io.lapidary.events."


def crc64(schema):
    """CRC-64-AVRO of a schema's parsing canonical form, as the 8 bytes that a message has: little endian.

    fastavro gives the same bytes as 16 hexadecimal digits. The keys of the topic lapidary.schemas are the number's digits, most
    significant first: the other way round.
    """
    return bytes.fromhex(fingerprint(to_parsing_canonical_form(schema), "CRC-64-AVRO"))


class Messages:
    """Writes with the schemas of a folder, reads with those that the writers used."""

    def __init__(self, folder):
        self._own = {}
        self._writers = {}
        for name in ("OptimizationRequest", "LifecycleEvent", "OptimizationResult"):
            schema = json.loads((folder / f"{name}.avsc").read_text(encoding="utf-8"))
            self._own[name] = parse_schema(schema, named_schemas={})
            self._writers[crc64(schema)] = self._own[name]

    def learn(self, text):
        """Takes in a message of the topic lapidary.schemas: a schema as JSON. The node may be newer than this program."""
        schema = json.loads(text)
        self._writers[crc64(schema)] = parse_schema(schema, named_schemas={})

    def encode(self, name, record):
        schema = self._own[name]
        body = io.BytesIO()
        schemaless_writer(body, schema, record)
        return MARK + crc64(schema) + body.getvalue()

    def decode(self, name, message):
        """The record; None if its schema is not known yet: it comes by another topic, which may be behind."""
        if message[:2] != MARK or len(message) < 10:
            raise ValueError(f"the message begins with {message[:10].hex()} instead of c301 and a fingerprint")
        writer = self._writers.get(bytes(message[2:10]))
        if writer is None:
            return None
        if writer["name"] != NAMESPACE + name:
            raise ValueError(f"the message is a {writer['name']}, expected is a {name}")
        return schemaless_reader(io.BytesIO(message[10:]), writer, self._own[name])
