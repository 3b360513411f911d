#include "http/connection.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <coroutine>
#include <exception>
#include <utility>

#include "base/text.hpp"
#include "http/forwarded.hpp"
#include "http/proxy_preamble.hpp"
#include "http/refusal.hpp"
#include "http/request_report.hpp"
#include "http/shown_request.hpp"
#include "http/status.hpp"
#include "http/stream_sender.hpp"

namespace tined::http {

namespace {

// What else than std::exception a service, or the generator of a stream, throws.
constexpr std::string_view strange = "it threw what is no std::exception";

// Answers to pipelined requests gather up to here before they are sent.
constexpr std::uint64_t most_gathered = 64 * 1024;
// What a handler left of a body is received and dropped if it is this little and comes this soon;
// else it is cheaper to begin a new connection.
constexpr std::uint64_t most_drained = 64 * 1024;
constexpr std::chrono::seconds drain_time{1};
// What a client may send after its last answer.
constexpr std::uint32_t most_dropped = 32 * 1024 * 1024;

/// The bytes of the body that the writer will write.
std::uint64_t size_of_sent_body(const Response& response, bool is_head) noexcept {
    return is_head || has_no_body(response.status()) ? 0 : response.body_size();
}

/// The pieces that are to be sent behind the head; null if there are none.
StreamBody stream_to_send(const Response& response, bool is_head) noexcept {
    if (!response.is_streamed() || is_head || has_no_body(response.status())) return nullptr;
    return std::get<StreamBody>(response.body());
}

Response plain_answer(int status) {
    Response response(status);
    response.set("Content-Type", "text/plain; charset=UTF-8");
    response.set_body(std::to_string(status) + ' ' + std::string(reason_phrase(status)) + '\n');
    return response;
}

/// Tells of a streamed answer when it is over, also when the client has gone away in the midst.
class StreamReport {
public:
    StreamReport(RequestReport& report, int status, std::uint64_t head_bytes,
                 const Output& output) noexcept
        : report_(report), status_(status), head_bytes_(head_bytes), output_(output) {}
    ~StreamReport() {
        const std::uint64_t bytes = head_bytes_ + progress.bytes;
        const std::uint64_t unsent = std::min(bytes, output_.pending());
        report_.finish(status_, bytes - unsent,
                       progress.of_body - std::min(progress.of_body, unsent), !progress.is_whole,
                       report_.duration());
    }
    StreamReport(const StreamReport&) = delete;
    StreamReport& operator=(const StreamReport&) = delete;

    StreamProgress progress;

private:
    RequestReport& report_;
    int status_;
    std::uint64_t head_bytes_;
    const Output& output_;
};

// Suspends until Connection::on_handled().
struct HandlerEnd {
    Workspace& workspace;
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> whom) noexcept { workspace.awaiting_handler = whom; }
    void await_resume() const noexcept {}
};

}  // namespace

Connection::Connection(Serving& serving, base::Descriptor socket, Peer peer)
    : serving_(serving),
      stream_(serving.loop, std::move(socket), &Connection::on_readable, this),
      peer_(std::move(peer)) {}

Connection::~Connection() {
    enter(Phase::lingering);
    // A handler that is suspended is given up here, before the workspace that it looks at.
    served_.cancel();
    if (workspace_) serving_.workspaces.give_back(std::move(workspace_));
}

// Who connects has mostly asked already, when his connection is accepted: to look at once saves a
// wait, and who is answered and closed is never watched at all. Where nothing came yet it is one
// call more.
void Connection::start() {
    is_paused_ = true;
    workspace_ = serving_.workspaces.take(stream_, is_quick_);
    const Received received = workspace_->channel.receive();
    if (received == Received::some) return begin(received);
    serving_.workspaces.give_back(std::move(workspace_));
    stay();  // also where no place is left: it was accepted, so it may ask
}

bool Connection::go_on(std::uint64_t requests, std::string_view unread, bool must_end) {
    requests_ = requests;
    must_end_ = must_end;
    if (!stream_.watch_reading()) return false;
    if (unread.empty()) {
        rest();
        return true;
    }
    workspace_ = serving_.workspaces.take(stream_, is_quick_);
    Input& input = workspace_->channel.input();
    std::ranges::copy(unread, input.room().begin());
    input.received(unread.size());
    receive_and_begin();
    return true;
}

