// How filters compare elements: by themselves or by what an attribute of them is, with or without
// regard to case.
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "template/meter.hpp"
#include "value/value.hpp"

namespace tined::templates {

/// The element itself if `attribute` is null, else item.attribute ("a.b", 0), or of several with
/// commas between them a tuple. Without regard to case texts are in lower case.
value::Value sort_key(const value::Value& item, const value::Value& attribute,
                      bool is_case_sensitive);

/// Stable. What has no order is an error; what is within the keys is read on the meter's account.
std::expected<value::List, std::string> sorted(const value::List& items,
                                               const std::vector<value::Value>& keys,
                                               bool is_reversed, Meter& meter);

}  // namespace tined::templates
