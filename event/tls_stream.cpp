#include "event/tls_stream.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <chrono>
#include <new>

#include "event/socket_address.hpp"
#include "event/turn.hpp"

namespace tined::event {
namespace {

// What is sealed at once: a record holds no more.
constexpr std::size_t most_of_a_record = 16 * 1024;

// How long a server may take none of what TLS itself has to say, which is little.
constexpr auto patience = std::chrono::seconds(10);

void expect_host(SSL* tls, const std::string& host) {
    ::SSL_set_hostflags(tls, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    bool is_set = false;
    if (parse_address(host, 0)) {  // RFC 6066 §3: an address is no server name
        is_set = ::X509_VERIFY_PARAM_set1_ip_asc(::SSL_get0_param(tls), host.c_str()) == 1;
    } else {
        is_set = ::SSL_set1_host(tls, host.c_str()) == 1 &&
                 SSL_set_tlsext_host_name(tls, host.c_str()) == 1;
    }
    if (!is_set) throw std::bad_alloc();
}

std::string why_not_trusted(const SSL* tls) {
    const long verified = ::SSL_get_verify_result(tls);
    if (verified != X509_V_OK) return ::X509_verify_cert_error_string(verified);
    const char* const reason = ::ERR_reason_error_string(::ERR_get_error());
    return reason != nullptr ? reason : "the server ended the handshake";
}

TlsFailure failure(StreamError error) {
    const bool is_late = error == StreamError::timed_out;
    return {is_late ? "the handshake took too long" : "the server ended the handshake", is_late};
}

}  // namespace

void TlsStream::Free::operator()(ssl_st* tls) const noexcept { ::SSL_free(tls); }

TlsStream::TlsStream(Stream& stream, const TlsContext& context, const std::string& host)
    : stream_(stream), tls_(::SSL_new(context.get())) {
    if (tls_ == nullptr) throw std::bad_alloc();
    BIO* const from_peer = ::BIO_new(::BIO_s_mem());
    BIO* const to_peer = ::BIO_new(::BIO_s_mem());
    ::SSL_set_bio(tls_.get(), from_peer, to_peer);
    if (from_peer == nullptr || to_peer == nullptr) throw std::bad_alloc();
    ::SSL_set_connect_state(tls_.get());
    expect_host(tls_.get(), host);
}

Task<std::expected<void, TlsFailure>> TlsStream::handshake(Stream::Time deadline) {
    while (true) {
        ::ERR_clear_error();
        const int result = ::SSL_do_handshake(tls_.get());
        const int wants = ::SSL_get_error(tls_.get(), result);
        const std::string refused =
            result == 1 || wants == SSL_ERROR_WANT_READ ? "" : why_not_trusted(tls_.get());
        // The alert too, which tells the server why.
        const auto sent = co_await flush(patience);
        if (!refused.empty()) co_return std::unexpected(TlsFailure{refused});
        if (!sent) co_return std::unexpected(failure(sent.error()));
        if (result == 1) co_return {};
        const auto received = co_await receive(deadline);
        if (!received) co_return std::unexpected(failure(received.error()));
    }
}

Task<std::expected<std::size_t, StreamError>> TlsStream::read_some(std::span<char> into,
                                                                   Stream::Time deadline) {
    Turn turn;
    while (true) {
        ::ERR_clear_error();
        std::size_t got = 0;
        const int result = ::SSL_read_ex(tls_.get(), into.data(), into.size(), &got);
        if (result == 1) co_return got;
        const int wants = ::SSL_get_error(tls_.get(), result);
        if (wants == SSL_ERROR_ZERO_RETURN) co_return 0;
        if (wants != SSL_ERROR_WANT_READ) co_return std::unexpected(StreamError::broken);
        const auto sent = co_await flush(patience);  // a key update is answered
        if (!sent) co_return std::unexpected(sent.error());
        // Records without content, as many as the server likes, are not what is waited for.
        if (turn.ends_here()) {
            co_await next_iteration();
            if (stream_.loop().now() >= deadline) co_return std::unexpected(StreamError::timed_out);
        }
        const auto received = co_await receive(deadline);
        if (!received) co_return std::unexpected(received.error());
    }
}

Task<std::expected<void, StreamError>> TlsStream::write(std::string_view text,
                                                        Loop::Clock::duration silence) {
    Turn turn;
    while (!text.empty()) {
        if (turn.ends_here()) co_await next_iteration();
        ::ERR_clear_error();
        const std::size_t size = std::min(text.size(), most_of_a_record);
        std::size_t taken = 0;
        if (::SSL_write_ex(tls_.get(), text.data(), size, &taken) != 1) {
            co_return std::unexpected(StreamError::broken);
        }
        text.remove_prefix(taken);
        const auto sent = co_await flush(silence);
        if (!sent) co_return std::unexpected(sent.error());
    }
    co_return {};
}

bool TlsStream::has_unread() const noexcept {
    return ::SSL_has_pending(tls_.get()) == 1 || ::BIO_ctrl_pending(::SSL_get_rbio(tls_.get())) > 0;
}

// Who comes while another one sends waits, so that the records stay in their order.
Task<std::expected<void, StreamError>> TlsStream::flush(Loop::Clock::duration silence) {
    const auto locked = co_await flushing_.lock();
    const std::string output = take_output();
    if (output.empty()) co_return {};
    const auto sent = co_await stream_.write(output, silence);
    co_return sent;
}

std::string TlsStream::take_output() {
    BIO* const to_peer = ::SSL_get_wbio(tls_.get());
    std::string output(::BIO_ctrl_pending(to_peer), '\0');
    if (!output.empty()) ::BIO_read(to_peer, output.data(), static_cast<int>(output.size()));
    return output;
}

Task<std::expected<void, StreamError>> TlsStream::receive(Stream::Time deadline) {
    const auto got = co_await stream_.read_some(received_, deadline);
    if (!got) co_return std::unexpected(got.error());
    if (*got == 0) co_return std::unexpected(StreamError::broken);
    BIO* const from_peer = ::SSL_get_rbio(tls_.get());
    if (::BIO_write(from_peer, received_.data(), static_cast<int>(*got)) <= 0)
        throw std::bad_alloc();
    co_return {};
}

}  // namespace tined::event