MovingConnection Connection::release(std::string_view unread) {
    return {.socket = stream_.release(),
            .peer = std::move(peer_),
            .requests = requests_,
            .unread = std::string(unread)};
}

// ---- life ----

void Connection::on_readable(void* self) {
    auto& connection = *static_cast<Connection*>(self);
    switch (connection.phase_) {
        case Phase::fresh:
        case Phase::idle:
            return connection.receive_and_begin();
        case Phase::busy:
            return connection.receive_while_busy();
        case Phase::lingering:
            return connection.drop_received();
    }
}

void Connection::enter(Phase phase) noexcept {
    if (phase_ == Phase::idle) --serving_.idle_connections;
    if (phase == Phase::idle) ++serving_.idle_connections;
    phase_ = phase;
}

void Connection::receive_and_begin() {
    // One that was handed over with unread bytes has its workspace already.
    if (!workspace_) workspace_ = serving_.workspaces.take(stream_, is_quick_);
    begin(workspace_->channel.receive());
}

void Connection::begin(Received received) {
    enter(Phase::busy);
    served_ = event::Running<Next>(serve(received), &Connection::on_served, this);
    if (served_.is_done()) return finish();
    // What it waits for has a deadline of its own.
    if (place_ != Place::heads) leave();
    if (std::exchange(is_paused_, false) && !stream_.watch_reading()) close();
}

void Connection::on_served(void* self) noexcept { static_cast<Connection*>(self)->finish(); }

void Connection::finish() {
    Next then = Next::close;
    try {
        then = served_.take();
    } catch (const std::exception& error) {
        serving_.observer.on_service_failure({}, error.what());
    } catch (...) {
        serving_.observer.on_service_failure({}, strange);
    }
    switch (then) {
        case Next::rest:
            serving_.workspaces.give_back(std::move(workspace_));
            return rest();
        case Next::linger:
            serving_.workspaces.give_back(std::move(workspace_));
            return linger();
        case Next::send_away:
            return serving_.owner.send_away(*this, workspace_->channel.input().unread());
        case Next::close:
            return close();
    }
}

void Connection::rest() {
    if (serving_.is_full) return close();
    stay();
}

void Connection::stay() {
    if (std::exchange(is_paused_, false) && !stream_.watch_reading()) return close();
    const bool is_fresh = requests_ == 0;
    enter(is_fresh ? Phase::fresh : Phase::idle);
    if (!has_future()) return wait_in(serving_.last_chance);
    if (!is_fresh && place_ == Place::idle && is_queued()) {
        serving_.idle.renew(*this);
    } else {
        wait_in(is_fresh ? serving_.fresh : serving_.idle);
    }
    if (serving_.future == Future::handed_over) serving_.owner.on_rest();
}

void Connection::wait_in(event::DeadlineQueue& queue) {
    queue.push(*this);
    place_ = &queue == &serving_.idle ? Place::idle : Place::elsewhere;
}

// RFC 9112 §9.6: closing a socket that has unread bytes, or is still sent to, resets it, and the
// reset makes the client's kernel forget the answer that it has not read.
void Connection::linger() {
    enter(Phase::lingering);
    ::shutdown(stream_.fd(), SHUT_WR);
    if (std::exchange(is_paused_, false) && !stream_.watch_reading()) return close();
    wait_in(serving_.lingering);
}

void Connection::drop_received() {
    std::array<char, 16 * 1024> dropped;
    const auto got = stream_.read_now(dropped);
    if (!got && got.error() == event::StreamError::would_block) return;
    if (!got || *got == 0) return close();
    dropped_ += static_cast<std::uint32_t>(*got);
    if (dropped_ > most_dropped) close();
}

// A handler is suspended, or an answer waits to be taken. What comes is kept behind what is there,
// so that no view of the handler's goes bad; the end of what the client sends is no reason to stop
// answering it, a reset is.
void Connection::receive_while_busy() {
    switch (workspace_->channel.receive_behind()) {
        case Received::some:
            return;
        case Received::nothing:
        case Received::ended:
            is_paused_ = true;
            return stream_.pause_reading();
        case Received::broken:
            return close();
    }
}

