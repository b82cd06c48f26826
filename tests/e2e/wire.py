"""Just enough HTTP/2 over TLS to misbehave: what a well-made client would never send."""
import socket
import ssl
import struct

DATA, HEADERS, RST_STREAM, SETTINGS, PING, GOAWAY, WINDOW_UPDATE = 0, 1, 3, 4, 6, 7, 8
END_STREAM, ACK, END_HEADERS = 1, 1, 4
INITIAL_WINDOW_SIZE, CANCEL = 4, 8


def tls(address, ca_file, alpn=("h2",), certificate=None):
    """A TLS connection that accepts the server's certificate and nothing else."""
    context = ssl.create_default_context(cafile=ca_file)
    context.set_alpn_protocols(alpn)
    if certificate is not None:
        context.load_cert_chain(*certificate)
    host, port = address.rsplit(":", 1)
    plain = socket.create_connection((host, int(port)), timeout=10)
    return context.wrap_socket(plain, server_hostname="localhost")


def frame(kind, flags, stream, payload=b""):
    return struct.pack(">I", len(payload))[1:] + struct.pack(">BBI", kind, flags, stream) + payload


def literal(name, value):
    """A header field as HPACK's literal without indexing, plain."""
    def text(raw):
        if len(raw) < 127:
            return bytes([len(raw)]) + raw
        rest, out = len(raw) - 127, bytearray([127])
        while rest >= 128:
            out.append(rest % 128 + 128)
            rest //= 128
        return bytes(out) + bytes([rest]) + raw
    return b"\0" + text(name.encode()) + text(value if isinstance(value, bytes) else value.encode())


def message(body):
    """A gRPC message with its five bytes in front."""
    return struct.pack(">BI", 0, len(body)) + body


class Wire:
    """One HTTP/2 connection. `window` is how much of a reply the server may send unasked."""

    def __init__(self, address, ca_file, window=65535):
        self.socket = tls(address, ca_file)
        self.socket.sendall(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
        self.send(SETTINGS, 0, 0, struct.pack(">HI", INITIAL_WINDOW_SIZE, window))
        self.buffer = b""

    def send(self, kind, flags, stream, payload=b""):
        self.socket.sendall(frame(kind, flags, stream, payload))

    def call(self, stream, path, headers=(), end=False):
        """Begins a gRPC call; its message follows with data()."""
        block = b"".join(literal(name, value) for name, value in (
            (":method", "POST"), (":scheme", "https"), (":path", path), (":authority", "localhost"),
            ("content-type", "application/grpc"), ("te", "trailers"), *headers))
        self.send(HEADERS, END_HEADERS | (END_STREAM if end else 0), stream, block)

    def data(self, stream, payload, end=False):
        for at in range(0, max(len(payload), 1), 16384):
            part = payload[at:at + 16384]
            last = at + 16384 >= len(payload)
            self.send(DATA, END_STREAM if end and last else 0, stream, part)

    def reset(self, stream):
        self.send(RST_STREAM, 0, stream, struct.pack(">I", CANCEL))

    def frames(self, seconds=5):
        """(kind, flags, stream, payload) as they come, until silence or the end."""
        self.socket.settimeout(seconds)
        while True:
            while len(self.buffer) >= 9:
                size = int.from_bytes(self.buffer[:3], "big")
                if len(self.buffer) < 9 + size:
                    break
                kind, flags, stream = struct.unpack(">BBI", self.buffer[3:9])
                payload, self.buffer = self.buffer[9:9 + size], self.buffer[9 + size:]
                yield kind, flags, stream & 0x7fffffff, payload
            try:
                more = self.socket.recv(65536)
            except (TimeoutError, ssl.SSLError, ConnectionError):
                return
            if not more:
                return
            self.buffer += more

    def ends(self, stream, seconds=5):
        """Waits until the server has ended the stream; False if it does not."""
        return any(where == stream and (kind == RST_STREAM or
                                        kind in (DATA, HEADERS) and flags & END_STREAM)
                   for kind, flags, where, _ in self.frames(seconds))

    def close(self):
        self.socket.close()
