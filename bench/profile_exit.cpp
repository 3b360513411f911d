// Linked into the tined that is trained for the preset pgo alone, with --wrap=_Exit: what it
// counted is written at exit(3), but a worker ends by _Exit(), which does none of that.
extern "C" {
void __gcov_dump();
[[noreturn]] void __real__Exit(int code);

[[noreturn]] void __wrap__Exit(int code) {
    __gcov_dump();
    __real__Exit(code);
}
}