void Connection::make_way() {
    // Of those who have begun to ask, who is slowest makes way: else a few bytes each would keep
    // everybody out.
    if (place_ == Place::heads && serving_.is_full) return close();
    if (phase_ != Phase::fresh && phase_ != Phase::idle) return;
    if (serving_.future == Future::ended) {
        wait_in(serving_.last_chance);
    } else {
        receive_and_begin();
    }
}

void Connection::give_up() {
    if (phase_ != Phase::busy || !workspace_->awaiting_handler) return;
    workspace_->is_given_up = true;
    std::exchange(workspace_->awaiting_handler, nullptr).resume();
}

void Connection::expire(event::DeadlineQueue::Entry& entry, void* /*context*/) {
    static_cast<Connection&>(entry).close();
}

// ---- serving ----

// Heads are read and answered one after the other for as long as the client has sent some; what was
// answered goes out together, before anything is waited for.
event::Task<Connection::Next> Connection::serve(Received received) {
    Channel& channel = workspace_->channel;
    // What was handed over with the connection is there even if nothing more comes.
    if (received != Received::some && channel.input().is_empty())
        co_return received == Received::nothing ? Next::rest : Next::close;

    Next then = Next::rest;
    if (peer_.owes_preamble) then = co_await take_preamble();
    while (then == Next::rest && !channel.input().is_empty()) {
        Head head = parse_head();
        if (head && *head == nullptr) head = co_await wait_for_head();
        if (!head) {
            then = refuse_unread(head.error());
        } else if (*head == nullptr) {
            co_return Next::close;
        } else {
            then = co_await answer(**head);
        }
    }
    // Here and not by flush(), for a frame less: nearly always all goes out at once.
    const auto sent = channel.output().send(stream_);
    bool is_sent = sent.has_value();
    if (sent == Output::Progress::blocked) is_sent = co_await flush();
    co_return is_sent ? then : Next::close;
}

// Comes once, and alone or with the first request behind it.
event::Task<Connection::Next> Connection::take_preamble() {
    Channel& channel = workspace_->channel;
    workspace_->parser.forget();  // of another connection's request: here is none yet
    const auto deadline = serving_.loop.now() + serving_.settings.limits.header_timeout;
    for (;;) {
        auto preamble = parse_preamble(channel.input().unread());
        if (!preamble) co_return refuse_unread(refusal_for(preamble.error()));
        if (*preamble) {
            channel.input().consume((*preamble)->size);
            peer_.take_preamble(std::move((*preamble)->client));
            co_return Next::rest;
        }
        const Received received = co_await channel.receive_until(deadline);
        if (received == Received::nothing) co_return refuse_unread(head_timed_out());
        if (received != Received::some) co_return Next::close;
    }
}

Connection::Head Connection::parse_head() {
    Input& input = workspace_->channel.input();
    auto head = workspace_->parser.parse(input.unread());
    if (head && *head != nullptr && (*head)->framing != Framing::none && !input.is_at_front()) {
        // The body passes through the room behind the head: there shall be as much as can be.
        input.move_to_front();
        head = workspace_->parser.parse(input.unread());
    }
    if (!head) return std::unexpected(refusal_for(head.error()));
    return *head;
}

event::Task<Connection::Head> Connection::wait_for_head() {
    const auto deadline = serving_.loop.now() + serving_.settings.limits.header_timeout;
    const bool is_sent = co_await flush();  // the client may want its answers before it goes on
    if (!is_sent) co_return nullptr;
    serving_.heads.push(*this);
    place_ = Place::heads;
    Head head = co_await receive_head(deadline);
    place_ = Place::elsewhere;
    leave();
    co_return head;
}

event::Task<Connection::Head> Connection::receive_head(event::Stream::Time deadline) {
    Channel& channel = workspace_->channel;
    for (;;) {
        if (!channel.input().is_at_front()) channel.input().move_to_front();
        const Received received = co_await channel.receive_until(deadline);
        if (received == Received::nothing) co_return std::unexpected(head_timed_out());
        if (received != Received::some) co_return nullptr;
        Head head = parse_head();
        if (!head || *head != nullptr) co_return head;
    }
}

