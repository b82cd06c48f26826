"""Calls of a sheet that overtake each other, come twice or are given up, and callers who make calls
wait on purpose: the store ends as if all had come in their order, and nobody else notices."""
import hashlib
import pathlib
import random
import unittest

from client import Refused
from cutting import World
from forms import form
from support import ServerTest

CALLS, ROWS, LINES = 40, 5, 4
FINISHED = 2
FAR = 1000000  # a row that no import here comes to


def import_of(reply):
    return getattr(reply, "import")


class Sender:
    """An import of an operator, whose calls go over several connections."""

    def __init__(self, server, operator, title="a.csv"):
        self.lines = [server.client() for _ in range(LINES)]
        first = self.lines[0].sign_in(operator.name, operator.password)
        self.callers = [line.with_token(first.token) for line in self.lines]
        self.id = import_of(first.call("Imports/StartImport", title=title, form=1,
                                       sha256=hashlib.sha256(title.encode()).digest())).id
        self.sent = 0

    def send(self, after, rows, **options):
        self.sent += 1
        return self.callers[self.sent % LINES].start(
            "Imports/ImportRows", import_id=self.id, after_row=after, rows=rows, **options)

    def stands_at(self):
        return import_of(self.callers[0].call("Imports/GetImport", import_id=self.id))

    def finish(self, last):
        return import_of(self.callers[0].call(
            "Imports/FinishImport", import_id=self.id, last_row=last))

    def close(self):
        for line in self.lines:
            line.close()


def row(number, **items):
    return {"row": number, "items": form(grade="1", class_name="0", **items)}


def outcome(call):
    """The reply, or the word of the refusal."""
    try:
        return call.wait()
    except Refused as refused:
        return refused.reason
    except BaseException:  # given up
        return None


class OutOfTurn(ServerTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registrar, cls.other = [o for o in cls.operators if "registrar" in o.roles][:2]
        cls.calls = [(1 + at * ROWS if at else 0,
                      [row(2 + at * ROWS + i, phone="" if i == at % 7 else "13812345678")
                       for i in range(ROWS)]) for at in range(CALLS)]
        cls.last = 1 + CALLS * ROWS

    def world(self, name):
        world = World(self.directory, pathlib.Path(self.place.name) / name)
        self.addCleanup(world.close)
        return world

    def dump(self, world, sender):
        self.assertEqual(sender.finish(self.last).state, FINISHED)
        sender.close()
        self.assertTrue(world.settle())
        lines = world.dump()
        world.close()
        return lines

    def in_order(self):
        world = self.world("in-order")
        sender = Sender(world.server, self.registrar)
        for after, rows in self.calls:
            sender.send(after, rows).wait()
        return self.dump(world, sender)

    def throw(self, sender, chance, calls):
        """All at once in any order; some twice, with a key or without, and some given up."""
        thrown = []
        for at in chance.sample(range(len(calls)), len(calls)):
            after, rows = calls[at]
            key = {"idempotency_key": f"call-{after:08}-{sender.sent:08}"} if at % 3 else {}
            for _ in range(1 + (at % 5 == 0)):
                thrown.append(sender.send(after, rows, **key))
            if at % 4 == 0:
                chance.choice(thrown).cancel()
        return [outcome(call) for call in thrown]

    def test_calls_in_any_order_leave_the_store_that_they_leave_in_theirs(self):
        chance = random.Random(1)
        world = self.world("out-of-turn")
        sender = Sender(world.server, self.registrar)
        counted = 0
        while (stand := sender.stands_at().last_row) < self.last:
            left = [(after, rows) for after, rows in self.calls if rows[-1]["row"] > stand]
            for answer in self.throw(sender, chance, left[:chance.randint(1, 20)]):
                if isinstance(answer, str):
                    self.assertEqual(answer, "ROWS_NOT_NEXT")
                elif answer is not None:
                    counted += 1
                    self.assertEqual(len(answer.verdicts), ROWS)
                    self.assertGreaterEqual(import_of(answer).last_row, answer.verdicts[-1].row)
        stand = sender.stands_at()
        self.assertEqual(stand.created + stand.refused, CALLS * ROWS)
        self.assertGreater(stand.created, CALLS * (ROWS - 1))
        self.assertGreater(counted, CALLS / 2)
        self.assertEqual(self.dump(world, sender), self.in_order())

    def test_who_makes_calls_wait_hinders_no_other(self):
        hostile = Sender(self.server, self.other, "hostile.csv")
        honest = Sender(self.server, self.registrar, "honest.csv")
        far = [row(FAR + i) for i in range(200)]
        kept = [hostile.send(FAR - 1, far) for _ in range(60)]
        for at in range(0, 8, 2):
            behind = honest.send(*self.calls[at + 1])
            kept.append(hostile.send(FAR - 1, far))
            self.assertEqual(len(honest.send(*self.calls[at]).wait().verdicts), ROWS)
            self.assertEqual(len(behind.wait().verdicts), ROWS)
        for call in kept[::2]:
            call.cancel()
        answers = [outcome(call) for call in kept]
        self.assertEqual({answer for answer in answers if answer}, {"ROWS_NOT_NEXT"})
        self.assertEqual(hostile.stands_at().last_row, 0)
        hostile.close()
        honest.close()

    def test_a_server_that_stops_answers_those_who_wait(self):
        world = self.world("stopping")
        sender = Sender(world.server, self.registrar)
        calls = [sender.send(FAR - 1, [row(FAR)]) for _ in range(12)]
        sender.send(*self.calls[0]).wait()
        self.assertEqual(world.server.stop(), 0)
        for call in calls:
            self.assertIn(outcome(call), ("ROWS_NOT_NEXT", None))
        sender.close()


if __name__ == "__main__":
    unittest.main()
