"""A province's officer has the real server look for second records; a kill only delays it."""
import unittest

from support import ServerTest, eventually, xuejid

OVER = 5  # CHECK_STATE_DONE


class Checks(ServerTest):
    def setUp(self):
        self.officer = self.signed_in("officer", "province")

    def check(self, check_id):
        return self.officer.call("Checks/GetCheck", check_id=check_id).check

    def run_to_the_end(self):
        asked = self.officer.call("Checks/RunCheck").check
        self.assertTrue(eventually(lambda: self.check(asked.id).state >= OVER, 60),
                        self.server.logged())
        return self.check(asked.id)

    def problems(self):
        return self.officer.call("Problems/ListProblems", page_size=1).found

    def test_what_agrees_outright_and_what_a_slip_parts_become_problems_once(self):
        check = self.run_to_the_end()
        self.assertEqual(check.state, OVER)
        self.assertEqual(check.done, 1000)
        self.assertGreater(check.records, 1900)
        # The demonstration has children with one number; they stand with their bureaus now.
        self.assertGreater(check.exact, 0)
        found = self.problems()
        self.assertGreaterEqual(found, check.exact)  # each is a problem at least
        again = self.run_to_the_end()
        self.assertEqual(again.exact, check.exact)
        self.assertEqual(self.problems(), found)

    def test_who_watches_sees_it_end(self):
        asked = self.officer.call("Checks/RunCheck").check
        states = [item.state for item in
                  self.officer.stream("Checks/WatchCheck", check_id=asked.id, timeout=60)]
        self.assertEqual(states[-1], OVER)
        self.assertEqual(states, sorted(states))

    def test_a_check_that_is_killed_begins_anew(self):
        asked = self.officer.call("Checks/RunCheck").check
        self.server.kill()
        self.restart()
        self.officer = self.client.with_token(self.officer.token)
        self.assertTrue(eventually(lambda: self.check(asked.id).state == OVER, 60),
                        self.server.logged())
        check = xuejid("check", self.directory)
        self.assertEqual(check.returncode, 0, check.stdout + check.stderr)

    def test_a_school_asks_for_none(self):
        registrar = self.signed_in("registrar", "school")
        self.refused("PERMISSION_DENIED", "NO_RIGHT", registrar.call, "Checks/RunCheck")


if __name__ == "__main__":
    unittest.main()
