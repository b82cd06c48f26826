"""`xuejid demo` in other sizes and provinces than the one that the tests share."""
import pathlib
import tempfile
import unittest

from support import xuejid


class Sizes(unittest.TestCase):
    def test_stories_end_as_they_were_planned_whatever_the_size(self):
        """Where counties get several schools, some of them share a city's bureau."""
        with tempfile.TemporaryDirectory(prefix="xueji-demo-") as place:
            directory = pathlib.Path(place) / "demo"
            made = xuejid("demo", directory, "--students", 30000)
            self.assertEqual(made.returncode, 0, made.stderr)
            home = (directory / "home").read_text(encoding="ascii").strip()
            self.assertRegex((directory / "operators.csv").read_text(encoding="utf-8"),
                             rf"(?m)^officer-{home},[^,]+,{home},county,officer$")
            checked = xuejid("check", directory)
            self.assertEqual((checked.returncode, checked.stdout), (0, "no faults\n"))


if __name__ == "__main__":
    unittest.main()
