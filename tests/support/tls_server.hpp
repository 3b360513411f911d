// A TLS server in a thread of its own, with a certificate that is made for the test.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <signal.h>
#include <sys/socket.h>

#include <boost/test/unit_test.hpp>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

#include "base/descriptor.hpp"
#include "tests/support/temporary_folder.hpp"

namespace tined::tests {

struct TlsServerSettings {
    std::string names = "DNS:localhost,IP:127.0.0.1";  ///< as openssl's subjectAltName has them
    long ends_in = 3600;                               ///< seconds until the certificate expires
    int newest_version = 0;                            ///< TLS1_1_VERSION..; 0: any
    bool says_goodbye = true;
    std::string answer = "heard you";  ///< to each piece that is read; then it goes on reading..
    bool ends_after_answer = false;    ///< ..or closes
};

/// Serves one connection after the other until it goes.
class TlsServer {
public:
    explicit TlsServer(TlsServerSettings settings = {}) : settings_(std::move(settings)) {
        ::signal(SIGPIPE, SIG_IGN);  // OpenSSL writes without MSG_NOSIGNAL here
        make_certificate();
        listen();
        thread_ = std::thread([this] { serve(); });
    }
    ~TlsServer() {
        ::shutdown(listening_.get(), SHUT_RDWR);
        end_serving();
        thread_.join();
    }
    TlsServer(const TlsServer&) = delete;
    TlsServer& operator=(const TlsServer&) = delete;

    std::uint16_t port() const noexcept { return port_; }
    /// A PEM file with the certificate, which has signed itself.
    std::string authorities() const { return (folder_.path() / "certificate.pem").string(); }
    /// What the last client has named (SNI), and sent.
    std::string named() const { return locked(named_); }
    std::string heard() const { return locked(heard_); }
    int connections() const {
        const std::lock_guard lock(mutex_);
        return connections_;
    }

private:
    struct Free {
        void operator()(EVP_PKEY* key) const noexcept { ::EVP_PKEY_free(key); }
        void operator()(X509* certificate) const noexcept { ::X509_free(certificate); }
        void operator()(X509_EXTENSION* extension) const noexcept {
            ::X509_EXTENSION_free(extension);
        }
        void operator()(SSL_CTX* context) const noexcept { ::SSL_CTX_free(context); }
        void operator()(SSL* tls) const noexcept { ::SSL_free(tls); }
        void operator()(std::FILE* file) const noexcept { std::fclose(file); }
    };
    template <typename T>
    using Owned = std::unique_ptr<T, Free>;

    void end_serving() {
        const std::lock_guard lock(mutex_);
        is_ending_ = true;
        if (serving_ >= 0) ::shutdown(serving_, SHUT_RDWR);
    }
    // False: the server ends.
    bool set_serving(int socket) {
        const std::lock_guard lock(mutex_);
        serving_ = socket;
        return !is_ending_;
    }

    std::string locked(const std::string& text) const {
        const std::lock_guard lock(mutex_);
        return text;
    }

    void make_certificate() {
        key_.reset(::EVP_EC_gen("P-256"));
        certificate_.reset(::X509_new());
        X509* const made = certificate_.get();
        ::X509_set_version(made, X509_VERSION_3);
        ASN1_INTEGER_set(::X509_get_serialNumber(made), 1);
        ::X509_gmtime_adj(::X509_getm_notBefore(made), -7200);
        ::X509_gmtime_adj(::X509_getm_notAfter(made), settings_.ends_in);
        ::X509_set_pubkey(made, key_.get());
        X509_NAME* const name = ::X509_get_subject_name(made);
        const auto* const text = reinterpret_cast<const unsigned char*>("a test of tined");
        ::X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, text, -1, -1, 0);
        ::X509_set_issuer_name(made, name);
        const Owned<X509_EXTENSION> names(
            ::X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, settings_.names.c_str()));
        BOOST_TEST_REQUIRE(names != nullptr);
        ::X509_add_ext(made, names.get(), -1);
        BOOST_TEST_REQUIRE(::X509_sign(made, key_.get(), ::EVP_sha256()) > 0);
        const Owned<std::FILE> file(std::fopen(authorities().c_str(), "w"));
        BOOST_TEST_REQUIRE(file != nullptr);
        ::PEM_write_X509(file.get(), made);
    }

    void listen() {
        listening_.reset(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto* const any = reinterpret_cast<sockaddr*>(&address);
        BOOST_TEST_REQUIRE(::bind(listening_.get(), any, size) == 0);
        BOOST_TEST_REQUIRE(::listen(listening_.get(), 16) == 0);
        BOOST_TEST_REQUIRE(::getsockname(listening_.get(), any, &size) == 0);
        port_ = ntohs(address.sin_port);
    }

    void serve() {
        const Owned<SSL_CTX> context(::SSL_CTX_new(::TLS_server_method()));
        ::SSL_CTX_use_certificate(context.get(), certificate_.get());
        ::SSL_CTX_use_PrivateKey(context.get(), key_.get());
        if (settings_.newest_version != 0) {
            // Debian's own settings allow nothing so old.
            SSL_CTX_set_min_proto_version(context.get(), TLS1_VERSION);
            SSL_CTX_set_max_proto_version(context.get(), settings_.newest_version);
            ::SSL_CTX_set_cipher_list(context.get(), "DEFAULT@SECLEVEL=0");
        }
        while (true) {
            const base::Descriptor socket(
                ::accept4(listening_.get(), nullptr, nullptr, SOCK_CLOEXEC));
            if (!socket) return;
            if (!set_serving(socket.get())) return;
            serve_one(context.get(), socket.get());
            set_serving(-1);
        }
    }

    void serve_one(SSL_CTX* context, int socket) {
        const Owned<SSL> tls(::SSL_new(context));
        ::SSL_set_fd(tls.get(), socket);
        if (::SSL_accept(tls.get()) != 1) return;
        {
            const std::lock_guard lock(mutex_);
            ++connections_;
            const char* const name = ::SSL_get_servername(tls.get(), TLSEXT_NAMETYPE_host_name);
            named_ = name != nullptr ? name : "";
        }
        char bytes[16384];
        while (true) {
            const int got = ::SSL_read(tls.get(), bytes, sizeof bytes);
            if (got <= 0) break;
            {
                const std::lock_guard lock(mutex_);
                heard_.append(bytes, static_cast<std::size_t>(got));
            }
            const auto size = static_cast<int>(settings_.answer.size());
            if (::SSL_write(tls.get(), settings_.answer.data(), size) <= 0) break;
            if (settings_.ends_after_answer) break;
        }
        if (settings_.says_goodbye) ::SSL_shutdown(tls.get());
    }

    TlsServerSettings settings_;
    TemporaryFolder folder_;
    Owned<EVP_PKEY> key_;
    Owned<X509> certificate_;
    base::Descriptor listening_;
    std::uint16_t port_ = 0;
    mutable std::mutex mutex_;
    std::string named_;
    std::string heard_;
    int connections_ = 0;
    int serving_ = -1;  // the socket at hand
    bool is_ending_ = false;
    std::thread thread_;
};

}  // namespace tined::tests
