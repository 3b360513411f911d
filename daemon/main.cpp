#include "daemon/run.hpp"

int main(int count, char** words) {
    return static_cast<int>(tined::daemon::run({words + 1, words + count}));
}
