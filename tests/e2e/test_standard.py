"""The standard services: health and reflection, as any gRPC tool uses them."""
import unittest

from google.protobuf import descriptor_pb2

from client import Client
from contract import Contract
from support import CONTRACT, ServerTest


class Standard(ServerTest):
    def test_health_answers_strangers(self):
        for service in ("", "xueji.v1.Units", "xueji.v1.Sessions"):
            reply = self.client.call("grpc.health.v1.Health/Check", service=service)
            self.assertEqual(reply.status, 1, service)
        self.refused("NOT_FOUND", self.unknown_service_reason(), self.client.call,
                     "grpc.health.v1.Health/Check", service="xueji.v1.Nothing")

    def unknown_service_reason(self):
        from client import Refused
        try:
            self.client.call("grpc.health.v1.Health/Check", service="no.such.Service")
        except Refused as refused:
            return refused.reason
        return self.fail("an unknown service is healthy")

    def test_health_is_watched_until_the_caller_goes(self):
        watch = self.client.stream("grpc.health.v1.Health/Watch", service="")
        self.assertEqual(next(watch).status, 1)
        watch.cancel()

    def reflect(self, version, *requests):
        method = CONTRACT.method(f"grpc.reflection.{version}.ServerReflection/ServerReflectionInfo")
        call = self.client.channel.stream_stream(
            f"/{method.name}", method.request.SerializeToString, method.reply.FromString)
        return list(call(iter([method.request(**fields) for fields in requests]), timeout=20))

    def test_a_client_is_made_from_reflection_alone(self):
        for version in ("v1", "v1alpha"):
            listed, = self.reflect(version, {"list_services": ""})
            names = {s.name for s in listed.list_services_response.service}
            self.assertLessEqual({"xueji.v1.Units", "xueji.v1.Sessions", "xueji.v1.Operators",
                                  "grpc.health.v1.Health"}, names)
            replies = self.reflect(version, *({"file_containing_symbol": n} for n in sorted(names)))
            self.assertEqual(len(replies), len(names))
            files = {}
            for reply in replies:
                for body in reply.file_descriptor_response.file_descriptor_proto:
                    file = descriptor_pb2.FileDescriptorProto.FromString(body)
                    files.setdefault(file.name, file)
            contract = Contract(in_order(files))
            self.walk_with(contract)

    def walk_with(self, contract):
        officer = self.operator("officer", "province")
        with Client(contract, self.server.address, self.server.ca) as stranger:
            caller = stranger.sign_in(officer.name, officer.password)
            self.assertEqual(len(caller.call("Units/ListUnits").units), 32)

    def test_reflection_says_what_it_does_not_know(self):
        reply, = self.reflect("v1", {"file_containing_symbol": "xueji.v1.Nothing"})
        self.assertEqual(reply.error_response.error_code, 5)

    def test_unknown_methods_are_unimplemented_at_once(self):
        import grpc
        for path in ("xueji.v1.Units/Teleport", "xueji.v1.Nothing/Get", "x/", "a/b/c", "xueji"):
            with self.assertRaises(grpc.RpcError) as caught:
                self.client.raw(path, b"", timeout=5)
            self.assertEqual(caught.exception.code(), grpc.StatusCode.UNIMPLEMENTED, path)


def in_order(files):
    """Each file after those that it imports."""
    done, out = set(), []

    def add(file):
        if file.name not in done:
            done.add(file.name)
            for name in file.dependency:
                add(files[name])
            out.append(file)
    for file in files.values():
        add(file)
    return out


if __name__ == "__main__":
    unittest.main()
