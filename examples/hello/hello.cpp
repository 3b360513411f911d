#include <cstdlib>
#include <tined/tined.hpp>

tined::Response hello(tined::Request) { return tined::Response::text("hello, world\n"); }

int main(int count, char** words) {
    tined::App app;
    app.get("/", hello);
    return tined::run("localhost", count > 1 ? std::atoi(words[1]) : 4000, app);
}
