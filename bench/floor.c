/* floor PORT: what an HTTP server costs that does nothing. One epoll loop; for each request one
 * read(2) and one write(2) of a constant answer of 12 bytes; nothing is parsed: the head's end is
 * looked for, so that pipelined requests are told apart. Everything above it is the server's share.
 *
 * cc -O2 floor.c -o floor
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <netinet/tcp.h>
#include <unistd.h>

enum { most_ready = 512, read_size = 16384 };

static const char answer[] =
    "HTTP/1.1 200 OK\r\n"
    "Date: Sun, 22 Nov 2026 00:00:00 GMT\r\n"
    "Server: floor\r\n"
    "Content-Type: text/plain; charset=utf-8\r\n"
    "Content-Length: 12\r\n"
    "\r\n"
    "hello world\n";

static int listen_at(unsigned short port) {
    int on = 1;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons(port)};
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (bind(fd, (struct sockaddr *)&at, sizeof at) != 0 || listen(fd, 4096) != 0) {
        perror("floor");
        exit(1);
    }
    return fd;
}

static void watch(int poll, int fd) {
    struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
    epoll_ctl(poll, EPOLL_CTL_ADD, fd, &event);
}

static void serve(int fd) {
    static char in[read_size], out[read_size * 4];
    ssize_t got = read(fd, in, sizeof in);
    if (got <= 0) {
        close(fd);
        return;
    }
    size_t size = 0;
    const char *end = in + got;
    for (const char *at = in; (at = memmem(at, (size_t)(end - at), "\r\n\r\n", 4)); at += 4) {
        if (size + sizeof answer > sizeof out) break;
        memcpy(out + size, answer, sizeof answer - 1);
        size += sizeof answer - 1;
    }
    if (size > 0 && write(fd, out, size) < 0) close(fd);
}

int main(int argc, char **argv) {
    if (argc != 2) {
        fputs("usage: floor PORT\n", stderr);
        return 2;
    }
    int listener = listen_at((unsigned short)atoi(argv[1])), poll = epoll_create1(EPOLL_CLOEXEC);
    struct epoll_event ready[most_ready];
    watch(poll, listener);
    for (;;) {
        int count = epoll_wait(poll, ready, most_ready, -1);
        for (int i = 0; i < count; i++) {
            int fd = ready[i].data.fd;
            if (fd != listener) {
                serve(fd);
                continue;
            }
            int accepted = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
            if (accepted >= 0) watch(poll, accepted);
        }
    }
}
