"""The contract as a foreign client sees it: messages and methods from a descriptor set.

The set comes from the build or from the server's reflection; no generated code is needed.
"""
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory


class Method:
    def __init__(self, descriptor, proto, make):
        self.name = f"{descriptor.containing_service.full_name}/{descriptor.name}"
        self.request = make(descriptor.input_type)
        self.reply = make(descriptor.output_type)
        self.client_streams, self.server_streams = proto.client_streaming, proto.server_streaming


class Contract:
    """`message("google.rpc.Status")` gives a class, `methods` all methods by their full name."""

    def __init__(self, files):
        self.pool = descriptor_pool.DescriptorPool()
        self.methods = {}
        for file in files:
            self.pool.Add(file)
        self.factory = message_factory.MessageFactory(self.pool)
        for file in files:
            for service in file.service:
                prefix = f"{file.package}.{service.name}"
                descriptor = self.pool.FindServiceByName(prefix)
                for method in service.method:
                    row = Method(descriptor.methods_by_name[method.name], method,
                                 self.factory.GetPrototype)
                    self.methods[row.name] = row

    @classmethod
    def read(cls, path):
        with open(path, "rb") as file:
            return cls(descriptor_pb2.FileDescriptorSet.FromString(file.read()).file)

    def message(self, name):
        return self.factory.GetPrototype(self.pool.FindMessageTypeByName(name))

    def method(self, name):
        """By its full name, or as Service/Method of xueji.v1."""
        return self.methods.get(name) or self.methods[f"xueji.v1.{name}"]
