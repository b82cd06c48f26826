"""Commands that are cut off at random places, and stores compared whole.

What goes over the line between `xueji` and its server is counted. When a given number of bytes has
passed, the line drops, and the client, the server or both are killed, before those bytes arrive:
what a server has committed is then what its client has not heard of."""
import os
import pathlib
import shutil
import socket
import sqlite3
import struct
import subprocess
import threading

from support import BUILD, Server, eventually, xuejid

XUEJI = BUILD / "tui" / "xueji"
KILLED, NO_LINE, UNKNOWN = -9, 4, 13
CUTS = ("line", "client", "server", "both")


class Line:
    """Between clients and a server, until it is told to drop; `struck` is called with what passes
    the mark."""

    def __init__(self, find_server, struck):
        self.find_server, self.struck = find_server, struck
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.address = "127.0.0.1:%d" % self.listening.getsockname()[1]
        self.lock = threading.Lock()
        self.ends, self.passed, self.mark = set(), 0, None
        self.thread = threading.Thread(target=self.accept, daemon=True)
        self.thread.start()

    def accept(self):
        while True:
            try:
                client = self.listening.accept()[0]
            except OSError:
                return
            try:
                host, port = self.find_server().rsplit(":", 1)
                server = socket.create_connection((host, int(port)), timeout=10)
                server.settimeout(None)
            except OSError:
                client.close()
                continue
            with self.lock:
                self.ends |= {client, server}
            for one, other in ((client, server), (server, client)):
                threading.Thread(target=self.pump, args=(one, other), daemon=True).start()

    def pump(self, one, other):
        try:
            while data := one.recv(4096):
                with self.lock:
                    self.passed += len(data)
                    is_struck = self.mark is not None and self.passed >= self.mark
                    if is_struck:
                        self.mark = None
                if is_struck:
                    self.struck()
                    return
                other.sendall(data)
        except OSError:
            pass
        finally:
            with self.lock:
                ends = self.ends & {one, other}
                self.ends -= ends
            self.close(ends)

    @staticmethod
    def close(ends):
        for end in ends:
            try:
                end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            end.close()

    def drop(self):
        with self.lock:
            ends, self.ends = self.ends, set()
        self.close(ends)

    def stop(self):
        self.listening.shutdown(socket.SHUT_RDWR)
        self.listening.close()
        self.thread.join()
        self.drop()


class World:
    """A copy of a directory, its server, and a desk whose line to it is cut. With `random` it is,
    some `cuts` times in each command; `lengths` are how many bytes each sends uncut, as this world
    counts them itself where it is not cut."""

    def __init__(self, directory, place, random=None, cuts=0, lengths=None):
        self.place, self.directory = place, place / "demo"
        place.mkdir(mode=0o700)
        shutil.copytree(directory, self.directory, symlinks=True)
        self.random, self.cuts, self.cut = random, cuts, []
        self.lengths = lengths or {}
        self.server = Server(self.directory)
        self.process, self.striking, self.is_running = None, threading.RLock(), False
        self.line = Line(lambda: self.server.address, self.strike)
        self.environment = {
            "PATH": os.environ["PATH"], "XDG_RUNTIME_DIR": str(place), "LANG": "en_GB.UTF-8",
            "XUEJI_SERVER": self.line.address, "XUEJI_CA": str(self.directory / "ca.crt")}

    # ---- what is done in it

    def sign_in(self, operator):
        subprocess.run([XUEJI, "login", operator.name, "--password-file", "-"], check=True,
                       input=operator.password, text=True, env=self.environment, timeout=60)

    def run(self, *words, is_over=lambda: False):
        """Runs xueji again and again until it has come to its end; its exit code. `is_over` says
        of one that was killed whether the server had come to the end."""
        code, begun = None, self.line.passed
        self.length = self.lengths.get(self.named(words), 0)
        self.left, self.is_running = self.cuts, True
        self.arm()
        while code is None or (code in (KILLED, NO_LINE, UNKNOWN) and not is_over()):
            self.process = subprocess.Popen([XUEJI, *map(str, words)], env=self.environment,
                                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            self.said = self.process.communicate(timeout=120)[0].decode()
            code = self.process.returncode
            with self.striking:
                pass
        with self.striking:
            self.is_running, self.line.mark = False, None
        if self.random is None:
            self.lengths[self.named(words)] = self.line.passed - begun
        return code

    def named(self, words):
        """A command with the same operands is as long in every world."""
        return tuple(pathlib.Path(str(word)).name for word in words)

    def arm(self):
        if self.left > 0:
            self.left -= 1
            self.line.mark = self.line.passed + 1 + int(
                self.random.uniform(0, 1.5) * self.length / self.cuts)

    def strike(self):
        with self.striking:
            if not self.is_running:
                return
            kind = self.random.choice(CUTS)
            self.cut.append(kind)
            if kind in ("client", "both"):
                self.process.kill()
            if kind in ("server", "both"):
                self.server.kill()
            self.line.drop()
            if not self.server.is_alive():
                self.server = Server(self.directory)
            self.arm()

    def asked(self, statement, *values):
        store = sqlite3.connect(f"file:{self.directory}/store.db?mode=ro", uri=True)
        try:
            return store.execute(statement, values).fetchall()
        finally:
            store.close()

    # ---- what has become of it

    def settle(self):
        """Until the server has nothing to do of its own accord."""
        waits = ("SELECT count(*) FROM check_waiting",
                 "SELECT count(*) FROM import_identity i JOIN import m ON m.id = i.import_id "
                 "WHERE m.state = 2")
        self.server.stop()
        self.server = Server(self.directory)
        return eventually(lambda: all(self.asked(wait) == [(0,)] for wait in waits), 900)

    def dump(self):
        """Its lines; and of the journal, in which times, calls and ids are left out, those that
        tell of what was done, not of who came and went."""
        told = xuejid("dump", self.directory)
        journal = self.asked(
            "SELECT action, unit_id, entity, summary, sealed IS NULL, count(*) FROM journal "
            "WHERE action NOT LIKE 'session%' GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5")
        return told.stdout.splitlines() + ["\t".join(map(str, row)) for row in journal]

    def close(self):
        if self.server.is_alive():
            self.line.stop()
            self.server.stop()
