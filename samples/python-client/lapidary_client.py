#!/usr/bin/env python3
"""Sends a request to Lapidary, tells its events, fetches what was made.

Needs nothing of Lapidary but its schemas: fastavro and a Kafka client.
Exit codes: 0 succeeded, 1 anything else, 2 wrong arguments.
"""
import argparse
import sys
import time
import uuid
from pathlib import Path
from urllib.parse import quote

from confluent_kafka import KafkaException

from messages import Messages
from platform_topics import Platform
from store_folder import StoreFolder

DOCS = Path(__file__).resolve().parents[2] / "docs" / "schemas"


def parse_step(text):
    """A step as on the command line, ``dynamic-range:all_weights=true,min_elements=64``, as a record."""
    technique, _, rest = text.partition(":")
    parameters = {}
    for pair in filter(None, rest.split(",")):
        name, equals, value = pair.partition("=")
        if not equals:
            raise argparse.ArgumentTypeError(f"'{pair}' in '{text}' is not name=value")
        parameters[name] = value
    return {"technique": technique, "parameters": parameters}


def parse_setting(text):
    name, equals, value = text.partition("=")
    if not equals:
        raise argparse.ArgumentTypeError(f"'{text}' is not name=value")
    return name, value


def parse_arguments(words):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", type=Path, metavar="MODEL")
    parser.add_argument("--bootstrap-servers", required=True, metavar="HOST:PORT")
    parser.add_argument("--store", required=True, type=Path, metavar="DIR", help="the folder that the nodes use as store")
    parser.add_argument("--step", action="append", default=[], type=parse_step, metavar="ID[:name=value,...]")
    parser.add_argument("--test", type=Path, metavar="FILE", help="labelled samples to measure with")
    parser.add_argument("--out", required=True, type=Path, metavar="DIR")
    parser.add_argument("--schemas", default=DOCS, type=Path, metavar="DIR", help="default: docs/schemas")
    parser.add_argument("--kafka", action="append", default=[], type=parse_setting, metavar="name=value", help="a setting of the Kafka client, for TLS and SASL")
    parser.add_argument("--timeout", type=float, default=600, metavar="SECONDS")
    return parser.parse_args(words)


def make_request(arguments, store):
    """A request as a record; what is not set has the schema's default."""
    data = {}
    if arguments.test:
        # In the store it has no name, and the name's end says what format it is of.
        data["test"] = store.put(arguments.test) + "?name=" + quote(arguments.test.name, safe="")
    return {
        # An id of one's own choice. The same request sent twice under one id is served once.
        "requestId": f"sample-{uuid.uuid4()}",
        "createdAt": int(time.time() * 1000),
        "model": store.put(arguments.model),
        "modelName": arguments.model.name,
        "steps": arguments.step,
        "data": data,
    }


def tell(event):
    line = f"{event['type']} {event['technique']}".strip()
    print(f"{line}: {event['message']}" if event["message"] else line, flush=True)


def fetch(result, store, out):
    for artifact in result["artifacts"]:
        folder = (out / artifact["kind"]).resolve()
        for file in artifact["files"]:
            target = (folder / file["path"]).resolve()
            if not target.is_relative_to(folder):
                raise OSError(f"the artifact names a file outside of its folder: {file['path']}")
            store.fetch(file["uri"], target)
            print(f"fetched {target}, {file['bytes']} bytes")


def main(words):
    arguments = parse_arguments(words)
    try:
        store = StoreFolder(arguments.store)
        request = make_request(arguments, store)
        with Platform(arguments.bootstrap_servers, Messages(arguments.schemas), dict(arguments.kafka)) as platform:
            platform.begin_following()
            platform.send(request)
            print(f"request {request['requestId']}", flush=True)
            result = platform.follow(request["requestId"], tell, arguments.timeout)
        if result is None:
            print("No result in time. Was the request readable? See the topic lapidary.dead-letters.", file=sys.stderr)
            return 1
        print(f"result {result['status']}")
        for error in result["errors"]:
            print(f"{error['code']}: {error['message']} {error['remedy']}", file=sys.stderr)
        fetch(result, store, arguments.out)
        return 0 if result["status"] == "SUCCEEDED" else 1
    except (OSError, ValueError, KafkaException) as e:
        print(e, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
