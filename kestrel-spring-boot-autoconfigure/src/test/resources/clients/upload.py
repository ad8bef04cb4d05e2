"""Uploads bytes with Python's http.client: URL's port, size, length|chunked, how often."""
import http.client
import sys

port, size, framing, count = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], int(sys.argv[4])


def body():
    left = size
    piece = bytes(65536)
    while left > 0:
        yield piece[:left]
        left -= len(piece)


for _ in range(count):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {"Content-Length": str(size)} if framing == "length" else {"Transfer-Encoding": "chunked"}
    connection.request("POST", "/small", body(), headers, encode_chunked=framing == "chunked")
    response = connection.getresponse()
    print(response.status, response.read().decode())
    connection.close()
