"""A scan goes to the server in chunks, through broken lines and kill -9, and comes back bit for
bit; a backup brings it to another directory."""
import hashlib
import os
import shutil
import threading
import time
import unittest

from client import Refused
from support import Server, ServerTest, xuejid

HOUSEHOLD_PAGE = 1
BEING_SENT, COMPLETE = 1, 2
CHUNK = 65536


def scan(size):
    """What begins and ends as a JPEG; no two are the same."""
    return b"\xff\xd8\xff\xe0" + os.urandom(size - 6) + b"\xff\xd9"


class Sender(threading.Thread):
    """Sends from where the server is, and remembers what was acknowledged."""

    def __init__(self, caller, attachment, content, chunk=CHUNK):
        super().__init__()
        self.caller, self.id, self.content, self.chunk = caller, attachment, content, chunk
        self.acknowledged, self.error = 0, None

    def run(self):
        try:
            at = self.caller.call("Attachments/GetAttachment", attachment_id=self.id).received
            while at < len(self.content):
                at = self.caller.call("Attachments/SendChunk", attachment_id=self.id, offset=at,
                                      data=self.content[at:at + self.chunk]).received
                self.acknowledged = at
        except Refused as refused:
            self.error = refused


class Attachments(ServerTest):
    def setUp(self):
        self.registrar = self.signed_in("registrar", "school")
        self.school = self.registrar.call("Sessions/WhoAmI").unit_id
        self.child = self.registrar.call("Students/ListStudents", unit_id=self.school,
                                         page_size=1).students[0]

    def begin(self, content):
        facts = self.registrar.contract.message("xueji.v1.AttachmentFacts")(
            document_no="330102000123", issuer="城关派出所", issue_date="2024-09-01",
            size=len(content), sha256=hashlib.sha256(content).digest())
        return self.registrar.call("Attachments/BeginAttachment", student_id=self.child.id,
                                   kind=HOUSEHOLD_PAGE, facts=facts).id

    def send(self, attachment, content, chunk=CHUNK):
        sender = Sender(self.registrar, attachment, content, chunk)
        sender.run()
        self.assertIsNone(sender.error)

    def finish(self, attachment):
        return self.registrar.call("Attachments/FinishAttachment", attachment_id=attachment)

    def read(self, attachment, caller=None):
        content, reading, size = b"", "", 1
        while len(content) < size:
            piece = (caller or self.registrar).call(
                "Attachments/ReadAttachment", attachment_id=attachment, offset=len(content),
                reading=reading)
            content, size, reading = content + piece.data, piece.size, piece.reading
        return content

    def attached(self, content):
        attachment = self.begin(content)
        self.send(attachment, content)
        self.assertEqual(self.finish(attachment).state, COMPLETE)
        return attachment

    def restart_signed_in(self):
        self.restart()
        self.registrar = self.client.with_token(self.registrar.token)

    def assert_clean(self, directory=None):
        check = xuejid("check", directory or self.directory)
        self.assertEqual(check.returncode, 0, check.stdout + check.stderr)

    def file_of(self, attachment):
        """The newest file of content."""
        files = (self.directory / "attachments").glob("[0-9a-f][0-9a-f]/*")
        return max(files, key=lambda file: file.stat().st_mtime)

    def test_a_scan_breaks_off_goes_on_and_comes_back_bit_for_bit(self):
        content = scan(2 * 1024 * 1024)
        attachment = self.begin(content)
        # The line breaks in the middle of a chunk: nobody knows whether it arrived.
        self.send(attachment, content[:5 * CHUNK])
        call = self.registrar.start("Attachments/SendChunk", attachment_id=attachment,
                                    offset=5 * CHUNK, data=content[5 * CHUNK:6 * CHUNK])
        call.cancel()
        self.client.close()
        type(self).client = self.server.client()
        self.registrar = self.client.with_token(self.registrar.token)
        where = self.registrar.call("Attachments/GetAttachment", attachment_id=attachment)
        self.assertEqual(where.state, BEING_SENT)
        self.assertIn(where.received, (5 * CHUNK, 6 * CHUNK))
        self.send(attachment, content, chunk=50000)
        done = self.finish(attachment)
        self.assertEqual((done.state, done.received), (COMPLETE, len(content)))
        self.assertEqual(self.read(attachment), content)

    def test_kill_loses_no_chunk_that_was_acknowledged(self):
        content = scan(2 * 1024 * 1024)
        attachment = self.begin(content)
        kills = 0
        for number in range(3):
            sender = Sender(self.registrar, attachment, content, chunk=20000)
            sender.start()
            time.sleep(0.05 + 0.04 * number)
            self.server.kill()
            sender.join()
            kills += sender.error is not None
            self.assert_clean()
            self.restart_signed_in()
            where = self.registrar.call("Attachments/GetAttachment", attachment_id=attachment)
            self.assertGreaterEqual(where.received, sender.acknowledged)
        self.assertGreater(kills, 0)
        self.send(attachment, content)
        self.finish(attachment)
        self.assertEqual(self.read(attachment), content)

    def test_kill_while_finishing_leaves_a_whole_file_or_goes_on(self):
        content = scan(1500000)
        attachment = self.begin(content)
        self.send(attachment, content)
        call = self.registrar.start("Attachments/FinishAttachment", attachment_id=attachment)
        time.sleep(0.01)
        self.server.kill()
        try:
            call.wait()
        except Refused as refused:  # or it was quicker
            self.assertEqual(refused.code, "UNAVAILABLE")
        self.assert_clean()
        self.restart_signed_in()
        self.assertEqual(self.finish(attachment).state, COMPLETE)
        self.assertEqual(self.read(attachment), content)

    def test_what_is_no_scan_is_refused(self):
        archive = b"PK\x03\x04" + os.urandom(1000)
        attachment = self.begin(archive)
        refusal = self.refused("INVALID_ARGUMENT", "NOT_A_SCAN", self.registrar.call,
                               "Attachments/SendChunk", attachment_id=attachment, data=archive)
        self.assertIn("data", refusal.faults)
        polyglot = b"%PDF-1.4\n" + archive
        attachment = self.begin(polyglot)
        self.send(attachment, polyglot)
        self.refused("INVALID_ARGUMENT", "NOT_A_SCAN", self.finish, attachment)
        whole = scan(3000)
        lie = self.begin(whole)
        self.send(lie, whole[:-1] + b"\x00")
        self.refused("FAILED_PRECONDITION", "NOT_AS_ANNOUNCED", self.finish, lie)

    def test_others_neither_send_nor_see(self):
        content = scan(3000)
        attachment = self.attached(content)
        stranger = next(
            signed for operator in self.operators if "registrar" in operator.roles
            and (signed := self.client.sign_in(operator.name, operator.password))
            .call("Sessions/WhoAmI").unit_id != self.school)
        self.refused("NOT_FOUND", "NO_SUCH_ATTACHMENT", self.read, attachment, stranger)
        self.refused("PERMISSION_DENIED", "OUTSIDE_SCOPE", stranger.call,
                     "Attachments/DropAttachment", attachment_id=attachment)
        self.assertEqual(self.read(attachment, self.signed_in("officer", "province")), content)

    def test_a_case_holds_its_proof(self):
        attachment = self.attached(scan(3000))
        items = self.registrar.contract.message("xueji.v1.StudentItems")(name="欧阳改名")
        draft = self.registrar.call(
            "Cases/SaveKeyDataChange", student_id=self.child.id, items=items,
            attachment_ids=[attachment])
        self.assertEqual(list(draft.attachment_ids), [attachment])
        refusal = self.refused("FAILED_PRECONDITION", "ATTACHMENT_OF_CASE", self.registrar.call,
                               "Attachments/DropAttachment", attachment_id=attachment)
        self.assertIn(draft.summary.id, refusal.sentence)
        refusal = self.refused("INVALID_ARGUMENT", "PAPER_UNKNOWN", self.registrar.call,
                               "Cases/SaveKeyDataChange", case_id=draft.summary.id,
                               rev=draft.summary.rev, items=items, attachment_ids=["4711"])
        self.assertIn("attachment_ids[0]", refusal.faults)

    def test_a_backup_brings_the_scans_along(self):
        content = scan(200000)
        attachment = self.attached(content)
        backup, second = self.directory.parent / "backup", self.directory.parent / "second"
        self.assertEqual(xuejid("backup", self.directory, backup).returncode, 0)
        restored = xuejid("restore", backup, second, "--key-file", self.directory / "keys")
        self.assertEqual(restored.returncode, 0, restored.stderr)
        self.assert_clean(second)
        server = Server(second)
        try:
            with server.client() as client:
                again = client.with_token(self.registrar.token)
                self.assertEqual(self.read(attachment, again), content)
        finally:
            server.stop()
            shutil.rmtree(second)

    def test_a_new_key_reaches_the_scans_and_damage_is_named(self):
        content = scan(200000)
        attachment = self.attached(content)
        self.assertEqual(self.server.stop(), 0)
        file = self.file_of(attachment)
        before = file.read_bytes()
        rekey = xuejid("rekey", self.directory)
        self.assertEqual(rekey.returncode, 0, rekey.stderr)
        self.assertNotEqual(file.read_bytes(), before)
        self.assert_clean()
        whole = file.read_bytes()
        file.write_bytes(whole[:-1])
        check = xuejid("check", self.directory)
        self.assertEqual(check.returncode, 13)
        self.assertIn(f"The file of attachment {attachment} is missing, damaged", check.stdout)
        file.write_bytes(whole)
        self.restart_signed_in()
        self.assertEqual(self.read(attachment), content)


if __name__ == "__main__":
    unittest.main()
