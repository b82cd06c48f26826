"""A province beside which the police and the nation have nodes of their own: lists are carried to
them in folders, and what they say is carried back."""
import csv
import io
import pathlib

from moving import Moving
from support import eventually, xuejid

POLICE, PROBLEMS, MADE = 4, 7, 2


class Nodes(Moving):
    @classmethod
    def prepare(cls):
        place = pathlib.Path(cls.place.name)
        cls.police, cls.nation = place / "police", place / "nation"
        for node in (cls.police, cls.nation):
            cls.folder_of(node).mkdir()
            cls.done("init", node)
            cls.trust(node, cls.directory, node.name, "--as", node.name)
            cls.trust(cls.directory, node, "zhejiang")

    @staticmethod
    def folder_of(node):
        return node.with_suffix(".folder")

    @classmethod
    def trust(cls, who, to, name, *options):
        key = pathlib.Path(cls.place.name) / "key.peer"
        key.write_text(cls.done("exchange", "key", who), encoding="utf-8")
        cls.done("exchange", "trust", to, name, key, *options)

    @classmethod
    def done(cls, *words):
        made = xuejid(*words)
        if made.returncode != 0:
            raise RuntimeError(f"{words}: {made.stderr}{made.stdout}")
        return made.stdout

    def listed(self, node, kind, number):
        """The rows of the list, which an officer makes and carries to the node."""
        made = self.province.call("Lists/CreateList", kind=kind, reason="比对").list

        def now():
            return next(one for one in self.province.call("Lists/ListLists").lists
                        if one.id == made.id)
        self.assertTrue(eventually(lambda: now().state == MADE, 30), self.server.logged())
        pieces = [self.province.call("Lists/GetList", list_id=made.id, piece=piece)
                  for piece in range(now().pieces)]
        folder = self.folder_of(node)
        (folder / pieces[0].file_name).write_bytes(b"".join(p.data for p in pieces))
        self.done("exchange", "in", node, folder)
        rows = self.done("exchange", "read", node, "zhejiang", number)
        return list(csv.DictReader(io.StringIO(rows)))

    def police_say(self, number, verdicts):
        """What they say about these ID numbers; about the other children, that all is right."""
        lines = ["row,result,student_no,id_number,note"]
        for row in self.listed(self.police, POLICE, number):
            result, other = verdicts.get(row["id_number"], ("match", ""))
            lines.append(f"{row['row']},{result},,{other},")
        file = self.police.with_suffix(".csv")
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        self.answer(self.police, number, "--verdicts", file)

    def answer(self, node, number, *how):
        self.done("exchange", "answer", node, "zhejiang", number, *how)
        self.done("exchange", "out", node, self.folder_of(node))
        self.done("exchange", "in", self.directory, self.folder_of(node))
