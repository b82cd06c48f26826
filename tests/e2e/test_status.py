"""Who keeps the server running sees how it is doing, and nobody else does."""
import unittest

from support import ServerTest, eventually, xuejid


class Status(ServerTest):
    def status(self):
        return self.system.call("Server/GetStatus")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.system = cls.signed_in("system", "province")

    def test_calls_are_counted_by_the_kind_of_their_work(self):
        for _ in range(20):
            self.system.call("Sessions/WhoAmI")
        status = self.status()
        classes = {c.name: c for c in status.classes}
        self.assertEqual(list(classes), ["read", "audited", "write", "slow", "stream"])
        self.assertGreaterEqual(classes["read"].calls, 20)
        self.assertGreaterEqual(classes["slow"].calls, 1)
        self.assertGreater(classes["slow"].p50_us, classes["read"].p50_us)
        self.assertLessEqual(classes["read"].p50_us, classes["read"].p99_us)
        self.assertEqual(classes["stream"].calls, 0)
        self.assertGreaterEqual(status.calls, 21)
        self.assertGreater(status.window_seconds, 0)

    def test_it_says_what_it_stands_on(self):
        status = self.status()
        self.assertEqual("xuejid " + status.version, xuejid("version").stdout.split("\n")[0])
        self.assertGreaterEqual(status.sessions, 1)
        self.assertGreater(status.writer_batches, 0)
        self.assertGreaterEqual(status.writer_works, status.writer_batches)
        self.assertEqual(status.writer_failed_commits, 0)
        self.assertGreater(status.store_bytes, 100000)
        self.assertGreater(status.disk_free_bytes, 0)
        self.assertGreater(status.certificate_until.seconds, status.now.seconds)
        self.assertLessEqual(status.started_time.seconds, status.now.seconds)

    def test_jobs_say_when_they_ran_and_when_they_will(self):
        def all_ran():
            return all(job.HasField("last_time") for job in self.status().jobs)
        self.assertTrue(eventually(all_ran))
        jobs = {job.name: job for job in self.status().jobs}
        self.assertIn("sessions.end", jobs)
        self.assertEqual([job.last_error for job in jobs.values()], [""] * len(jobs))
        for job in jobs.values():
            self.assertGreaterEqual(job.next_time.seconds, job.last_time.seconds, job.name)

    def test_the_last_backup_is_known(self):
        self.assertFalse(self.status().HasField("last_backup_time"))
        made = xuejid("backup", self.directory, self.directory.parent / "copy.db")
        self.assertEqual(made.returncode, 0, made.stderr)
        self.assertTrue(self.status().HasField("last_backup_time"))

    def test_it_is_for_system_administrators_only(self):
        for role, tier in (("officer", "province"), ("security", "province"),
                           ("auditor", "province"), ("registrar", "school")):
            caller = self.signed_in(role, tier)
            self.refused("PERMISSION_DENIED", "NO_RIGHT", caller.call, "Server/GetStatus")
        self.refused("UNAUTHENTICATED", "NOT_SIGNED_IN", self.client.call, "Server/GetStatus")


if __name__ == "__main__":
    unittest.main()
