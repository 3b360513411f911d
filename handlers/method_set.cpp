#include "handlers/method_set.hpp"

#include <string_view>
#include <utility>

namespace tined::handlers {

std::string allow_text(MethodSet methods) {
    using http::Method;
    constexpr std::pair<Method, std::string_view> order[] = {
        {Method::get, "GET"}, {Method::head, "HEAD"},   {Method::post, "POST"},
        {Method::put, "PUT"}, {Method::patch, "PATCH"}, {Method::delete_, "DELETE"},
    };
    if (methods.names(Method::get)) methods.add(Method::head);
    std::string text;
    for (const auto& [method, name] : order) {
        if (!methods.names(method) && !methods.has_any()) continue;
        text += name;
        text += ", ";
    }
    return text + "OPTIONS";
}

}  // namespace tined::handlers
