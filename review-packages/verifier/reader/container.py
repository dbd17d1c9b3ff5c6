"""The canonical stored ZIP: computes the only legal bytes and compares."""

import re
import struct
import zlib

from .refusal import require

MAX_ENTRIES = 60_000
MAX_ENTRY = 1_800_000_000
MAX_TOTAL = 1_900_000_000
NAME = re.compile(r"[a-z0-9-][a-z0-9.-]*(/[a-z0-9-][a-z0-9.-]*)*\Z")


def common(name, size, crc):
    """Fields shared by local header and directory line."""
    return struct.pack("<HHHHIIIHH", 0x0800, 0, 0, 0x0021, crc, size, size, len(name), 0)


def local_header(name, size, crc):
    """The only legal local header."""
    return struct.pack("<IH", 0x04034B50, 20) + common(name, size, crc) + name.encode()


def tail(entries, offsets, start):
    """The only legal directory and end record."""
    lines = b"".join(
        struct.pack("<IHH", 0x02014B50, 20, 20)
        + common(name, size, crc)
        + struct.pack("<HHHII", 0, 0, 0, 0, offset)
        + name.encode()
        for (name, size, crc), offset in zip(entries, offsets)
    )
    count = len(entries)
    return lines + struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, count, count, len(lines), start, 0)


class Container:
    """A container being read: leading entries first, then the comparison with the list."""

    def __init__(self, data, mimetype):
        self.data, self.offset, self.entries, self.offsets = data, 0, [], []
        content = mimetype.encode()
        legal = local_header("mimetype", len(content), zlib.crc32(content)) + content
        require(data[: len(legal)] == legal, "mimetype")
        self._note("mimetype", content)

    def _note(self, name, content):
        self.entries.append((name, len(content), zlib.crc32(content)))
        self.offsets.append(self.offset)
        self.offset += 30 + len(name) + len(content)

    def next(self, name, limit):
        """The next leading entry; its size is the one number taken from the file."""
        start = self.offset + 30 + len(name)
        header = self.data[self.offset : start]
        require(len(header) == 30 + len(name), "truncated")
        (size,) = struct.unpack("<I", header[22:26])
        require(size <= limit, "too-large")
        content = self.data[start : start + size]
        require(len(content) == size, "truncated")
        require(header == local_header(name, size, zlib.crc32(content)), "header-bytes")
        self._note(name, content)
        return content

    def check(self, listed):
        """Compares all remaining bytes around content with the list; the contents by name."""
        contents = {}
        for name, size, crc in listed:
            require(NAME.match(name) and len(name) <= 100, "entry-name")
            require(size <= MAX_ENTRY, "too-large")
            header = local_header(name, size, crc)
            start = self.offset + len(header)
            require(self.data[self.offset : start] == header, "header-bytes")
            contents[name] = self.data[start : start + size]
            require(len(contents[name]) == size, "truncated")
            self.entries.append((name, size, crc))
            self.offsets.append(self.offset)
            self.offset = start + size
        names = [name for name, _, _ in self.entries]
        require(len(set(names)) == len(names) <= MAX_ENTRIES, "entry-list")
        legal = tail(self.entries, self.offsets, self.offset)
        require(self.data[self.offset :] == legal, "directory-bytes")
        require(len(self.data) <= MAX_TOTAL, "too-large")
        return contents