// The head is not whole, or not one.
Connection::Next Connection::refuse_unread(const Refusal& refusal) {
    RequestParts& parts = workspace_->parts;
    begin_request(workspace_->parser.head());
    parts.client = {.address = peer_.client(), .protocol = "http", .host = {}};
    parts.path.clear();
    return refuse(refusal);
}

Connection::Next Connection::refuse(const Refusal& refusal) {
    Workspace& work = *workspace_;
    const RequestParts& parts = work.parts;
    const std::string_view id(parts.id.data(), parts.id.size());
    Response response;
    try {
        response = serving_.service.refuse(refusal, parts);
    } catch (const std::exception& error) {
        serving_.observer.on_service_failure(id, error.what());
        response = plain_answer(refusal.status);
    }
    serving_.compressor.apply(parts.head->fields, response);
    const int status = response.status();
    const bool is_head = parts.head->method == Method::head;
    const std::uint64_t body = size_of_sent_body(response, is_head);
    const std::uint64_t bytes =
        serving_.writer.write(std::move(response), {parts.head->version, is_head, false},
                              parts.received, work.channel.output());
    serving_.observer.on_request_finished({.id = id,
                                           .peer = peer_.address,
                                           .client = parts.client,
                                           .head = *parts.head,
                                           .status = status,
                                           .bytes = bytes,
                                           .body_bytes = body,
                                           .is_cut_short = false,
                                           .received = parts.received,
                                           .duration = {}});
    return Next::linger;
}

event::Task<Connection::Next> Connection::answer(const RequestHead& head) {
    Workspace& work = *workspace_;
    Output& output = work.channel.output();
    const auto refusal = admit(head);
    const ShownRequest shown(serving_.loop, serving_.requests, work.parts);
    if (refusal) co_return refuse(*refusal);

    RequestReport report(serving_.observer, peer_.address, work.parts, serving_.loop.now());
    Request request(work.parts, work.body);
    event::Running<Response> handling = ask(request);
    if (handling.has_task() && !handling.is_done()) {
        // Earlier answers need not wait for this one. What does not go out now goes with it: the
        // handler itself may be waiting for the same socket, to read the body.
        static_cast<void>(output.send(stream_));
        co_await HandlerEnd{work};
        if (work.is_given_up) handling.cancel();
    }
    Response response = take_response(handling);
    if (!is_final_status(response.status())) response = refuse_status(response.status());
    request.show(base::Stage::writing);
    serving_.compressor.apply(head.fields, response);
    const bool is_kept = may_be_kept(head, response);
    const bool is_head = head.method == Method::head;
    const int status = response.status();
    const std::uint64_t body = size_of_sent_body(response, is_head);
    const auto took =
        serving_.wants_durations ? report.duration() : std::chrono::nanoseconds::zero();
    const StreamBody stream = stream_to_send(response, is_head);
    const std::uint64_t bytes = serving_.writer.write(
        std::move(response), {head.version, is_head, is_kept}, serving_.time_of_day(), output);

    const bool must_drain = is_kept && !work.body.is_finished();
    bool is_sent = true;
    if (stream) {
        is_sent = co_await answer_by_stream(*stream, status, bytes, report);
    } else {
        if (output.pending() > most_gathered || must_drain) is_sent = co_await flush();
        const std::uint64_t unsent = is_sent ? 0 : std::min(bytes, output.pending());
        report.finish(status, bytes - unsent, body - std::min(body, unsent), !is_sent, took);
    }
    if (!is_sent) {
        output.clear();  // serve() must not wait for this client a second time
        co_return Next::close;
    }

    if (must_drain) {
        const bool is_drained = co_await work.body.drain(serving_.loop.now() + drain_time);
        if (!is_drained) co_return Next::linger;
    }
    const bool is_quiet = work.body.is_finished() && work.channel.input().is_empty();
    work.body.end();
    work.channel.input().unpin();
    if (is_kept) co_return is_quiet || !may_be_sent_away() ? Next::rest : Next::send_away;
    // A client that asked for the end sends nothing more.
    co_return is_quiet && !head.keep_alive ? Next::close : Next::linger;
}

