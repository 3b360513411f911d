// Stands before a worker's site, and answers 503 for it what is in quarantine. While nothing is,
// it costs a load and a call.
#pragma once

#include "daemon/health/quarantine_list.hpp"
#include "http/service.hpp"

namespace tined::daemon {

class QuarantineGate final : public http::Service {
public:
    /// Both outlive it.
    QuarantineGate(http::Service& site, const QuarantineList& list) noexcept
        : site_(site), list_(list) {}

    event::Task<http::Response> serve(http::Request& request) override;
    http::Response refuse(const http::Refusal& refusal, const http::RequestParts& read) override;

private:
    event::Task<http::Response> turn_away(http::Request& request,
                                          QuarantineList::Clock::duration left);

    http::Service& site_;
    const QuarantineList& list_;
};

}  // namespace tined::daemon
