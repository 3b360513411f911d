// One configuration with all that serving it takes: what a worker is forked from.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "daemon/logs/logs.hpp"
#include "daemon/sandbox/privileges.hpp"
#include "daemon/sandbox/sandbox.hpp"
#include "daemon/site/configuration.hpp"
#include "daemon/sockets/sockets.hpp"

namespace tined::daemon {

struct Edition {
    std::uint64_t generation = 0;  ///< counts the readings, from 1
    std::unique_ptr<Configuration> configuration;
    std::optional<Identity> identity;
    std::optional<Sandbox> sandbox;  ///< unless it is off
    std::optional<Logs> logs;        ///< always, once it was prepared
    Sockets::Plan plan;

    const config::Settings& settings() const noexcept { return configuration->settings(); }
    unsigned slots() const noexcept { return plan.slots; }
};

}  // namespace tined::daemon
