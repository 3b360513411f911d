#include "http/request_report.hpp"

namespace tined::http {

RequestReport::RequestReport(Observer& observer, std::string_view peer, const RequestParts& parts,
                             Clock::time_point started)
    : observer_(observer), peer_(peer), parts_(parts), started_(started) {
    observer_.on_request_started({parts_.id.data(), parts_.id.size()}, *parts_.head);
}

RequestReport::~RequestReport() {
    if (!is_told_) finish(0, 0, 0, true, duration());
}

void RequestReport::finish(int status, std::uint64_t sent, std::uint64_t body, bool is_cut_short,
                           std::chrono::nanoseconds took) {
    is_told_ = true;
    observer_.on_request_finished({.id = {parts_.id.data(), parts_.id.size()},
                                   .peer = peer_,
                                   .client = parts_.client,
                                   .head = *parts_.head,
                                   .status = status,
                                   .bytes = sent,
                                   .body_bytes = body,
                                   .is_cut_short = is_cut_short,
                                   .received = parts_.received,
                                   .duration = took});
}

}  // namespace tined::http
