#include "event/tls_context.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <new>

namespace tined::event {

void TlsContext::Free::operator()(ssl_ctx_st* context) const noexcept { ::SSL_CTX_free(context); }

std::expected<TlsContext, std::string> TlsContext::for_clients(const std::string& authorities) {
    TlsContext made(::SSL_CTX_new(::TLS_client_method()));
    SSL_CTX* const context = made.get();
    if (context == nullptr) throw std::bad_alloc();
    SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
    ::SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
    ::SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
    // Not the default paths as OpenSSL has them, for which it asks the environment.
    const int loaded = authorities.empty()
                           ? ::SSL_CTX_load_verify_dir(context, ::X509_get_default_cert_dir())
                           : ::SSL_CTX_load_verify_file(context, authorities.c_str());
    if (loaded == 1) return made;
    const char* const reason = ::ERR_reason_error_string(::ERR_get_error());
    ::ERR_clear_error();
    return std::unexpected("cannot read the certificates of " + authorities + ": " +
                           (reason != nullptr ? reason : "no reason is given"));
}

}  // namespace tined::event
