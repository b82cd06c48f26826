"""The desk through OpenSSH itself: sshd runs xueji in place of whatever is asked for."""
import io
import json
import os
import pathlib
import pwd
import shutil
import subprocess
import unittest
import zipfile

from sheets import child, write_csv
from support import CONTRACT, eventually
from test_xueji import DONE, FILES, NOT_SIGNED_IN, PARTLY, USAGE, XUEJI, Commands, picture

SSHD = shutil.which("sshd", path=f"{os.environ['PATH']}:/usr/sbin")


def can_serve():
    """Run by root, sshd wants its directory; an account that is locked may not come in."""
    if SSHD is None or shutil.which("ssh") is None:
        return False
    return os.getuid() != 0 or pathlib.Path("/run/sshd").is_dir()


@unittest.skipUnless(can_serve(), "there is no sshd that could be run")
class OverSsh(Commands):
    def setUp(self):
        super().setUp()
        for key in ("host", "user"):
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", self.home / key],
                           check=True)
        self.session = self.home / "session"
        fixed = f"{XUEJI} --server {self.server.address} --ca {self.directory / 'ca.crt'}"
        (self.home / "sshd_config").write_text(
            f"HostKey {self.home / 'host'}\nAuthorizedKeysFile {self.home / 'user.pub'}\n"
            "StrictModes no\nUsePAM no\nPasswordAuthentication no\nPermitRootLogin yes\n"
            f"ForceCommand {fixed} --session {self.session}\nDisableForwarding yes\n",
            encoding="utf-8")

    def line(self, *words):
        return ["ssh", "-F", "none", "-T", "-i", self.home / "user", "-o", "BatchMode yes",
             "-o", "StrictHostKeyChecking no", "-o", f"UserKnownHostsFile {os.devnull}",
             "-o", "LogLevel ERROR",
             "-o", f"ProxyCommand {SSHD} -i -f {self.home / 'sshd_config'}",
             f"{pwd.getpwuid(os.getuid()).pw_name}@desk", *words]

    def ssh(self, *words, text="", code=DONE):
        run = subprocess.run(self.line(*words), input=text, capture_output=True, text=True,
                             timeout=60, check=False)
        self.assertEqual(run.returncode, code, run.stderr)
        self.said = run.stderr
        return run.stdout

    def sign_in(self):
        operator = self.operator("officer", "province")
        self.xueji("login", operator.name, "--session", self.session, "--password-file",
                   self.password_file(operator))

    def test_the_desk_answers_scripts(self):
        self.assertIn("xueji", self.ssh("version"))
        self.ssh("whoami", code=NOT_SIGNED_IN)
        self.sign_in()
        self.assertTrue(self.ssh("unit list 330000 --output csv").startswith("code,name"))
        found = json.loads(self.ssh("unit find '杭州' --tier city --output json"))
        self.assertEqual([unit["unit"]["code"] for unit in found["units"]], ["330100"])
        shown = json.loads(self.ssh("call Units/GetUnit -", text='{"code": "330100"}'))
        self.assertEqual(shown["unit"]["name"], "杭州市")

    def ticket(self, purpose, object_id, details=b""):
        """As the console makes one, in a session of its own."""
        caller = self.client.with_token(self.token)
        return caller.call("Tickets/IssueTicket", purpose=purpose, object_id=object_id,
                           details=details).ticket

    def send_and_fetch(self, line, sent=b"", code=DONE):
        """With bytes, not text."""
        run = subprocess.run(self.line(line), input=sent, capture_output=True, timeout=60,
                             check=False)
        self.assertEqual(run.returncode, code, run.stderr)
        self.said = run.stderr.decode()
        return run.stdout

    def test_a_scan_goes_there_and_back_by_tickets_alone(self):
        school = self.signed_in("registrar", "school")
        self.token = school.token
        unit = school.call("Sessions/WhoAmI").unit_id
        child = school.call("Students/ListStudents", unit_id=unit).students[0].id
        scan = picture(300, 300)
        details = CONTRACT.method("Attachments/BeginAttachment").request(
            student_id=child, kind=1, facts={"document_no": "H 7", "issuer": "派出所",
                                             "issue_date": "2026-09-01"}).SerializeToString()
        ticket = self.ticket(1, child, details)
        self.send_and_fetch(f"put {ticket} --lang en", scan)
        self.assertIn("arrived", self.said)
        made = school.call("Attachments/ListAttachments", student_id=child).attachments[-1]
        self.assertEqual(made.facts.size, len(scan))
        self.send_and_fetch(f"put {ticket}", scan, code=NOT_SIGNED_IN)
        self.assertIn("TICKET_NOT_GOOD", self.said)
        self.assertEqual(self.send_and_fetch(f"get {self.ticket(2, made.id)}"), scan)
        wrong = self.ticket(2, made.id)
        self.send_and_fetch(f"put {wrong}", scan, code=USAGE)
        self.send_and_fetch("get 7F3K", code=NOT_SIGNED_IN)
        lost = self.ticket(2, made.id)
        school.call("Sessions/SignOut")
        self.send_and_fetch(f"get {lost}", code=NOT_SIGNED_IN)

    def put_sheet(self, unit, sheet, is_dry_run, more="", code=DONE):
        details = CONTRACT.method("Imports/StartImport").request(
            is_dry_run=is_dry_run).SerializeToString()
        return self.send_and_fetch(
            f"put {self.ticket(3, unit, details)} {more} --lang zh", sheet, code)

    def test_a_sheet_is_brought_in_by_tickets_and_the_answer_is_in_ones_language(self):
        school = self.signed_in("registrar", "school")
        self.token = school.token
        unit = school.call("Sessions/WhoAmI").unit_id
        sheet = write_csv(self.home / "a.csv", map(child, range(3))).read_bytes()
        self.put_sheet(unit, sheet, True)
        self.assertIn("未保存任何数据。试导入结果： 新建 3 行，更新 0 行", self.said)
        self.put_sheet(unit, sheet, False)
        self.assertTrue(self.said.startswith("新建 3 行"), self.said)
        self.put_sheet(unit, sheet, False)
        self.assertIn("无变化 3 行", self.said)
        self.send_and_fetch(f"get {self.ticket(3, unit)} --lang zh", code=USAGE)
        self.assertIn("此凭证用于相反方向", self.said)

    def test_refused_rows_come_back_as_a_sheet_by_the_line_that_sent_them(self):
        school = self.signed_in("registrar", "school")
        self.token = school.token
        unit = school.call("Sessions/WhoAmI").unit_id
        children = [child(number) for number in range(10, 14)]
        children[2]["联系电话"] = ""
        sheet = write_csv(self.home / "a.csv", children).read_bytes()
        told = self.put_sheet(unit, sheet, False, code=PARTLY).decode()
        self.assertRegex(told, "^第 4 行，.*：.*\n$")
        back = self.put_sheet(unit, sheet, False, "--rejects -", PARTLY)
        self.assertIn("无变化 3 行，未通过 1 行", self.said)
        (self.home / "back.csv").write_bytes(back)
        with zipfile.ZipFile(io.BytesIO(back)) as archive:
            self.assertIn("问题与更正方法".encode(), archive.read("xl/worksheets/sheet1.xml"))
        # It comes in as it is, and its row alone is refused once more.
        self.put_sheet(unit, back, True, code=PARTLY)
        self.assertIn("新建 0 行，更新 0 行，无变化 0 行，未通过 1 行", self.said)
        n = len(school.call("Imports/ListImports").imports)
        self.assertEqual(self.put_sheet(unit, sheet, False, "--rejects bad.csv", FILES), b"")
        self.put_sheet(unit, back[:2000], False, code=FILES)
        self.assertIn("已损坏或不完整", self.said)
        self.assertEqual(len(school.call("Imports/ListImports").imports), n)

    def test_an_export_is_fetched_by_a_ticket(self):
        asking = self.operator("officer", "county")
        deciding = next(o for o in self.operators
                        if o.name == asking.name.replace("officer-", "officer2-"))
        officer = self.client.sign_in(asking.name, asking.password)
        self.token = officer.token
        unit = officer.call("Sessions/WhoAmI").unit_id
        made = officer.call("Exports/AskExport", unit_id=unit, purpose="vaccination check",
                            columns=["name", "grade"]).export.id
        self.client.sign_in(deciding.name, deciding.password).call(
            "Exports/DecideExport", export_id=made, approve=True)
        self.assertTrue(eventually(lambda: any(
            one.may_fetch for one in officer.call("Exports/ListExports").exports), 20, 0.05))
        ticket = self.ticket(4, made)
        book = self.send_and_fetch(f"get {ticket} --lang zh")
        self.assertRegex(self.said, r"^共 [1-9]\d* 行。\n$")
        with zipfile.ZipFile(io.BytesIO(book)) as archive:
            self.assertIn(b"vaccination check", archive.read("xl/worksheets/sheet1.xml"))
        self.send_and_fetch(f"get {ticket}", code=NOT_SIGNED_IN)

    def test_no_shell_and_no_file_is_within_reach(self):
        self.sign_in()
        mark = self.home / "mark"
        for line in (f"version; touch {mark}", f"version $(touch {mark}) > {mark}",
                     "whoami --session /etc/passwd"):
            self.ssh(line, code=USAGE)
        self.assertFalse(mark.exists())


if __name__ == "__main__":
    unittest.main()
