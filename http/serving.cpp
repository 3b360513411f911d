#include "http/serving.hpp"

#include "http/connection.hpp"

namespace tined::http {

Serving::Serving(event::Loop& the_loop, const ServerSettings& the_settings, Service& the_service,
                 Observer& the_observer, ConnectionOwner& the_owner)
    : loop(the_loop),
      settings(the_settings),
      service(the_service),
      observer(the_observer),
      requests(the_observer.requests()),
      wants_durations(the_observer.wants_durations()),
      owner(the_owner),
      compressor(the_settings.compression),
      writer(the_settings.server_header),
      workspaces(the_settings.limits, the_settings.spool),
      fresh(the_loop, the_settings.limits.header_timeout, &Connection::expire, nullptr),
      idle(the_loop, the_settings.limits.idle_timeout, &Connection::expire, nullptr),
      // Who waits for the rest of a head has the deadline itself, and answers 408.
      heads(
          the_loop, the_settings.limits.header_timeout, [](auto&, void*) {}, nullptr),
      lingering(the_loop, linger_time, &Connection::expire, nullptr),
      last_chance(the_loop, last_chance_time, &Connection::expire, nullptr) {}

}  // namespace tined::http
