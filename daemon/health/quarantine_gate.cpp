#include "daemon/health/quarantine_gate.hpp"

#include <chrono>
#include <string>

namespace tined::daemon {
namespace {

constexpr http::Refusal killed_workers = {
    .status = 503, .reason_text = "the request has killed workers, and is in quarantine"};

}  // namespace

// No coroutine of its own: what is let through costs no frame.
event::Task<http::Response> QuarantineGate::serve(http::Request& request) {
    if (list_.is_empty()) return site_.serve(request);
    const auto sentence = list_.sentence_of(fingerprint_of(list_.key, request.head_bytes()),
                                            QuarantineList::Clock::now());
    if (!sentence.is_in_force) return site_.serve(request);
    return turn_away(request, sentence.left);
}

http::Response QuarantineGate::refuse(const http::Refusal& refusal,
                                      const http::RequestParts& read) {
    return site_.refuse(refusal, read);
}

event::Task<http::Response> QuarantineGate::turn_away(http::Request& request,
                                                      QuarantineList::Clock::duration left) {
    http::Response response = site_.refuse(killed_workers, request.parts());
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(left);
    response.set("Retry-After", std::to_string(seconds.count()));
    co_return response;
}

}  // namespace tined::daemon
