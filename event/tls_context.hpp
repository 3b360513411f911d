// What TLS connections to servers have in common: whom to trust, and which versions. Never without
// verification.
#pragma once

#include <expected>
#include <memory>
#include <string>

struct ssl_ctx_st;

namespace tined::event {

class TlsContext {
public:
    /// TLS 1.2 and later; a server must show a certificate of an authority that the system trusts
    /// (/etc/ssl/certs in Debian), or, if `authorities` names a PEM file, of one of those in it
    /// and no other. The error says what is wrong with the file.
    static std::expected<TlsContext, std::string> for_clients(const std::string& authorities = {});

    /// For event/tls_stream.hpp only.
    ssl_ctx_st* get() const noexcept { return context_.get(); }

private:
    struct Free {
        void operator()(ssl_ctx_st* context) const noexcept;
    };
    explicit TlsContext(ssl_ctx_st* context) noexcept : context_(context) {}

    std::unique_ptr<ssl_ctx_st, Free> context_;
};

}  // namespace tined::event
