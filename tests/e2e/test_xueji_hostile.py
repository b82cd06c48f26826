"""xueji against a server that lies: whatever comes, a plain sentence and an exit code."""
import os
import subprocess
import unittest
from concurrent import futures

import grpc

from support import CONTRACT
from test_xueji import DONE, Commands, XUEJI

SERVER, UNKNOWN = 14, 13
ESCAPES = "\x1b]0;owned\x07\x1b[2J\u202e\u200b\x9b31mName"


class Liar(grpc.GenericRpcHandler):
    """Answers every call by `answer`, which gets the context."""

    answer = staticmethod(lambda context: b"")

    def service(self, details):
        return grpc.unary_unary_rpc_method_handler(
            lambda request, context: self.answer(context))


class Hostile(Commands):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.liar = Liar()
        cls.false = grpc.server(futures.ThreadPoolExecutor(4), handlers=[cls.liar])
        pair = [((cls.directory / "server.key").read_bytes(),
                 (cls.directory / "server.crt").read_bytes())]
        port = cls.false.add_secure_port("127.0.0.1:0", grpc.ssl_server_credentials(pair))
        cls.false.start()
        cls.addClassCleanup(lambda: cls.false.stop(None).wait())
        cls.address = f"127.0.0.1:{port}"

    def lie(self, answer, *words, code):
        self.liar.answer = answer
        return self.xueji(*(words or ("unit", "list")), "--server", self.address, code=code)

    @staticmethod
    def units(*names, token=""):
        reply = CONTRACT.method("Units/ListUnits").reply()
        for name in names:
            reply.units.add(id="1", code="1", name=name)
        reply.next_page_token = token
        return reply.SerializeToString()

    def test_bytes_that_are_no_message_are_no_answer(self):
        whole = self.units("a" * 300)
        for answer in (b"\xff" * 64, b"\x0a\xff\xff\xff\xff\x0f", whole[:-1], b"\x08", b"\x0b"):
            self.lie(lambda context, answer=answer: answer, code=UNKNOWN)
            self.assertIn("cannot be read", self.said)

    def test_no_message_and_too_much_of_it_are_no_answer(self):
        self.lie(lambda context: b"\x0a\x00" * (5 << 19), code=UNKNOWN)
        self.lie(lambda context: context.abort(grpc.StatusCode.OK, ""), code=UNKNOWN)

    def test_a_small_message_cannot_fill_the_memory(self):
        self.liar.answer = lambda context: b"\x0a\x00" * (1 << 20)
        child = subprocess.Popen([XUEJI, "unit", "list", "--server", self.address],
                                 stderr=subprocess.DEVNULL, env=self.environment)
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        self.assertEqual(child.returncode, UNKNOWN)
        self.assertLess(used.ru_maxrss, 300 << 10)

    def test_a_refusal_without_our_details_is_not_believed(self):
        for status in grpc.StatusCode:
            if status is not grpc.StatusCode.OK:
                self.lie(lambda context, status=status: context.abort(status, "no"), code=UNKNOWN)

    def test_nothing_that_it_says_drives_the_terminal(self):
        answer = self.units(ESCAPES)
        for form in ("table", "json"):
            text = self.lie(lambda context: answer, "unit", "list", "--output", form, code=DONE)
            self.assertFalse(set(text) & set("\x1b\x07\x9b\u202e\u200b"), form)
            self.assertIn("Name", text)

    def test_pages_without_an_end_have_one(self):
        answer = self.units("a", token="again")
        self.lie(lambda context: answer, code=SERVER)
        self.assertIn("same page", self.said)


if __name__ == "__main__":
    unittest.main()
