#include <cstdio>

int main() {
    std::puts("tined " TINED_VERSION);
    return 0;
}
