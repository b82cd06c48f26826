"""The subcommands of xueji, as scripts and people use them, against the real server."""
import csv
import io
import json
import os
import pathlib
import pty
import stat
import struct
import subprocess
import tempfile
import unittest
import zlib

from forms import form
from support import BUILD, ServerTest

XUEJI = BUILD / "tui" / "xueji"
# The codes of tui/commands/exit_codes.def that scripts rely on.
(DONE, FAILED, USAGE, FILES, NO_LINE, NOT_THE_SERVER, NOT_SIGNED_IN, NO_RIGHT, NOT_FOUND,
 INVALID, NOT_NOW) = range(11)
PARTLY = 15


def picture(width, height):
    """A PNG of noise, grey: about as many bytes as points."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(
            ">I", zlib.crc32(kind + data))
    lines = b"".join(b"\0" + os.urandom(width) for _ in range(height))
    return (b"\x89PNG\r\n\x1a\n"
            + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(lines)) + chunk(b"IEND", b""))


class Commands(ServerTest):
    def setUp(self):
        place = tempfile.TemporaryDirectory(prefix="xueji-desk-")
        self.addCleanup(place.cleanup)
        self.home = pathlib.Path(place.name)
        self.environment = {
            "PATH": os.environ["PATH"], "XDG_RUNTIME_DIR": str(self.home), "LANG": "en_GB.UTF-8",
            "XUEJI_SERVER": self.server.address, "XUEJI_CA": str(self.directory / "ca.crt"),
            **{name: os.environ[name] for name in ("ASAN_OPTIONS", "LSAN_OPTIONS")
               if name in os.environ}}

    def run_xueji(self, *words, text="", **environment):
        return subprocess.run(
            [XUEJI, *map(str, words)], input=text, capture_output=True, text=True, timeout=60,
            check=False, env={**self.environment, **environment})

    def xueji(self, *words, code=DONE, **options):
        """Its stdout, when it ends with this code."""
        run = self.run_xueji(*words, **options)
        self.assertEqual(run.returncode, code, run.stderr)
        self.said = run.stderr
        return run.stdout

    def json(self, *words, **options):
        return json.loads(self.xueji(*words, "--output", "json", **options))

    def rows(self, *words, **options):
        text = self.xueji(*words, "--output", "csv", **options)
        return list(csv.DictReader(io.StringIO(text, newline="")))

    def password_file(self, operator, mode=0o600):
        path = self.home / "password"
        path.write_text(operator.password + "\n", encoding="utf-8")
        path.chmod(mode)
        return path

    def login(self, role, tier):
        operator = self.operator(role, tier)
        self.xueji("login", operator.name, "--password-file", self.password_file(operator))
        return operator


class SigningIn(Commands):
    def test_a_session_is_kept_for_the_commands_after_it(self):
        operator = self.login("officer", "county")
        session = self.home / "xueji-session.json"
        self.assertEqual(stat.S_IMODE(session.stat().st_mode), 0o600)
        self.assertNotIn(operator.password, session.read_text(encoding="utf-8"))
        me = self.json("whoami")
        self.assertEqual((me["name"], me["unit_code"]), (operator.name, operator.unit))
        self.assertEqual(me["tier"], "TIER_COUNTY")
        self.xueji("logout")
        self.xueji("whoami", code=NOT_SIGNED_IN)
        self.assertIn("Sign in first.", self.said)
        self.xueji("logout")

    def test_the_session_names_the_server(self):
        self.login("officer", "county")
        del self.environment["XUEJI_SERVER"], self.environment["XUEJI_CA"]
        self.xueji("whoami")

    def test_a_session_goes_to_no_other_server(self):
        self.login("officer", "county")
        other = self.server.address.replace("127.0.0.1", "localhost")
        self.xueji("whoami", "--server", other, code=NOT_SIGNED_IN)

    def test_a_session_that_others_can_read_is_not_used(self):
        self.login("officer", "county")
        (self.home / "xueji-session.json").chmod(0o644)
        self.xueji("whoami", code=FILES)
        self.assertIn("open to others", self.said)

    def test_a_user_may_be_given_for_one_command(self):
        operator = self.operator("officer", "county")
        who = ("--user", operator.name, "--password-file", self.password_file(operator))
        self.assertEqual(self.json("whoami", *who)["name"], operator.name)
        self.assertFalse((self.home / "xueji-session.json").exists())
        self.xueji("whoami", code=NOT_SIGNED_IN)

    def test_a_password_comes_on_stdin_too(self):
        operator = self.operator("officer", "county")
        self.xueji("login", operator.name, "--password-file", "-", text=operator.password)
        self.xueji("login", operator.name, "--password-file", "-", text="wrong",
                   code=NOT_SIGNED_IN)

    def test_a_password_file_that_others_can_read_is_refused(self):
        operator = self.operator("officer", "county")
        path = self.password_file(operator, mode=0o640)
        self.xueji("login", operator.name, "--password-file", path, code=FILES)
        self.assertIn("chmod 600", self.said)

    def test_without_a_terminal_nobody_is_asked(self):
        self.xueji("login", self.operator("officer", "county").name, code=USAGE)
        self.assertIn("--password-file", self.said)

    def test_on_a_terminal_the_password_is_asked_for_and_not_shown(self):
        operator = self.operator("officer", "county")
        child, terminal = pty.fork()
        if child == 0:
            os.execve(XUEJI, [str(XUEJI), "login", operator.name], self.environment)
        seen = b""
        for prompt, answer in ((b"Password: ", operator.password), (b"Code ", "")):
            while prompt not in seen:
                seen += os.read(terminal, 1024)
            os.write(terminal, answer.encode() + b"\n")
        while True:
            try:
                chunk = os.read(terminal, 1024)
            except OSError:  # its other end is closed
                break
            if not chunk:
                break
            seen += chunk
        os.close(terminal)
        self.assertEqual(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), DONE, seen)
        self.assertNotIn(operator.password.encode(), seen)
        self.xueji("whoami")


class Reading(Commands):
    def setUp(self):
        super().setUp()
        self.login("officer", "province")

    def test_units_are_listed_in_every_form(self):
        codes = [unit["code"] for unit in self.json("unit", "list", "330000")["units"]]
        self.assertEqual(len(codes), 11)
        self.assertEqual([row["code"] for row in self.rows("unit", "list", "330000")], codes)
        table = self.xueji("unit", "list", "330000", "--lang", "zh_CN").splitlines()
        self.assertTrue(table[0].startswith("代码    名称"))
        self.assertEqual([line.split()[0] for line in table[1:]], codes)
        self.assertEqual(len(self.json("unit", "list", "330000", "--limit", "3")["units"]), 3)

    def test_lists_go_on_to_their_end(self):
        """More than one page of units: the search finds 250 or is told to stop."""
        found = self.json("unit", "find", "县", "--tier", "county")["units"]
        self.assertGreater(len(found), 400)
        self.assertEqual(len({unit["unit"]["id"] for unit in found}), len(found))

    def test_a_unit_is_shown_and_summed_up(self):
        shown = self.json("unit", "show", "330100")
        self.assertEqual(shown["unit"]["name"], "杭州市")
        self.assertIsNone(shown["school"])
        self.assertIn("pupils", self.json("unit", "summary", "330100")["totals"])
        below = self.rows("unit", "compare", "330100")
        self.assertGreater(len(below), 5)

    def test_what_is_not_there_and_not_allowed_have_codes_of_their_own(self):
        self.xueji("unit", "show", "999999", code=NOT_FOUND)
        self.xueji("journal", "list", code=NO_RIGHT)
        self.xueji("student", "list", "330100", "99", code=INVALID)
        self.xueji("unit", "list", "--tier", "village", code=USAGE)
        self.assertIn("county", self.said)

    def test_every_method_can_be_called(self):
        unit = json.loads(self.xueji("call", "Units/GetUnit", "-", text='{"code": "330100"}'))
        self.assertEqual(unit["unit"]["name"], "杭州市")
        self.xueji("call", "xueji.v1.Sessions/WhoAmI")
        self.xueji("call", "Units/GetUnicorn", code=USAGE)
        for text, word in (('{"colour": 1}', "colour"), ('{"code": 7}', "code"), ("{", "line 1"),
                           ('{"code": "1", "code": "2"}', "duplicate"), ("[]", "object")):
            self.xueji("call", "Units/GetUnit", "-", text=text, code=FILES)
            self.assertIn(word, self.said)

    def test_all_faults_are_told_at_once(self):
        text = json.dumps({"unit_id": "x", "key": "", "from_day": "soon"})
        self.xueji("call", "Policies/ProposePolicy", "-", text=text, code=INVALID)
        for field in ("unit_id", "from_day"):
            self.assertIn(f"{field} is", self.said)

    def test_output_that_cannot_be_written_is_no_success(self):
        with open("/dev/full", "w", encoding="utf-8") as full:
            run = subprocess.run([XUEJI, "unit", "list", "330000"], stdout=full, check=False,
                                 stderr=subprocess.PIPE, env=self.environment)
        self.assertEqual(run.returncode, FAILED)


class Writing(Commands):
    def setUp(self):
        super().setUp()
        self.login("officer", "province")

    def key(self):
        return next(row["key"] for row in self.rows("policy", "list", "330000")
                    if row["owner_tier"] == "province" and row["role"] == "officer")

    def test_a_write_under_a_key_is_done_once(self):
        key = self.key()
        value = next(row["value"] for row in self.rows("policy", "list", "330000")
                     if row["key"] == key)
        words = ("policy", "set", "330000", key, value, "2030-01-01", "--reason",
                 'Order 7, "first part"')
        first = self.json(*words, "--key", "order-seven-1")
        again = self.json(*words, "--key", "order-seven-1")
        self.assertEqual(first["id"], again["id"])
        self.xueji(*words, code=NOT_NOW)
        self.assertIn("PROPOSAL_WAITS", self.said)
        other = (*words[:5], "2031-01-01", "--key", "order-seven-1")
        self.xueji(*other, code=INVALID)
        row = next(row for row in self.rows("policy", "history", "330000") if row["id"])
        self.assertEqual(row["reason"], 'Order 7, "first part"')
        self.xueji("policy", "withdraw", first["id"], first["rev"])

    def test_a_bad_registration_is_refused_with_every_fault(self):
        self.login("registrar", "school")
        form = {"school_id": self.json("whoami")["unit_id"], "grade": 1,
                "items": {"name": "张7", "sex": "9", "birth_date": "2019-13-01"}}
        self.xueji("student", "register", "-", text=json.dumps(form), code=INVALID)
        for field in ("name", "sex", "birth_date"):
            self.assertIn(field, self.said)


class AChild(Commands):
    def by(self, role, code):
        """Options that make someone who has the role in the unit do it."""
        operator = next(o for o in self.operators if o.unit == code and role in o.roles)
        path = self.home / f"{role}-{code}"
        path.write_text(operator.password, encoding="utf-8")
        path.chmod(0o600)
        return "--user", operator.name, "--password-file", path

    def test_a_child_is_registered_from_a_file_and_looked_up(self):
        registrar = self.operator("registrar", "school")
        school = registrar.unit
        desk = self.by("registrar", school)
        bureau = self.json("unit", "show", school, *desk)["bureau"]["code"]
        items = form("欧阳小雨")
        request = json.dumps({"school_id": self.json("whoami", *desk)["unit_id"], "grade": 1,
                              "items": items})
        words = ("student", "register", "-", "--submit", "--key", "row-1-of-list-7", *desk)
        case = self.json(*words, text=request)["summary"]
        self.assertEqual(self.json(*words, text=request)["summary"], case)
        waiting = self.rows("case", "list", school, "--waiting-for", "approver", *desk)
        self.assertEqual([row["id"] for row in waiting].count(case["id"]), 1)
        for role, unit in (("approver", school), ("officer", bureau)):
            done = self.json("case", "decide", "approve", case["id"], *self.by(role, unit))
            self.assertTrue(done["results"][0]["is_done"], done)
        self.xueji("case", "decide", "approve", f"{case['id']}@{case['rev']}",
                   *self.by("officer", bureau), code=PARTLY)
        number = items["id_number"]
        found = self.json("student", "find", "-", *desk, text=number + "\n")["students"]
        self.assertEqual([row["student"]["name"] for row in found], ["欧阳小雨"])
        child = found[0]["student"]["id"]
        self.assertNotIn(number, self.xueji("student", "show", child, *desk))
        self.assertEqual(len(self.rows("student", "numbers", child, *desk)), 1)
        self.assertGreater(len(self.rows("student", "history", child, *desk)), 1)
        shown = self.rows("student", "reveal", child, "id", "document_check", "核对户口簿",
                          *desk)
        self.assertEqual([row["number"] for row in shown], [number])
        match = self.json("student", "check", "1", "-", "欧阳小雨", *desk, text=number)
        self.assertEqual(match["student_id"], child)
        self.assertIn("欧阳小雨", self.xueji("student", "list", school, "1", *desk))


    def test_a_child_is_corrected_placed_and_changed_from_the_command_line(self):
        registrar = self.login("registrar", "school")
        child = self.json("student", "list", registrar.unit, "--limit", "1")["students"][0]
        shown = self.xueji("student", "show", child["id"], "--lang", "zh_CN")
        self.assertIn({"1": "男", "2": "女"}[child["sex"]], shown)
        self.assertIn("在读", shown)
        self.assertIn("enrolled", self.xueji("student", "list", registrar.unit, "--limit", "1",
                                             "--output", "csv"))
        now = self.json("student", "show", child["id"])["student"]
        change = {"student_id": child["id"], "rev": now["rev"], "items": {"talents": "绘画"}}
        done = self.json("student", "update", "-", text=json.dumps(change))
        self.assertEqual(done["changed_items"], ["talents"])
        place = ("student", "place", registrar.unit, child["grade"], child["class_number"])
        self.assertTrue(self.json(*place, child["id"])["results"][0]["is_done"])
        self.json(*place, f"{child['id']}@{now['rev'] - 1}", code=PARTLY)
        draft = {"student_id": child["id"], "items": {"name": "欧阳小雨"}}
        case = self.json("student", "change", "-", text=json.dumps(draft))["summary"]
        self.assertEqual(case["type"], "CASE_TYPE_KEY_DATA")
        listed = self.rows("case", "list", "--filter", child["name"], "--order", "oldest")
        self.assertIn(case["id"], [row["id"] for row in listed])
        self.assertEqual(self.rows("case", "list", "--filter", "没有此人"), [])

    def test_an_officer_sees_who_looked(self):
        officer = self.login("officer", "county")
        child = self.json("student", "find", "王", "--limit", "1")["students"][0]["student"]
        self.xueji("student", "show", child["id"])
        looks = self.rows("journal", "access", officer.unit, "--student", child["id"])
        self.assertIn(child["name"], [row["student_name"] for row in looks])


class Desk(Commands):
    def test_the_desk_is_listed_and_watched(self):
        self.login("officer", "county")
        desk = self.json("desk")
        self.assertEqual([row["key"] for row in desk["rows"]],
                         [row["key"] for row in self.rows("desk")])
        self.rows("desk", "late")
        watch = subprocess.Popen([XUEJI, "desk", "watch"], stdout=subprocess.PIPE, text=True,
                                 env=self.environment)
        with watch.stdout:
            first = json.loads(watch.stdout.readline())
            watch.terminate()
        watch.wait(20)
        self.assertEqual(len(first["changes"]), len(desk["rows"]))
        self.assertEqual(first["layout"], desk["layout"])


class Attachments(Commands):
    def a_child(self):
        school = self.json("whoami")["unit_id"]
        return self.json("student", "list", f"id:{school}", "--limit", "1")["students"][0]["id"]

    def test_a_scan_goes_there_and_back(self):
        self.login("registrar", "school")
        child = self.a_child()
        scan = self.home / "scan.png"
        scan.write_bytes(picture(400, 400))
        put = ("attachment", "put", child, "household_page", scan, "--number", "H 7",
               "--issuer", "派出所", "--day", "2026-09-01")
        made = self.json(*put)
        self.assertEqual(made["state"], "ATTACHMENT_STATE_COMPLETE")
        listed = self.json("attachment", "list", child)["attachments"]
        self.assertIn(made["id"], [attachment["id"] for attachment in listed])
        back = self.home / "back.png"
        self.xueji("attachment", "get", made["id"], back)
        self.assertEqual(back.read_bytes(), scan.read_bytes())
        self.xueji("attachment", "get", made["id"], back, code=FILES)
        self.assertIn("exists", self.said)
        out = subprocess.run([XUEJI, "attachment", "get", made["id"]], capture_output=True,
                             check=True, env=self.environment).stdout
        self.assertEqual(out, scan.read_bytes())
        self.xueji("attachment", "drop", made["id"])
        scan.write_bytes(b"no picture")
        self.xueji(*put, code=INVALID)


class TheLine(Commands):
    def test_no_server_is_no_line(self):
        self.xueji("server", "ping", "--server", "127.0.0.1:1", code=NO_LINE)
        self.assertIn("No server answers", self.said)
        self.xueji("server", "ping", "--server", "unix:/nowhere/sock", code=NO_LINE)
        self.xueji("server", "ping", "--server", "nonsense", code=FILES)

    def test_another_authoritys_server_is_refused(self):
        own = self.home / "ca.crt"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                        "ec_paramgen_curve:P-256", "-nodes", "-keyout", os.devnull, "-out", own,
                        "-subj", "/CN=Other"], check=True, capture_output=True)
        operator = self.operator("officer", "county")
        self.xueji("login", operator.name, "--password-file", self.password_file(operator),
                   "--ca", own, code=NOT_THE_SERVER)
        self.assertIn("do not go on", self.said)

    def test_a_server_that_serves_is_said_to(self):
        self.assertEqual(self.json("server", "ping")["state"], "serving")
        self.xueji("server", "status", code=NOT_SIGNED_IN)
        self.login("system", "province")
        self.assertGreater(self.json("server", "status")["calls"], 0)
        self.assertTrue(self.rows("server", "jobs"))
        self.rows("server", "calls")


class Afar(Commands):
    """As sshd runs it in place of what was asked for."""

    def afar(self, line, *fixed, **options):
        return self.xueji(*fixed, SSH_ORIGINAL_COMMAND=line, **options)

    def desk(self, line, *fixed, text="", **options):
        """With a password before what the command reads."""
        operator = self.operator("officer", "province")
        return self.afar(f"{line} --user {operator.name} --password-file -", *fixed,
                         text=f"{operator.password}\n{text}", **options)

    def test_the_words_asked_for_name_the_command(self):
        rows = self.desk("unit find '杭州' --tier \"city\" --output csv").splitlines()
        self.assertEqual(len(rows), 2)
        self.desk("  unit   show 330100", "--lang", "en")
        self.assertEqual(json.loads(self.desk("call Units/GetUnit - --output json",
                                              text='{"code": "330100"}'))["unit"]["tier"],
                         "TIER_CITY")

    def test_nothing_else_runs(self):
        mark = self.home / "mark"
        for line in (f"touch {mark}", f"version; touch {mark}", f"version $(touch {mark})",
                     f"unit show `touch {mark}`", f"version | touch {mark}", "/bin/sh",
                     "-c id", "unit show 'open", 'unit show "open'):
            run = self.run_xueji(SSH_ORIGINAL_COMMAND=line)
            self.assertNotEqual(run.returncode, DONE, line)
        self.assertFalse(mark.exists())

    def test_no_file_and_no_other_server_can_be_named(self):
        for option in ("--ca /etc/passwd", "--server 127.0.0.1:1", "--session /etc/passwd",
                       "--password-file=/etc/passwd", "--key-file /etc/passwd"):
            self.afar(f"whoami {option}", code=USAGE)
            self.assertIn("from afar", self.said)
        self.desk("call Units/GetUnit /etc/passwd", code=FILES)
        self.assertIn("standard input", self.said)
        self.assertNotIn("root", self.said)

    def test_nobody_is_signed_in_by_what_another_left(self):
        operator = self.login("officer", "province")
        self.afar("whoami", code=NOT_SIGNED_IN)
        self.afar(f"login {operator.name} --password-file -", text=operator.password, code=FILES)
        self.assertIn("several people", self.said)
        self.afar("logout", code=FILES)
        self.xueji("whoami")


class TheProgram(Commands):
    def test_wrong_words_are_explained(self):
        for words in (("unit",), ("unit", "lst"), ("unit", "show"), ("unit", "show", "1", "2"),
                      ("unit", "show", "1", "--colour"), ("unit", "list", "--tier"),
                      ("unit", "list", "--closed=1"), ("whoami", "--output", "xml"),
                      ("unit", "list", "--limit", "many")):
            self.xueji(*words, code=USAGE)
            self.assertTrue(self.said.startswith("xueji"), self.said)

    def test_the_first_word_of_commands_tells_the_others(self):
        for words in (("problem",), ("problem", "lst")):
            self.xueji(*words, code=USAGE)
            self.assertIn("after problem comes one of list, show, answer, decide", self.said)
        told = self.xueji("help", "problem").splitlines()
        self.assertTrue(all(line.startswith("  problem ") for line in told), told)
        self.assertGreater(len(told), 10)

    def test_a_word_that_is_no_choice_is_said_to_be_none(self):
        self.xueji("problem", "list", "--stage", "foo", code=USAGE)
        self.assertIn("none of primary, junior, senior; see: xueji help problem list", self.said)
        self.assertIn("--stage: ", self.said)
        self.xueji("problem", "list", "--state", "foo", code=USAGE)
        self.assertIn('"foo" is no word for it; see: xueji help problem list', self.said)

    def test_only_the_words_are_told_that_apply(self):
        for words, told in ((("batch", "list", "city"), '"city" is none of approver, bureau;'),
                            (("batch", "decide", "approve", "over", "1"), "approver, bureau;"),
                            (("problem", "decide", "pull", "1"), "give_up, same, apart;"),
                            (("problem", "report", "1", "dup_id"), "separated, no_record;"),
                            (("case", "decide", "same", "1"), "hand_over, receive, pull;")):
            self.xueji(*words, code=USAGE)
            self.assertIn(told, self.said)
        self.xueji("batch", "list", "CASE_PARTY_BUREAU", code=NOT_SIGNED_IN)

    def test_every_command_explains_itself(self):
        lines = self.xueji("help").splitlines()
        names = [line[2:30].strip() for line in lines[2:] if line.startswith("  ")]
        commands = [name for name in names if not name.startswith(("-", "("))]
        self.assertGreater(len(commands), 40)
        for name in commands:
            self.assertTrue(self.xueji("help", *name.split()).startswith(f"Usage: xueji {name}"))
        self.assertIn("列出某单位的直接下级", self.xueji("help", "unit", "list", "--lang", "zh_CN"))
        self.assertIn("仅此单位及下级", self.xueji("student", "find", "--help", "--lang", "zh_CN"))

    def test_the_completion_is_what_bash_takes(self):
        script = self.xueji("completion", "bash")
        wanted = {"unit s": "show summary", "unit list --ti": "--tier", "log": "login logout",
                  "batch decide ap": "approve approver", "unit list --tier c": "city county",
                  'desk --output ""': "table json csv"}
        ask = "".join(f'COMP_WORDS=(xueji {words}); COMP_CWORD={len(words.split())}; _xueji\n'
                      'echo "${COMPREPLY[@]}"\n' for words in wanted)
        run = subprocess.run(["bash", "-c", script + ask], capture_output=True, text=True,
                             check=True)
        self.assertEqual(run.stdout.splitlines(), list(wanted.values()))


if __name__ == "__main__":
    unittest.main()
