import json
import os
import signal
import socketserver
import sys
import threading
import traceback
from contextlib import contextmanager
from datetime import datetime, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

# ---------------------------------------------------------------------------------------------------- your function


def handle_event(event, context):
    """An event call: a timer, OSS, `s invoke`... What you return is the result of the invocation."""
    context.log("INFO", f"event of {len(event)} bytes")
    return {"message": "Hello from Function Compute!", "event": parse_event(event)}


def handle_http(request, context):
    """A call through the HTTP trigger: any method, any path. `request.body` holds the bytes that were sent."""
    context.log("INFO", f"{request.command} {request.path}")
    request.send_json(
        200,
        {
            "message": "Hello from Function Compute!",
            "method": request.command,
            "path": request.path,
            "body": request.body.decode("utf-8", "replace"),
        },
    )


def initialize(context):
    """Runs once in a new instance, before its first call: open connections, load models."""
    context.log("INFO", "initialized")


def pre_stop(context):
    """Runs before the instance goes away: flush, close."""
    context.log("INFO", "about to stop")


def parse_event(event):
    """Events are bytes. Most are JSON; the others are taken as text."""
    text = event.decode("utf-8", "replace")
    try:
        return json.loads(text)
    except ValueError:
        return text


# ------------------------------------------------------------------------------------------------------- the server


def log(level, text, request_id="-"):
    time = datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    # One write per line, at once: threads do not mix their lines, and nothing waits in a buffer.
    sys.stdout.write(f"{time} {request_id} [{level}] {text}\n")
    sys.stdout.flush()


class Context:
    """What the platform tells about a call, and a log whose lines carry the request id."""

    def __init__(self, headers):
        self.request_id = headers.get("x-fc-request-id", "-")
        self.function_name = headers.get("x-fc-function-name", "")
        self.region = headers.get("x-fc-region", "")

    def log(self, level, text):
        log(level, text, self.request_id)


class Request(BaseHTTPRequestHandler):
    # Function Compute keeps its connections open and reuses them after long pauses: nothing may time out on this side.
    protocol_version = "HTTP/1.1"
    timeout = None
    # Headers and body are two writes; with Nagle's algorithm the second one would wait for an acknowledgement.
    disable_nagle_algorithm = True

    def answer(self):
        with self.server.call():
            context = Context(self.headers)
            kind = self.kind()
            self.answered = False
            try:
                self.body = self.read_body()
                if kind == "http":
                    handle_http(self, context)
                elif kind == "event":
                    self.send_result(handle_event(self.body, context))
                else:
                    (initialize if kind == "initialize" else pre_stop)(context)
                    self.send(200)
            except ConnectionError:
                self.close_connection = True  # the caller has gone
            except Exception as error:
                context.log("ERROR", traceback.format_exc().rstrip())
                self.send_failure(404 if kind == "event" else 500, error)

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = do_PATCH = do_OPTIONS = answer

    def kind(self):
        """What the platform wants. Calls of either kind may use any path, so it says which kind in x-fc-control-path;
        without that header (curl on your machine) the method and the path decide."""
        call = self.headers.get("x-fc-control-path") or f"{self.command} {self.path}"
        return {
            "/invoke": "event",
            "POST /invoke": "event",
            "/initialize": "initialize",
            "POST /initialize": "initialize",
            "/pre-stop": "pre-stop",
            "GET /pre-stop": "pre-stop",
        }.get(call, "http")

    def read_body(self):
        if self.headers.get("transfer-encoding", "").lower() != "chunked":
            return self.rfile.read(int(self.headers.get("content-length") or 0))
        chunks = []
        while True:
            size = int(self.rfile.readline().split(b";")[0], 16)
            chunks.append(self.rfile.read(size))
            self.rfile.readline()
            if size == 0:
                return b"".join(chunks)

    def send_result(self, result):
        """Text and bytes go out as they are, everything else as JSON."""
        if isinstance(result, (bytes, str)):
            self.send(200, result if isinstance(result, bytes) else result.encode())
        else:
            self.send_json(200, result)

    def send_json(self, status, value, headers=None):
        self.send(status, json.dumps(value).encode(), {"content-type": "application/json", **(headers or {})})

    def send(self, status, body=b"", headers=None):
        self.answered = True
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def send_failure(self, status, error):
        """`x-fc-status: 404` is how a container tells Function Compute that a call failed."""
        if self.answered:
            self.close_connection = True
            return
        failure = {"errorMessage": str(error), "errorType": type(error).__name__}
        self.send_json(status, failure, {"x-fc-status": "404"})

    def log_message(self, *_):
        """The platform logs every call; http.server's own access log would only repeat it."""


class Server(ThreadingHTTPServer):
    daemon_threads = True  # a connection that is merely open does not keep the process alive
    request_queue_size = 128

    def __init__(self, address):
        self.calls_under_way = 0
        self.idle = threading.Condition()
        super().__init__(address, Request)

    def server_bind(self):
        # As HTTPServer does it, without looking up the host's name: that can take seconds in a container.
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = self.server_address[:2]

    @contextmanager
    def call(self):
        with self.idle:
            self.calls_under_way += 1
        try:
            yield
        finally:
            with self.idle:
                self.calls_under_way -= 1
                self.idle.notify_all()


def main():
    # On 0.0.0.0: a server on 127.0.0.1 cannot be reached from outside the container.
    port = int(os.environ.get("FC_CUSTOM_LISTEN_PORT", "9000"))
    server = Server(("0.0.0.0", port))
    log("INFO", f"listening on 0.0.0.0:{port}")

    # Told to stop: take nothing new, finish the calls under way, do not wait for connections that are merely open.
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: sys.exit(0))
    try:
        server.serve_forever()
    finally:
        server.socket.close()
        with server.idle:
            server.idle.wait_for(lambda: server.calls_under_way == 0)


if __name__ == "__main__":
    main()
