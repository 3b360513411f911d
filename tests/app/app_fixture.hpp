// A site whose handlers the test writes, asked without a port.
#pragma once

#include <string>
#include <string_view>

#include "app/registry.hpp"
#include "event/loop.hpp"
#include "handlers/handler_table.hpp"
#include "tests/handlers/asked_site.hpp"

namespace tined::tests {

struct AppFixture {
    event::Loop loop;  ///< what handlers wait on
    event::Loop::Entered here{loop};
    handlers::HandlerTable table;
    app::Registry registry{table};

    AskedSite site(std::string_view yaml) { return {nullptr, yaml, table}; }
    /// The answer of `handler`, which is the whole of the site.
    template <typename F>
    Answer answer_of(F handler, std::string_view request = "GET /", std::string fields = {},
                     std::string body = {}) {
        registry.add("it", handler);
        return site("routes: [{path: '/{rest:path}', any: {handler: it}}]\n")
            .ask(request, std::move(fields), std::move(body));
    }
};

}  // namespace tined::tests
