"""attacks.py SERVER: what gRPC 1.51 is known to suffer from, done to a running server.

Each attack is bounded in time and number. Asserted is what the others notice: that they are
served, and that memory stays within bounds.
"""
import contextlib
import re
import socket
import ssl
import subprocess
import sys
import threading
import time
import unittest

import grpc

SERVER = sys.argv[1]
ECHO = b"\x12\x02hi"  # EchoRequest{text: "hi"}
MIB = 1 << 20
PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + bytes([0, 0, 0, 4, 0, 0, 0, 0, 0])


class Server:
    """The trial service in a process of its own; its log goes to `log`."""

    def __init__(self, *args):
        self.process = subprocess.Popen(
            [SERVER, *map(str, args)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True)
        words = self.process.stdout.readline().split()
        self.address, self.strict_address, self.local_address, self.ca, _ = words
        self.log = []
        self.reader = threading.Thread(target=self.read_log)
        self.reader.start()

    def read_log(self):
        for line in self.process.stderr:
            self.log.append(line)

    def says(self, event):
        return any(event in line for line in self.log)

    def memory(self, name="VmHWM"):
        """In bytes; VmHWM is the most that it ever was."""
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as status:
            return int(re.search(rf"{name}:\s+(\d+) kB", status.read()).group(1)) * 1024

    def channel(self, address=None):
        return channel_to(address or self.address, self.ca)

    def connect(self, address=None):
        host, port = (address or self.address).rsplit(":", 1)
        return socket.create_connection((host, int(port)), timeout=10)

    def connect_tls(self, address=None, context=None):
        context = context or self.context()
        return context.wrap_socket(self.connect(address), server_hostname="localhost")

    def context(self):
        context = ssl.create_default_context(cafile=self.ca)
        context.set_alpn_protocols(["h2"])
        return context

    def stop(self):
        self.process.stdin.close()
        code = self.process.wait(timeout=20)
        self.reader.join()
        self.process.stdout.close()
        self.process.stderr.close()
        return code


def channel_to(address, ca):
    with open(ca, "rb") as file:
        credentials = grpc.ssl_channel_credentials(file.read())
    return grpc.secure_channel(address, credentials, options=[
        ("grpc.ssl_target_name_override", "localhost"),
        ("grpc.use_local_subchannel_pool", 1),
        ("grpc.max_send_message_length", -1),
        ("grpc.max_reconnect_backoff_ms", 200)])


@contextlib.contextmanager
def serving(*args):
    server = Server(*args)
    try:
        yield server
    finally:
        code = server.stop()
    assert code == 0, f"the server ended with {code}: {''.join(server.log)}"


def call(channel, method, message=ECHO, **more):
    stub = channel.unary_unary(f"/xueji.trial.v1.Trial/{method}")
    return stub(message, timeout=more.pop("timeout", 10), **more)


def code_of(channel, method, message, **more):
    try:
        call(channel, method, message, **more)
    except grpc.RpcError as error:
        return error.code()
    return grpc.StatusCode.OK


def send_huge(server, method):
    """200 MiB to the method from a process of its own, so that it does not slow us; the code."""
    done = subprocess.run(
        [sys.executable, __file__, "--send", server.address, server.ca, method],
        check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout.strip()


def be_sender(address, ca, method):
    with channel_to(address, ca) as channel:
        print(code_of(channel, method, bytes(200 * MIB), timeout=30).name)


@contextlib.contextmanager
def others(server):
    """Others who call all the while; yields the list of how long each call took."""
    took, stop = [], threading.Event()

    def run():
        with server.channel() as channel:
            while not stop.is_set():
                start = time.monotonic()
                call(channel, "Echo")
                took.append(time.monotonic() - start)
                time.sleep(0.01)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield took
    finally:
        stop.set()
        thread.join()


class Attacks(unittest.TestCase):
    def assert_served(self, took, at_least=5):
        self.assertGreaterEqual(len(took), at_least)
        self.assertLess(max(took), 8)

    def assert_answers(self, server):
        for address in server.address, server.local_address:
            with server.channel(address) as channel:
                self.assertEqual(call(channel, "Echo", wait_for_ready=True), ECHO)

    def test_tls_1_2_is_refused(self):
        with serving() as server:
            context = server.context()
            context.maximum_version = ssl.TLSVersion.TLSv1_2
            with self.assertRaises(ssl.SSLError):
                server.connect_tls(context=context)
            with server.connect_tls() as connection:
                self.assertEqual(connection.version(), "TLSv1.3")

    def test_descriptors_run_out_and_come_back(self):
        """CVE-2023-4785: the listener of 1.51 is dead for ever after one failed accept."""
        with serving(220) as server:
            self.assert_answers(server)
            held = []
            for _ in range(260):
                with contextlib.suppress(OSError):
                    held.append(server.connect())
            deadline = time.monotonic() + 10
            while not server.says("listener.restarted") and time.monotonic() < deadline:
                time.sleep(0.05)
            self.assertTrue(server.says("listener.died"))
            self.assertTrue(server.says("listener.restarted"))
            for connection in held:
                connection.close()
            self.assert_answers(server)
            time.sleep(1.5)  # until what the old listener still held has gone
            self.assert_answers(server)

    def test_descriptors_held_on_to(self):
        """The attacker keeps what he has; the server takes it back from him."""
        with serving(220) as server, contextlib.ExitStack() as stack:
            for _ in range(260):
                with contextlib.suppress(OSError):
                    stack.enter_context(server.connect())
            self.assert_answers(server)

    def test_gzip_bomb(self):
        with serving() as server, server.channel() as channel:
            call(channel, "Echo")
            before = server.memory()
            bomb = b"\x0a\x80\x80\x80\x20" + bytes(64 * MIB)  # EchoRequest{payload}
            code = code_of(channel, "Echo", bomb, compression=grpc.Compression.Gzip)
            self.assertEqual(code, grpc.StatusCode.UNIMPLEMENTED)
            self.assertLess(server.memory() - before, 10 * MIB)
            self.assert_answers(server)

    def test_huge_message_without_a_session(self):
        """Identity is judged before a message is accepted: it costs nothing."""
        with serving() as server, others(server) as took:
            while not took:
                time.sleep(0.01)
            before = server.memory()
            self.assertEqual(send_huge(server, "EchoSignedIn"), "UNAUTHENTICATED")
            self.assertLess(server.memory() - before, 10 * MIB)
            time.sleep(0.2)
        self.assert_served(took)

    def test_huge_message_to_a_public_method(self):
        with serving() as server, others(server) as took:
            while not took:
                time.sleep(0.01)
            before = server.memory()
            self.assertNotEqual(send_huge(server, "Echo"), "OK")
            self.assertLess(server.memory() - before, 120 * MIB)
            time.sleep(0.2)
        self.assert_served(took)

    def test_reset_flood_without_a_certificate(self):
        """CVE-2023-44487: where certificates are demanded, strangers do not reach HTTP/2."""
        headers = bytes([0x83, 0x86, 0x84, 0x41, 1]) + b"x"
        resets = b""
        for stream in range(1, 2001, 2):
            name = stream.to_bytes(4, "big")
            resets += bytes([0, 0, len(headers), 1, 4]) + name + headers
            resets += bytes([0, 0, 4, 3, 0]) + name + bytes(4)
        with serving() as server, others(server) as took:
            while not took:
                time.sleep(0.01)
            before = server.memory()
            for _ in range(50):
                with contextlib.suppress(OSError, ssl.SSLError):
                    with server.connect_tls(server.strict_address) as connection:
                        connection.sendall(PREFACE + resets)
                        connection.recv(1)
            self.assertLess(server.memory() - before, 10 * MIB)
            time.sleep(0.1)
        self.assert_served(took)
        self.assertTrue(server.says("tls.refused"))
        self.assertLess(len(server.log), 30)

    def test_idle_connections(self):
        with serving() as server, contextlib.ExitStack() as stack:
            self.assert_answers(server)
            before, context = server.memory("VmRSS"), server.context()
            for _ in range(1000):
                connection = stack.enter_context(server.connect_tls(context=context))
                connection.sendall(PREFACE)
            with others(server) as took:
                time.sleep(0.5)
            self.assert_served(took)
            self.assertLess(server.memory("VmRSS") - before, 1000 * 160 * 1024)


if __name__ == "__main__":
    if SERVER == "--send":
        be_sender(*sys.argv[2:])
    else:
        unittest.main(argv=sys.argv[1:])
