"""A disk that forgets: from the journal of `powercut.c` to the folder as it would stand after a power cut."""

import random
import struct
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

_HEAD = struct.Struct("<cHQI")
_SOURCE = Path(__file__).with_name("powercut.c")


def shim(folder: Path) -> Path:
    """Builds the library that is preloaded."""
    library = folder / "powercut.so"
    if not library.exists():
        command = ["cc", "-std=gnu11", "-O2", "-shared", "-fPIC", "-o", str(library), str(_SOURCE), "-ldl", "-lpthread"]
        subprocess.run(command, check=True, capture_output=True)
    return library


@dataclass
class _File:
    """What is safe, and what was done since."""

    safe: bytearray = field(default_factory=bytearray)
    pending: list[tuple[str, int, bytes]] = field(default_factory=list)
    entry_is_safe: bool = False

    def apply(self, kind: str, offset: int, data: bytes) -> None:
        if kind == "T":
            del self.safe[offset:]
            self.safe.extend(bytes(offset - len(self.safe)))
            return
        if len(self.safe) < offset:
            self.safe.extend(bytes(offset - len(self.safe)))
        self.safe[offset : offset + len(data)] = data


class Disk:
    """The files of one folder, by what is known to be on the platter."""

    def __init__(self) -> None:
        self.files: dict[str, _File] = {}
        self.gone: dict[str, _File] = {}  # unlinked or replaced, while the folder was not synced
        self.syncs = 0
        self._begun: dict[int, tuple[_File, int]] = {}

    @classmethod
    def replay(cls, journal: Path, before: Path | None = None) -> "Disk":
        """The disk at the end of a journal; `before` is the folder as it stood when the journal began, all of it safe."""
        disk = cls()
        if before is not None:
            for path in before.rglob("*"):
                if path.is_file():
                    disk.files[str(path.relative_to(before))] = _File(bytearray(path.read_bytes()), [], True)
        data = journal.read_bytes()
        at = 0
        while at + _HEAD.size <= len(data):
            kind, name_length, offset, size = _HEAD.unpack_from(data, at)
            end = at + _HEAD.size + name_length + size
            if end > len(data):
                break
            name = data[at + _HEAD.size : at + _HEAD.size + name_length].decode()
            disk._happened(kind.decode(), name, offset, data[end - size : end])
            at = end
        return disk

    def _happened(self, kind: str, name: str, offset: int, data: bytes) -> None:
        if kind == "E":
            self._synced(offset)
        elif kind == "D":
            self.gone.clear()
            for file in self.files.values():
                file.entry_is_safe = True
        elif kind == "U":
            self._removed(name)
        elif kind == "R":
            moved = self.files.pop(name, None)
            self._removed(data.decode())
            if moved is not None:
                self.files[data.decode()] = moved
        else:
            file = self.files.setdefault(name, _File())
            if kind == "S":
                self._begun[offset] = (file, len(file.pending))
            elif kind in "WT":
                file.pending.append((kind, offset, data))

    def _synced(self, number: int) -> None:
        """What had been written when the sync began is safe now that it has ended."""
        file, count = self._begun.pop(number)
        done = [entry for entry in file.pending[:count]]
        for entry in done:
            file.apply(*entry)
        del file.pending[:count]
        for key, (other, length) in self._begun.items():
            if other is file:
                self._begun[key] = (other, max(0, length - count))
        file.entry_is_safe = True
        self.syncs += 1

    def _removed(self, name: str) -> None:
        file = self.files.pop(name, None)
        if file is not None and file.entry_is_safe:
            self.gone[name] = file

    @property
    def unsynced(self) -> int:
        """Bytes that only the power kept."""
        return sum(len(data) for file in self.files.values() for _, _, data in file.pending)

    def cut(self, folder: Path, dice: random.Random | None = None, sector: int = 512) -> None:
        """Writes the folder as it stands after the cut: without anything unsynced, or with a random part of it, by sectors."""
        folder.mkdir(parents=True, exist_ok=True)
        survivors = {name: file for name, file in self.files.items() if file.entry_is_safe or dice and dice.random() < 0.5}
        for name, file in self.gone.items():
            if name not in survivors and (dice is None or dice.random() < 0.5):
                survivors[name] = file
        for name, file in survivors.items():
            if name.endswith("-shm"):
                continue  # shared memory: never written by a call, rebuilt by whoever opens the log
            content = _File(bytearray(file.safe))
            if dice is not None:
                for kind, offset, data in file.pending:
                    _apply_partly(content, kind, offset, data, dice, sector)
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.safe)


def _apply_partly(file: _File, kind: str, offset: int, data: bytes, dice: random.Random, sector: int) -> None:
    fate = dice.random()
    if fate < 0.4:
        return
    if fate < 0.7 or kind == "T":
        file.apply(kind, offset, data)
        return
    at = offset
    while at < offset + len(data):
        end = min((at // sector + 1) * sector, offset + len(data))
        if dice.random() < 0.5:
            file.apply("W", at, data[at - offset : end - offset])
        at = end
