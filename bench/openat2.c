/* Preloaded into tined when it runs under valgrind, which does not know openat2(2) (3.19 does not):
 * does it as openat(2). For measuring only: nothing here keeps a path in its folder.
 *
 * cc -O2 -shared -fPIC openat2.c -o openat2.so -ldl
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdarg.h>
#include <sys/syscall.h>

typedef long (*syscall_function)(long, long, long, long, long, long, long);

long syscall(long number, ...) {
    va_list rest;
    va_start(rest, number);
    long a = va_arg(rest, long), b = va_arg(rest, long), c = va_arg(rest, long);
    long d = va_arg(rest, long), e = va_arg(rest, long), f = va_arg(rest, long);
    va_end(rest);
    if (number == SYS_openat2) {
        const struct open_how *how = (const struct open_how *)c;
        return openat((int)a, (const char *)b, (int)how->flags, (mode_t)how->mode);
    }
    return ((syscall_function)dlsym(RTLD_NEXT, "syscall"))(number, a, b, c, d, e, f);
}