event::Task<bool> Connection::answer_by_stream(event::AsyncGenerator<std::string>& pieces,
                                               int status, std::uint64_t head_bytes,
                                               RequestReport& report) {
    StreamReport told(report, status, head_bytes, workspace_->channel.output());
    const RequestParts& parts = workspace_->parts;
    const bool is_chunked = parts.head->version == Version::http_1_1;
    try {
        co_await send_stream(pieces, is_chunked, workspace_->channel,
                             serving_.settings.limits.write_timeout, told.progress);
    } catch (const std::exception& error) {
        serving_.observer.on_service_failure({parts.id.data(), parts.id.size()}, error.what());
    } catch (...) {
        serving_.observer.on_service_failure({parts.id.data(), parts.id.size()}, strange);
    }
    co_return told.progress.is_whole;
}

void Connection::begin_request(const RequestHead& head) {
    RequestParts& parts = workspace_->parts;
    parts.head = &head;
    parts.id = serving_.ids.next();
    parts.received = serving_.time_of_day();
}

std::optional<Refusal> Connection::admit(const RequestHead& head) {
    Workspace& work = *workspace_;
    ++requests_;
    work.parts.head_bytes = work.channel.input().unread().substr(0, head.size);
    work.channel.input().consume(head.size);
    work.channel.input().pin();
    work.body.begin(head);

    begin_request(head);
    RequestParts& parts = work.parts;
    const ServerSettings& settings = serving_.settings;
    const auto found =
        find_client(peer_, head, settings.trusted_proxies, settings.forwarded_host, parts.client);
    const auto decoded = decode_path(head.raw_path, parts.path);
    if (!found) return refusal_for(found.error());
    if (!decoded) return refusal_for(decoded.error());
    return std::nullopt;
}

event::Running<Response> Connection::ask(Request& request) {
    try {
        return {serving_.service.serve(request), &Connection::on_handled, this};
    } catch (const std::exception& error) {  // a service need not be a coroutine
        serving_.observer.on_service_failure(request.id(), error.what());
        return {};
    }
}

void Connection::on_handled(void* self) noexcept {
    Workspace& work = *static_cast<Connection*>(self)->workspace_;
    std::exchange(work.awaiting_handler, nullptr).resume();
}

Response Connection::refuse_status(int status) {
    const RequestId& id = workspace_->parts.id;
    serving_.observer.on_service_failure({id.data(), id.size()},
                                         "no status: " + std::to_string(status));
    return plain_answer(500);
}

// Nearly always the handler's, with one move of it: it is large.
Response Connection::take_response(event::Running<Response>& handling) {
    if (handling.has_task() && !handling.has_thrown()) return handling.take();
    return answer_without_handler(handling);
}

Response Connection::answer_without_handler(event::Running<Response>& handling) {
    const RequestParts& parts = workspace_->parts;
    const std::string_view id(parts.id.data(), parts.id.size());
    const bool is_given_up = std::exchange(workspace_->is_given_up, false);
    try {
        if (handling.has_task()) handling.take();  // throws
        if (is_given_up) return serving_.service.refuse(given_up(), parts);
    } catch (const std::exception& error) {
        serving_.observer.on_service_failure(id, error.what());
    } catch (...) {
        serving_.observer.on_service_failure(id, strange);
    }
    return plain_answer(is_given_up ? given_up().status : 500);
}

bool Connection::may_be_sent_away() const noexcept {
    return serving_.future == Future::handed_over && !must_end_ &&
           workspace_->channel.input().unread().size() <= MovingConnection::most_unread;
}

bool Connection::may_be_kept(const RequestHead& head, const Response& response) noexcept {
    const auto& most = serving_.settings.limits.keepalive_requests;
    return head.keep_alive && !response.closes() && has_future() && !serving_.is_full &&
           (!most || requests_ < *most) && workspace_->body.can_be_drained(most_drained) &&
           (head.version == Version::http_1_1 || !response.is_streamed());
}

event::Task<bool> Connection::flush() {
    const auto sent = co_await workspace_->channel.flush(serving_.settings.limits.write_timeout);
    co_return sent.has_value();
}

}  // namespace tined::http
