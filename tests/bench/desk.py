"""Somebody else's desk, while something is measured."""
import statistics
import threading
import time


def percentiles(times):
    times = sorted(times)
    return (f"p50 {statistics.median(times) * 1e3:.1f}, p99 "
            f"{times[len(times) * 99 // 100] * 1e3:.1f} ms")


class Desk(threading.Thread):
    """Looks at it twenty times a second, until its end is asked for."""

    def __init__(self, server, person):
        super().__init__(daemon=True)
        self.client = server.client()
        self.person = self.client.sign_in(person[0], person[1])
        self.times, self.is_over = [], False
        self.start()

    def run(self):
        while not self.is_over:
            begun = time.monotonic()
            self.person.call("Desk/GetDesk")
            self.times.append(time.monotonic() - begun)
            time.sleep(0.05)
        self.client.close()

    def end(self):
        self.is_over = True
        self.join()
        return percentiles(self.times)
