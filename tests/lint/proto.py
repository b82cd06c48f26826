"""The contract's own rules, judged on what protoc makes of the .proto files."""
import subprocess
import sys
import tempfile

from google.protobuf import descriptor_pb2

from lint import Lint

Field = descriptor_pb2.FieldDescriptorProto
PREFIX = "proto"


def read_set(lint):
    """The descriptors of all our files and of what they import."""
    folder = lint.root / PREFIX
    names = [p.relative_to(folder).as_posix() for p in lint.files(".proto", under=PREFIX)]
    with tempfile.NamedTemporaryFile() as out:
        protoc = subprocess.run(
            ["protoc", f"-I{folder}", f"-I{lint.root / 'third_party/proto'}", "-I/usr/include",
             "--include_imports", "--include_source_info", f"--descriptor_set_out={out.name}"]
            + names, check=False, capture_output=True, text=True)
        if protoc.returncode != 0:
            sys.exit(protoc.stderr)
        return names, descriptor_pb2.FileDescriptorSet.FromString(out.read())


class File:
    """One .proto file with the comments and lines of its parts."""

    def __init__(self, lint, proto):
        self.lint, self.proto = lint, proto
        self.where = {tuple(l.path): l for l in proto.source_code_info.location}

    def breach(self, path, text):
        location = self.where.get(tuple(path))
        line = location.span[0] + 1 if location else 1
        self.lint.breach(f"{PREFIX}/{self.proto.name}", line, text)

    def want_comment(self, path, what):
        location = self.where.get(tuple(path))
        if not location or not (location.leading_comments.strip()
                                or location.trailing_comments.strip()):
            self.breach(path, f"{what} has no comment; say what it is for, its unit and range")

    def check(self):
        if self.proto.package != "xueji.v1":
            self.breach([2], "the package must be xueji.v1")
        for i, enum in enumerate(self.proto.enum_type):
            self.check_enum([5, i], enum)
        for i, message in enumerate(self.proto.message_type):
            self.check_message([4, i], message)
        for i, service in enumerate(self.proto.service):
            self.check_service([6, i], service)

    def check_enum(self, path, enum):
        self.want_comment(path, f"enum {enum.name}")
        words = "".join("_" + c if c.isupper() else c.upper() for c in enum.name).lstrip("_")
        if enum.value[0].name != f"{words}_UNSPECIFIED":
            self.breach(path + [2, 0], f"the value 0 must be {words}_UNSPECIFIED")
        for k, value in enumerate(enum.value):
            if not value.name.startswith(words + "_"):
                self.breach(path + [2, k], f"{value.name} must begin with {words}_")

    def check_message(self, path, message):
        if not message.options.map_entry:
            self.want_comment(path, f"message {message.name}")
        for k, field in enumerate(message.field):
            self.check_field(path + [2, k], message, field)
        for k, inner in enumerate(message.nested_type):
            self.check_message(path + [3, k], inner)
        for k, enum in enumerate(message.enum_type):
            self.check_enum(path + [4, k], enum)
        self.check_paging(path, message)

    def check_field(self, path, message, field):
        if message.options.map_entry:
            return
        self.want_comment(path, f"field {message.name}.{field.name}")
        if field.proto3_optional:
            self.breach(path, "proto3 optional is refused by protoc-c; use a message or a "
                        "value that means none")
        entry = field.type_name.rsplit(".", 1)[-1]
        if any(n.name == entry and n.options.map_entry for n in message.nested_type):
            self.breach(path, "a map keeps duplicates in protobuf-c; use a repeated message")
        if field.type in (Field.TYPE_FLOAT, Field.TYPE_DOUBLE):
            self.breach(path, "a floating number does not compare; use an integer and a unit")
        if field.name != field.name.lower():
            self.breach(path, f"{field.name} must be lower_snake")

    def check_paging(self, path, message):
        names = {field.name for field in message.field}
        if ("page_size" in names) != ("page_token" in names):
            self.breach(path, "page_size and page_token go together")

    def check_service(self, path, service):
        self.want_comment(path, f"service {service.name}")
        for k, method in enumerate(service.method):
            self.want_comment(path + [2, k], f"rpc {method.name}")


def messages_of(prefix, messages):
    for message in messages:
        name = f"{prefix}.{message.name}"
        yield name, message
        yield from messages_of(name, message.nested_type)


def check_recursion(files):
    """protobuf-c decodes recursively without a limit: a deep message would end the server."""
    uses, home = {}, {}
    for file in files:
        for name, message in messages_of("." + file.proto.package, file.proto.message_type):
            uses[name] = {f.type_name for f in message.field if f.type == Field.TYPE_MESSAGE}
            home[name] = file
    for start in uses:
        seen, todo = set(), set(uses[start])
        while todo:
            name = todo.pop()
            if name not in seen:
                seen.add(name)
                todo |= uses.get(name, set())
        if start in seen:
            home[start].breach([], f"message {start[1:]} contains itself; a deep one would end the "
                               "server (protobuf-c has no depth limit): use a list with parents")


def main():
    lint = Lint()
    names, protos = read_set(lint)
    files = [File(lint, proto) for proto in protos.file]
    for file in files:
        if file.proto.name in names:
            file.check()
    check_recursion(files)
    lint.end()


main()
