"""A client of the registry in Debian's python3-grpcio: written by others than the server."""
import grpc


class Refused(Exception):
    """What the server answered instead of a reply, with its google.rpc details decoded."""

    def __init__(self, contract, error):
        self.code = error.code().name
        self.sentence = error.details()
        self.reason = None
        self.faults = {}
        self.retry_seconds = None
        for key, value in error.trailing_metadata() or ():
            if key == "grpc-status-details-bin":
                self._decode(contract, value)
        super().__init__(f"{self.code} {self.reason}: {self.sentence} {self.faults or ''}")

    def _decode(self, contract, value):
        self.status = contract.message("google.rpc.Status").FromString(value)
        for detail in self.status.details:
            name = detail.type_url.rsplit("/", 1)[-1]
            message = contract.message(name).FromString(detail.value)
            if name == "google.rpc.ErrorInfo":
                self.reason, self.domain = message.reason, message.domain
            elif name == "google.rpc.BadRequest":
                for violation in message.field_violations:
                    self.faults.setdefault(violation.field, []).append(violation.description)
            elif name == "google.rpc.RetryInfo":
                delay = message.retry_delay
                self.retry_seconds = delay.seconds + delay.nanos / 1e9


class Client:
    """One connection, or several callers on one with `with_token`."""

    def __init__(self, contract, address, ca, *, certificate=None, key=None, lang="en",
                 options=(), channel=None, token=None):
        self.contract, self.address, self.ca = contract, address, ca
        self.token, self.lang = token, lang
        credentials = grpc.ssl_channel_credentials(ca, key, certificate)
        options = (("grpc.use_local_subchannel_pool", 1),
                   ("grpc.default_authority", "localhost"),
                   ("grpc.ssl_target_name_override", "localhost"), *options)
        self.channel = channel or grpc.secure_channel(address, credentials, options)

    def with_token(self, token, lang=None):
        return Client(self.contract, self.address, self.ca, channel=self.channel, token=token,
                      lang=lang or self.lang)

    def metadata(self, key=None):
        found = [("xueji-lang", self.lang)]
        if self.token is not None:
            found.append(("authorization", f"Bearer {self.token}"))
        if key is not None:
            found.append(("idempotency-key", key))
        return found

    def raw(self, name, body, *, timeout=20, metadata=None):
        """Bytes to bytes; grpc.RpcError as it comes."""
        call = self.channel.unary_unary(f"/{name}", lambda b: b, lambda b: b)
        return call(body, metadata=metadata or self.metadata(), timeout=timeout)

    def call(self, method, message=None, /, **fields):
        """The reply to a unary method, given as a message or by its fields; or Refused."""
        return self.start(method, message, **fields).wait()

    def start(self, method, message=None, /, *, idempotency_key=None, timeout=20, **fields):
        method = self.contract.method(method)
        request = method.request(**fields) if message is None else message
        call = self.channel.unary_unary(f"/{method.name}", method.request.SerializeToString,
                                        method.reply.FromString)
        metadata = self.metadata(idempotency_key)
        return Pending(self, call.future(request, metadata=metadata, timeout=timeout))

    def stream(self, method, message=None, /, *, timeout=20, **fields):
        """The items of a server stream."""
        method = self.contract.method(method)
        request = method.request(**fields) if message is None else message
        call = self.channel.unary_stream(f"/{method.name}", method.request.SerializeToString,
                                         method.reply.FromString)
        return call(request, metadata=self.metadata(), timeout=timeout)

    def sign_in(self, name, password, lang=None, **fields):
        """A client with that operator's session, on the same connection."""
        reply = self.call("Sessions/SignIn", name=name, password=password, **fields)
        return self.with_token(reply.session_token, lang)

    def close(self):
        self.channel.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


class Pending:
    """A call under way."""

    def __init__(self, client, future):
        self.client, self.future = client, future

    def wait(self):
        try:
            return self.future.result()
        except grpc.RpcError as error:
            raise Refused(self.client.contract, error) from None

    def cancel(self):
        self.future.cancel()
