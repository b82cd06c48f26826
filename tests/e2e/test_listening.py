"""Where the server listens: a Unix socket, loopback, and with client certificates elsewhere."""
import signal
import unittest

import grpc

from support import Server, ServerTest, xuejid
from wire import Wire


class Listening(ServerTest):
    listen = ("127.0.0.1:0", "unix:xuejid.sock", "[::1]:0")

    def test_every_address_answers(self):
        self.assertEqual(len(self.server.addresses), 3)
        officer = self.operator("officer", "county")
        for address in self.server.addresses:
            with self.server.client(address=address) as client:
                who = client.sign_in(officer.name, officer.password).call("Sessions/WhoAmI")
                self.assertEqual(who.name, officer.name)

    def test_the_socket_is_for_its_owner_and_group(self):
        path = self.directory / "xuejid.sock"
        self.assertTrue(path.is_socket())
        self.assertEqual(path.stat().st_mode & 0o007, 0)

    def test_only_the_servers_own_authority_is_believed(self):
        with self.server.client() as client:
            other = grpc.secure_channel(self.server.address, grpc.ssl_channel_credentials())
            with self.assertRaises(grpc.RpcError) as caught:
                other.unary_unary("/grpc.health.v1.Health/Check")(b"", timeout=5)
            self.assertEqual(caught.exception.code(), grpc.StatusCode.UNAVAILABLE)
            other.close()
            client.call("grpc.health.v1.Health/Check")

    def test_without_tls_there_is_no_answer(self):
        plain = grpc.insecure_channel(self.server.address)
        with self.assertRaises(grpc.RpcError) as caught:
            plain.unary_unary("/grpc.health.v1.Health/Check")(b"", timeout=5)
        self.assertEqual(caught.exception.code(), grpc.StatusCode.UNAVAILABLE)
        plain.close()


class Certificates(ServerTest):
    listen = ("0.0.0.0:0", "127.0.0.1:0")

    @classmethod
    def prepare(cls):
        cls.issued = {}
        for name in ("console-1", "console-2"):
            made = xuejid("cert", "issue", cls.directory, name)
            assert made.returncode == 0, made.stderr
            cls.issued[name] = made.stdout

    def certificate(self, name):
        pair = [next(self.directory.rglob(f"{name}*.{end}")).read_bytes() for end in ("crt", "key")]
        return {"certificate": pair[0], "key": pair[1]}

    def outside(self):
        return "127.0.0.1:" + self.server.addresses[0].rsplit(":", 1)[1]

    def test_beyond_this_host_a_certificate_is_demanded(self):
        with self.server.client(address=self.outside()) as client:
            with self.assertRaises(grpc.RpcError) as caught:
                client.raw("grpc.health.v1.Health/Check", b"", timeout=5)
            self.assertEqual(caught.exception.code(), grpc.StatusCode.UNAVAILABLE)
        with self.server.client(address=self.outside(), **self.certificate("console-1")) as client:
            client.call("grpc.health.v1.Health/Check")

    def test_loopback_needs_none(self):
        with self.server.client(address=self.server.addresses[1]) as client:
            client.call("grpc.health.v1.Health/Check")

    def test_a_revoked_certificate_is_turned_away(self):
        with self.server.client(address=self.outside(), **self.certificate("console-2")) as client:
            client.call("grpc.health.v1.Health/Check")
        name = next(self.directory.rglob("console-2*.crt")).stem
        revoked = xuejid("cert", "revoke", self.directory, name)
        self.assertEqual(revoked.returncode, 0, revoked.stderr)
        self.server.stop()
        self.restart()
        with self.server.client(address=self.outside(), **self.certificate("console-2")) as client:
            officer = self.operator("officer", "county")
            with self.assertRaises(Exception):
                client.sign_in(officer.name, officer.password)
        with self.server.client(address=self.outside(), **self.certificate("console-1")) as client:
            client.call("grpc.health.v1.Health/Check")


class Stopping(ServerTest):
    def test_it_waits_for_no_connection_without_a_call(self):
        self.server.stop()
        with open(self.directory / "xuejid.conf", "a", encoding="utf-8") as settings:
            settings.write("drain_seconds = 600;\n")
        self.restart()
        silent = Wire(self.server.address, str(self.directory / "ca.crt"))
        self.client.call("grpc.health.v1.Health/Check")
        self.server.signal(signal.SIGTERM)
        self.assertEqual(self.server.wait(timeout=10), 0)
        silent.close()
        self.restart()


class Refusing(ServerTest):
    def test_a_second_server_on_the_directory_is_refused(self):
        second = xuejid("serve", self.directory, "--listen", "127.0.0.1:0")
        self.assertNotEqual(second.returncode, 0)
        self.assertRegex(second.stderr, r"another|in use|running")
        self.client.call("grpc.health.v1.Health/Check")

    def test_a_port_in_use_is_said(self):
        self.server.stop()
        with self.assertRaisesRegex(RuntimeError, "listens there already"):
            import socket
            with socket.socket() as taken:
                taken.bind(("127.0.0.1", 0))
                taken.listen()
                Server(self.directory, listen=(f"127.0.0.1:{taken.getsockname()[1]}",))
        self.restart()


if __name__ == "__main__":
    unittest.main()
