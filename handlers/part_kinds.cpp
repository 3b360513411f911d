#include "handlers/part_kinds.hpp"

#include "handlers/arguments.hpp"
#include "handlers/echo.hpp"
#include "handlers/error_answer.hpp"
#include "handlers/handler_answer.hpp"
#include "handlers/json_answer.hpp"
#include "handlers/redirect.hpp"
#include "handlers/set_cookies.hpp"
#include "handlers/static_answer.hpp"
#include "handlers/template_answer.hpp"
#include "handlers/text_answer.hpp"
#include "handlers/with.hpp"

namespace tined::handlers {

namespace {

constexpr PartKind kinds[] = {
    {"arguments", false, read_arguments},
    {"with", false, read_with},
    {"cookies", false, read_set_cookies},
    {"clear_cookies", false, read_clear_cookies},
    {"text", true, read_text},
    {"html", true, read_html},
    {"json", true, read_json},
    {"template", true, read_template},
    {"file", true, read_file},
    {"static", true, read_static},
    {"redirect", true, read_redirect},
    {"error", true, read_error},
    {"echo", true, read_echo},
    {"handler", true, read_handler},
};

constexpr std::string_view later[] = {"rate",  "auth",  "csrf",    "save",    "sql",
                                      "fetch", "login", "logout",  "publish", "proxy",
                                      "room",  "wsgi",  "metrics", "cors",    "status_page"};

}  // namespace

std::span<const PartKind> part_kinds() noexcept { return kinds; }

std::span<const std::string_view> later_step_keys() noexcept { return later; }

}  // namespace tined::handlers
