"""A server such as a site's public host: it compresses text, and it counts what it sends."""

import gzip
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

COMPRESSED = {".html", ".css", ".js", ".svg", ".csv", ".json", ".txt", ".inv"}


class Server(http.server.ThreadingHTTPServer):
    """Serves a folder on a free port of this machine."""

    daemon_threads = True

    def __init__(self, folder: Path) -> None:
        super().__init__(("localhost", 0), partial(Handler, directory=str(folder)))
        self.sent: dict[str, int] = {}

    @property
    def address(self) -> str:
        """Where it serves, without a slash at the end."""
        return f"http://localhost:{self.server_port}"


class Handler(http.server.SimpleHTTPRequestHandler):
    """Sends a file, compressed if that is worth it."""

    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        if path.is_dir():
            path /= "index.html"
        if not path.is_file():
            self.send_error(404)
            return
        content = path.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        if path.suffix in COMPRESSED:
            content = gzip.compress(content, 9)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
        self.server.sent[self.path] = self.server.sent.get(self.path, 0) + len(content)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def served(folder: Path) -> Iterator[Server]:
    """Serve a folder for a while."""
    server = Server(folder)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


if __name__ == "__main__":
    import sys

    server = Server(Path(sys.argv[1] if len(sys.argv) > 1 else "_build/html"))
    print(server.address, flush=True)
    server.serve_forever()
