// Configuration written in a test, as what reads it sees it.
#pragma once

#include <boost/test/unit_test.hpp>
#include <string>
#include <utility>

#include "config/node.hpp"
#include "config/reader.hpp"
#include "config/yaml.hpp"

namespace tined::config {

/// A document of the file "f", and the problems of all that is read from it.
class Written {
public:
    explicit Written(std::string text) {
        auto root = parse_yaml(document.files.emplace_back("f"), std::move(text), problems);
        BOOST_REQUIRE_MESSAGE(root.has_value(), problems.to_string());
        document.root = std::move(*root);
    }
    Written(const Written&) = delete;
    Written& operator=(const Written&) = delete;

    Reader reader() { return Reader(document.root, {}, problems); }
    /// The value of a key of the root.
    Reader at(const std::string& key) {
        const Node* node = document.root.find(key);
        BOOST_REQUIRE(node);
        return Reader(*node, key, problems);
    }
    std::string said() const { return problems.to_string(); }

    Document document;
    Problems problems;
};

}  // namespace tined::config
