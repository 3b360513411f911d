// What yaml-cpp alone needs for a file: the events of its parser, as config/yaml.cpp takes them,
// all dropped. Prints milliseconds. bench/figures tells its share of a reload apart with it.
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/parser.h>

#include <chrono>
#include <fstream>
#include <iostream>

namespace {

class Dropped final : public YAML::EventHandler {
    void OnDocumentStart(const YAML::Mark&) override {}
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark&, YAML::anchor_t) override {}
    void OnAlias(const YAML::Mark&, YAML::anchor_t) override {}
    void OnScalar(const YAML::Mark&, const std::string&, YAML::anchor_t,
                  const std::string&) override {}
    void OnSequenceStart(const YAML::Mark&, const std::string&, YAML::anchor_t,
                         YAML::EmitterStyle::value) override {}
    void OnSequenceEnd() override {}
    void OnMapStart(const YAML::Mark&, const std::string&, YAML::anchor_t,
                    YAML::EmitterStyle::value) override {}
    void OnMapEnd() override {}
};

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::cerr << "usage: yaml_load FILE\n";
        return 2;
    }
    std::ifstream file(argv[1]);
    const auto begun = std::chrono::steady_clock::now();
    YAML::Parser parser(file);
    Dropped dropped;
    while (parser.HandleNextDocument(dropped)) {
    }
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begun;
    std::cout << took.count() << '\n';
}
