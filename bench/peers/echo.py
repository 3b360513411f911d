"""echo.py KIND: echoes over TCP; writes its port to standard output. KIND: asyncio-protocol,
asyncio-streams, uvloop-protocol or uvloop-streams. Protocols are the callbacks that both are
fastest with, streams what people write: coroutines."""
import asyncio
import sys


class Echo(asyncio.Protocol):
    def connection_made(self, transport):
        self._transport = transport

    def data_received(self, data):
        self._transport.write(data)


async def echo(reader, writer):
    while data := await reader.read(4096):
        writer.write(data)
        await writer.drain()
    writer.close()


async def serve(style):
    if style == "protocol":
        server = await asyncio.get_running_loop().create_server(Echo, "127.0.0.1", 0)
    else:
        server = await asyncio.start_server(echo, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


loop, style = sys.argv[1].split("-")
if loop == "uvloop":
    import uvloop
    uvloop.install()
asyncio.run(serve(style))
