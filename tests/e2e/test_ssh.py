"""The desk through OpenSSH itself: sshd runs xueji in place of whatever is asked for."""
import json
import os
import pathlib
import pwd
import shutil
import subprocess
import unittest

from test_xueji import DONE, NOT_SIGNED_IN, USAGE, XUEJI, Commands

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

    def ssh(self, *words, text="", code=DONE):
        run = subprocess.run(
            ["ssh", "-F", "none", "-T", "-i", self.home / "user", "-o", "BatchMode yes",
             "-o", "StrictHostKeyChecking no", "-o", f"UserKnownHostsFile {os.devnull}",
             "-o", "LogLevel ERROR",
             "-o", f"ProxyCommand {SSHD} -i -f {self.home / 'sshd_config'}",
             f"{pwd.getpwuid(os.getuid()).pw_name}@desk", *words],
            input=text, capture_output=True, text=True, timeout=60, check=False)
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

    def test_no_shell_and_no_file_is_within_reach(self):
        self.sign_in()
        mark = self.home / "mark"
        for line in (f"version; touch {mark}", f"version $(touch {mark}) > {mark}",
                     "whoami --session /etc/passwd"):
            self.ssh(line, code=USAGE)
        self.assertFalse(mark.exists())


if __name__ == "__main__":
    unittest.main()
