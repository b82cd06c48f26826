"""draw.py BUILD: the pictures of the README, from the real console before a real server.

Makes a demonstration, serves it, types at the console what the scenes below say, and paints what
the terminal shows. Needs Debian's python3-pyte, python3-pil and fonts-noto-cjk.
"""
import csv
import fcntl
import os
import pathlib
import pty
import select
import struct
import subprocess
import sys
import tempfile
import termios
import time

import pyte
from PIL import Image, ImageDraw, ImageFont

BUILD = pathlib.Path(sys.argv[1]).resolve()
HERE = pathlib.Path(__file__).resolve().parent
FONT = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"
FACE = 5  # Noto Sans Mono CJK SC in that file
ROWS, COLUMNS, HEIGHT = 24, 80, 18
COLOURS = {"default": (208, 208, 208), "black": (0, 0, 0), "red": (224, 96, 96),
           "green": (112, 200, 112), "brown": (220, 190, 90), "blue": (120, 150, 230),
           "magenta": (200, 130, 200), "cyan": (110, 200, 200), "white": (240, 240, 240)}
PAPER = (16, 20, 24)
CHILDREN = 20000

# Picture: who sits there, in which language, and the keys that lead to it; each key waits until the
# terminal is quiet.
SCENES = {
    "desk": ("officer", "county", "en", []),
    "units": ("officer", "county", "en", ["2", "j", "j"]),
    "problems": ("officer", "county", "en", ["8", "\t", "g"]),
    "problem": ("officer", "county", "en", ["8", "\t", "k", "\r"]),
    "student": ("officer", "county", "zh_CN", ["2", "\r", "\r", "\r"]),
    "search": ("officer", "county", "en", ["4", "wang\x15王", "\r"]),
}


class Terminal:
    """A program in a terminal of its own, and what that shows."""

    def __init__(self, command, environment):
        self.screen = pyte.Screen(COLUMNS, ROWS)
        self.stream = pyte.ByteStream(self.screen)
        self.pid, self.descriptor = pty.fork()
        if self.pid == 0:
            os.execve(command[0], command, environment)
        self.screen.write_process_input = lambda text: os.write(self.descriptor, text.encode())
        size = struct.pack("HHHH", ROWS, COLUMNS, 0, 0)
        fcntl.ioctl(self.descriptor, termios.TIOCSWINSZ, size)

    def settle(self, quiet=0.8, limit=20):
        """Shows what comes until nothing has come for a while."""
        end = time.monotonic() + limit
        while time.monotonic() < end:
            if not select.select([self.descriptor], [], [], quiet)[0]:
                return
            try:
                self.stream.feed(os.read(self.descriptor, 65536))
            except OSError:
                return

    def type(self, text):
        os.write(self.descriptor, text.encode())
        self.settle()

    def close(self):
        os.close(self.descriptor)
        os.waitpid(self.pid, 0)


def colours(char):
    """Ink and paper."""
    ink = COLOURS.get(char.fg, COLOURS["default"])
    paper = PAPER if char.bg == "default" else COLOURS.get(char.bg, PAPER)
    return (paper, ink) if char.reverse else (ink, paper)


def paint(screen, path):
    font = ImageFont.truetype(FONT, HEIGHT - 3, index=FACE)
    cell = font.getlength("0")
    width = int(cell * COLUMNS) + 16
    image = Image.new("RGB", (width, ROWS * HEIGHT + 16), PAPER)
    draw = ImageDraw.Draw(image)
    cells = [(row, column, screen.buffer[row][column])
             for row in range(ROWS) for column in range(COLUMNS)]
    for row, column, char in cells:  # the paper first: a wide character reaches into the next cell
        left, top = 8 + column * cell, 8 + row * HEIGHT
        draw.rectangle((left, top, left + cell, top + HEIGHT - 1), fill=colours(char)[1])
    for row, column, char in cells:
        place = (8 + column * cell, 6 + row * HEIGHT)
        draw.text(place, char.data, font=font, fill=colours(char)[0])
    image.save(path, optimize=True)


def operator_of(directory, role, tier):
    """Of the home county and its schools, or above it."""
    home = (directory / "home").read_text(encoding="ascii").strip()
    with open(directory / "operators.csv", encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            if line["tier"] == tier and role in line["roles"].split() and \
                    (tier != "county" or line["unit"] == home):
                return line
    raise LookupError(f"no {role} at tier {tier}")


def draw(directory, address, name, scene):
    role, tier, language, keys = scene
    operator = operator_of(directory, role, tier)
    command = [str(BUILD / "tui" / "xueji"), "--server", address, "--ca",
               str(directory / "ca.crt"), "--user", operator["name"], "--lang", language]
    environment = {"TERM": "linux", "LANG": "C.UTF-8", "HOME": "/nonexistent"}
    terminal = Terminal(command, environment)
    terminal.settle()
    terminal.type(operator["password"] + "\r")
    terminal.type("\r")
    for key in keys:
        terminal.type(key)
    paint(terminal.screen, HERE / f"{name}.png")
    terminal.close()


def main():
    with tempfile.TemporaryDirectory() as place:
        directory = pathlib.Path(place) / "demo"
        xuejid = BUILD / "server" / "xuejid"
        subprocess.run([xuejid, "demo", directory, "--students", str(CHILDREN)], check=True)
        server = subprocess.Popen([xuejid, "serve", directory, "--listen", "127.0.0.1:0"],
                                  stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        address = server.stdout.readline().decode().split()[1]
        for name, scene in SCENES.items():
            draw(directory, address, name, scene)
        server.terminate()
        server.wait()


main()
