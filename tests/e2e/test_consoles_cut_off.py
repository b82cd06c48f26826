"""A console whose server is killed, and whose line drops, while it brings in a sheet says so and
goes on by itself from the row that the server has; the store ends as if nothing had happened."""
import pathlib
import threading
import types
import unittest

from cutting import World
from sheets import write_csv
from support import Server, ServerTest, eventually
from test_consoles import SUBMIT, Console
from test_cut_off import mixed

ROWS = 2200  # eleven calls, of which eight are on their way at a time


def load_tests(loader, standard_tests, pattern):
    """Only what stands here."""
    return loader.loadTestsFromTestCase(ConsoleCutOff)


class ConsoleCutOff(ServerTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.files = pathlib.Path(cls.place.name)
        cls.registrar = cls.operator("registrar", "school")
        cls.sheet = write_csv(cls.files / "a.csv", mixed(0, ROWS))

    def world(self, name):
        world = World(self.directory, self.files / name)
        self.addCleanup(world.close)
        return world

    def begin(self, world):
        """A console that has been told to bring in the sheet for good."""
        where = types.SimpleNamespace(address=world.line.address)
        console = Console(where, world.directory, self.registrar, world.place)
        self.addCleanup(console.end)
        console.wait("Desk]")
        console.type(":bring\r")
        console.wait("File of this machine")
        console.type(f"{self.sheet}\t2")
        return console

    def state(self, world):
        """Whether the import is finished, and how far it is."""
        found = world.asked("SELECT state, last_row FROM import WHERE title = 'a.csv'")
        return found[0] if found else (0, 0)

    def finish(self, world, console):
        self.assertTrue(eventually(lambda: self.state(world)[0] == 2, 20, 0.02),
                        console.written[-800:])
        console.wait("Fault and cure")  # of what was refused
        console.process.terminate()
        console.process.wait(20)
        self.assertTrue(world.settle())
        return world.dump()

    def bring_in(self, world):
        """Uncut; what is stored then, and how many bytes went over the line."""
        console = self.begin(world)
        passed = world.line.passed
        console.type(SUBMIT)
        stored = self.finish(world, console)
        return stored, world.line.passed - passed

    def test_it_goes_on_from_the_row_that_the_server_has(self):
        expected, length = self.bring_in(self.world("whole"))
        world = self.world("cut")
        struck = threading.Event()

        def strike():
            """Kills it when it has some rows; the rest waits before the line."""
            self.assertTrue(eventually(lambda: self.state(world)[1] > 0, 20, 0.005))
            world.server.kill()
            world.line.drop()
            struck.set()
        world.line.struck = strike
        console = self.begin(world)
        world.line.mark = world.line.passed + length // 4
        console.type(SUBMIT)
        self.assertTrue(struck.wait(20))
        console.wait("[no line]")
        state, last_row = self.state(world)
        self.assertEqual(state, 1)
        self.assertLess(last_row, ROWS)
        world.line.struck = world.line.drop
        world.line.mark = world.line.passed + length // 6
        world.server = Server(world.directory)
        console.wait("The line is back")
        self.assertEqual(self.finish(world, console), expected)
        self.assertIsNone(world.line.mark)  # it was cut twice


if __name__ == "__main__":
    unittest.main()
