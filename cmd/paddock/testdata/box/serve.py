# Echoes what comes on the port, in capitals, and ends its half when the client does.
import os
import socketserver


class Echo(socketserver.BaseRequestHandler):
    def handle(self):
        while data := self.request.recv(1024):
            self.request.sendall(data.upper())


socketserver.ThreadingTCPServer.allow_reuse_address = True
server = socketserver.ThreadingTCPServer(("127.0.0.1", int(os.environ["PORT"])), Echo)
print("listening", flush=True)
server.serve_forever()
