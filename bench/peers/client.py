"""client.py URL COUNT SECONDS: what bench/client_bench.cpp does, by aiohttp."""
import asyncio
import resource
import sys
import time

import aiohttp


def spent():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime, usage.ru_utime + usage.ru_stime


async def ask_until(session, url, end):
    requests = 0
    while time.monotonic() < end:
        async with session.get(url) as response:
            assert response.status == 200 and await response.read()
        requests += 1
    return requests


async def main(url, count, seconds):
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=count)) as session:
        async def ask_all(limit):
            end = time.monotonic() + limit
            return sum(await asyncio.gather(*(ask_until(session, url, end) for _ in range(count))))
        await ask_all(0.3)
        before = spent()
        requests = await ask_all(seconds)
        after = spent()
    user, all_of_it = [(b - a) / requests * 1e9 for a, b in zip(before, after)]
    print(f"{requests} {all_of_it:.0f} {user:.0f}")


if sys.argv[1:2] == ["uvloop"]:
    import uvloop
    uvloop.install()
    del sys.argv[1]
asyncio.run(main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3])))
