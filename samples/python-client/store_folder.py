"""The platform's store, as a folder."""
import hashlib
import os
import re
import uuid
from pathlib import Path

SCHEME = "lapidary:sha256/"


class StoreFolder:
    """Content lies under objects/ab/cdef..., named by its SHA-256; its address in messages is lapidary:sha256/abcdef..."""

    def __init__(self, root):
        if not (root / "store-id").is_file():
            raise OSError(f"{root} is no store: give the folder that the node's node.json names as its store")
        self._root = root

    def put(self, file):
        """Puts a file in and gives its address. Copied aside and renamed, so that no node ever sees half of it."""
        aside = self._root / "temporary" / f"client-{uuid.uuid4()}.part"
        try:
            digest = copy(file, aside)
            target = self._object(digest)
            if target.exists():
                # What is put again counts as young again: the store's collector takes what is old and not pinned.
                os.utime(target)
            else:
                aside.chmod(0o444)
                target.parent.mkdir(parents=True, exist_ok=True)
                os.replace(aside, target)
            return SCHEME + digest
        finally:
            aside.unlink(missing_ok=True)

    def fetch(self, uri, target):
        """Copies an object out, and makes sure that it is what its name says."""
        if not re.fullmatch(SCHEME + "[0-9a-f]{64}", uri):
            raise OSError(f"'{uri}' is no address in a store")
        digest = uri[len(SCHEME):]
        target.parent.mkdir(parents=True, exist_ok=True)
        copied = copy(self._object(digest), target)
        if copied != digest:
            raise OSError(f"{uri} has the bytes of {copied}: the store is damaged")

    def _object(self, digest):
        return self._root / "objects" / digest[:2] / digest[2:]


def copy(source: Path, target: Path):
    """Hashes what is copied, on the way: a file that changes meanwhile is named by what was written."""
    sha = hashlib.sha256()
    with source.open("rb") as given, target.open("wb") as taken:
        while piece := given.read(1 << 17):
            sha.update(piece)
            taken.write(piece)
        taken.flush()
        os.fsync(taken.fileno())
    return sha.hexdigest()
