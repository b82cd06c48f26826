"""Callers that misbehave: the server refuses, forgets them, and is as it was before."""
import os
import ssl
import struct
import time
import unittest

import grpc

from client import Refused
from support import CONTRACT, ServerTest, eventually
from wire import Wire, message, tls

LIMIT = 262144


class Hostile(ServerTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.officer = cls.signed_in("officer", "county")
        cls.ca_file = cls.directory / "ca.crt"
        cls.calm = None

    def setUp(self):
        self.officer.call("Sessions/WhoAmI")
        self.descriptors = self.server.descriptors()

    def tearDown(self):
        self.officer.call("Sessions/WhoAmI")
        self.assertTrue(
            eventually(lambda: self.server.descriptors() <= self.descriptors + 1, 20),
            f"{self.descriptors} descriptors before, {self.server.descriptors()} after")

    def refusal(self, call, *arguments, **fields):
        with self.assertRaises(Refused) as caught:
            call(*arguments, **fields)
        return caught.exception

    def test_a_message_over_the_limit_is_refused(self):
        method = CONTRACT.method("Units/SearchUnits").name
        for size in (LIMIT + 1, 4 << 20):
            with self.assertRaises(grpc.RpcError) as caught:
                self.officer.raw(method, b"\x0a" + varint(size) + b"x" * size)
            self.assertEqual(caught.exception.code(), grpc.StatusCode.RESOURCE_EXHAUSTED)
        body = b"x" * (LIMIT - 16)
        with self.assertRaises(grpc.RpcError) as caught:
            self.officer.raw(method, b"\x0a" + varint(len(body)) + body)
        self.assertEqual(caught.exception.code(), grpc.StatusCode.INVALID_ARGUMENT)

    def test_what_cannot_be_decoded_is_refused(self):
        method = CONTRACT.method("Units/SearchUnits").name
        for body in (b"\xff", b"\x0a\x05ab", b"\x00", b"\x0a\x02\xff\xfe", b"\x0a\x03a\0b",
                     b"\x0a\x03\xed\xa0\x80", b"\x08\x01", b"\x0b\x0c", b"\x0a\x01a\x0a\x01b",
                     b"\x18\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", b"\x18\x63",
                     os.urandom(400)):
            with self.assertRaises(grpc.RpcError, msg=body) as caught:
                self.officer.raw(method, body)
            self.assertEqual(caught.exception.code(), grpc.StatusCode.INVALID_ARGUMENT, body)

    def test_hostile_strings_are_refused_or_found_nowhere(self):
        for text in ("' OR '1'='1", "%", "_", "\\", "x' UNION SELECT 1 --", "$1", "%s%s%n",
                     "../../keys", "a" * 60, "𠮷" * 60, "\u00a0"):
            try:
                reply = self.officer.call("Units/SearchUnits", query=text)
                self.assertEqual(len(reply.units), 0, text)
            except Refused as refused:
                self.assertEqual(refused.code, "INVALID_ARGUMENT", refused)
        for text in ("a" * 61, "a\x1b[2J", "\u202eabc", "a\nb", "\ufeffabc", "\u200b"):
            refusal = self.refusal(self.officer.call, "Units/SearchUnits", query=text)
            self.assertEqual((refusal.code, list(refusal.faults)), ("INVALID_ARGUMENT", ["query"]))

    def test_page_tokens_cannot_be_forged(self):
        page = self.officer.call("Units/ListUnits", page_size=5)
        token = page.next_page_token
        self.assertTrue(token)
        other = self.officer.call("Units/SearchUnits", query="县", page_size=5).next_page_token
        for forged in ("1", "x" * 200, token[:-1], token + "A", token.swapcase(), other, "'", "5"):
            refusal = self.refusal(self.officer.call, "Units/ListUnits", page_token=forged)
            self.assertEqual((refusal.code, list(refusal.faults)),
                             ("INVALID_ARGUMENT", ["page_token"]), forged)

    def test_ids_cannot_be_forged(self):
        for forged in ("x", "-1", "0", "9223372036854775808", "1e5", "1.0", " 1", "0x10", "１",
                       "99999999999999999999999999", "'"):
            refusal = self.refusal(self.officer.call, "Units/GetUnit", unit_id=forged)
            self.assertIn(refusal.code, ("INVALID_ARGUMENT", "NOT_FOUND"), forged)
        refusal = self.refusal(self.officer.call, "Units/GetUnit", unit_id="4611686018427387904")
        self.assertEqual(refusal.code, "NOT_FOUND")

    def test_half_sent_calls_are_forgotten(self):
        authorization = ("authorization", f"Bearer {self.officer.token}")
        path = "/xueji.v1.Units/ListUnits"
        wires = [Wire(self.server.address, self.ca_file) for _ in range(20)]
        for number, wire in enumerate(wires):
            for stream in range(1, 40, 2):
                wire.call(stream, path, [authorization])
                if number % 3:
                    wire.data(stream, message(b"")[:4])
                if number % 3 == 2:
                    wire.reset(stream)
        self.officer.call("Units/ListUnits")
        for wire in wires:
            wire.close()

    def test_a_stranger_cannot_make_the_server_keep_his_message(self):
        before = self.server.memory_mib()
        wire = Wire(self.server.address, self.ca_file)
        wire.call(1, "/xueji.v1.Units/ListUnits")
        try:
            wire.data(1, struct.pack(">BI", 0, 64 << 20) + b"x" * (8 << 20))
        except (OSError, ssl.SSLError):
            pass  # the server has hung up, as it may
        self.officer.call("Units/ListUnits")
        self.assertLess(self.server.memory_mib(), before + 90)
        wire.close()

    def test_a_client_that_never_reads_stops_nobody(self):
        authorization = ("authorization", f"Bearer {self.officer.token}")
        wire = Wire(self.server.address, self.ca_file, window=0)
        for stream in range(1, 61, 2):
            wire.call(stream, "/xueji.v1.Units/ListUnits", [authorization])
            wire.data(stream, message(b""), end=True)
        began = time.monotonic()
        for _ in range(50):
            self.officer.call("Units/ListUnits")
        self.assertLess(time.monotonic() - began, 5)
        wire.close()

    def test_garbage_on_the_line_is_dropped(self):
        for garbage in (b"GET / HTTP/1.1\r\n\r\n", os.urandom(2000), b"", b"PRI * HTTP/2.0\r\n\r\n",
                        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + os.urandom(500)):
            line = tls(self.server.address, self.ca_file)
            line.sendall(garbage)
            self.officer.call("Units/ListUnits")
            line.close()

    def test_many_cancelled_calls_leave_nothing(self):
        for _ in range(10):
            calls = [self.officer.start("Units/ListUnits") for _ in range(50)]
            for call in calls:
                call.cancel()
        self.officer.call("Units/ListUnits")

    def test_memory_returns_to_normal(self):
        def storm():
            calls = [self.officer.start("Units/SearchUnits", query="x" * 60) for _ in range(400)]
            for call in calls:
                try:
                    call.wait()
                except Refused:
                    pass
        storm()
        before = self.server.memory_mib()
        for _ in range(5):
            storm()
        self.assertLess(self.server.memory_mib(), before + 16)


def varint(number):
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    return bytes(out) + bytes([number])


if __name__ == "__main__":
    unittest.main()
