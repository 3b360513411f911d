#include "daemon/commands/run.hpp"

int main(int count, char** words) {
    const tined::daemon::Program itself;
    return static_cast<int>(tined::daemon::run({words + 1, words + count}, itself));
}
