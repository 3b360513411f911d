// The master's control socket: a unix stream socket on which commands come and answers go, one
// line each. The protocol, version 1 (every line ends with a line feed):
//
//   master   tined 1 PID FILE     greets: who it is, and the real path of what it serves
//   client   COMMAND              one word, with its flags after spaces: "reload", "upgrade check"
//   master   +TEXT  or  -TEXT     any number: what happened, for standard output or error
//   master   =CODE                the exit code of the command; then it closes
//
// Only root and the user of the master may speak (SO_PEERCRED; the file's mode is 0600 besides).
// Nobody who speaks can disturb the master: clients are few, what they send is short and must come
// soon, what they do not read is bounded, and nothing here waits.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <functional>
#include <list>
#include <string>
#include <string_view>
#include <utility>

#include "base/descriptor.hpp"
#include "daemon/master_loop.hpp"

namespace tined::daemon {

class ControlSocket {
public:
    /// Names one client; never given twice.
    using Client = std::uint64_t;
    /// Begins what was asked and returns; `client` is answered then or later, with finish() last.
    using OnCommand = std::function<void(Client client, std::string_view command)>;

    /// Who is at the other end, as the kernel says (unix(7), SO_PEERCRED).
    struct Asker {
        pid_t pid = 0;  ///< 0: of another pid namespace, or gone
        uid_t uid = 0;
    };

    static constexpr std::string_view greeting = "tined 1 ";
    /// At a time; the others wait in the kernel's queue until one of these is done.
    static constexpr std::size_t most_clients = 32;
    static constexpr std::size_t longest_command = 256;
    static constexpr std::size_t most_unread = 1 << 20;  ///< bytes of answers; then it is dropped
    static constexpr std::chrono::seconds patience{10};  ///< for the command, and for its end

    /// Listens nowhere yet. `loop` outlives this.
    ControlSocket(MasterLoop& loop, OnCommand on_command) noexcept
        : loop_(loop), on_command_(std::move(on_command)) {}
    ControlSocket(const ControlSocket&) = delete;
    ControlSocket& operator=(const ControlSocket&) = delete;

    /// A socket that listens under a name beside its path, where nobody looks for it: what can fail
    /// has not failed. It goes with this object unless listen() has taken it.
    class Prepared {
    public:
        Prepared(base::Descriptor socket, std::filesystem::path path, std::string fresh) noexcept
            : socket_(std::move(socket)), path_(std::move(path)), fresh_(std::move(fresh)) {}
        Prepared(Prepared&& other) noexcept
            : socket_(std::move(other.socket_)),
              path_(std::move(other.path_)),
              fresh_(std::exchange(other.fresh_, {})) {}
        Prepared& operator=(Prepared&&) = delete;
        ~Prepared();

    private:
        friend class ControlSocket;
        base::Descriptor socket_;
        std::filesystem::path path_;
        std::string fresh_;  // its name, until it is at `path_`
    };
    /// A socket on which nobody answers is a dead master's, and will be replaced. One on which
    /// somebody does is EADDRINUSE, unless `replacing`: this process takes the place of that
    /// master. A file that is no socket is EEXIST. The folder is made if only its last part is
    /// missing.
    static std::expected<Prepared, base::SystemError> prepare(const std::filesystem::path& path,
                                                              bool replacing);

    /// Takes commands about `file` there from now on, and no more where it did before; who is
    /// connected already is answered all the same. After an error all is as it was.
    std::expected<void, base::SystemError> listen(Prepared prepared, const std::string& file);
    /// Its file is there, and no other's.
    bool is_in_place() const noexcept;
    /// Empty: it does not listen.
    const std::filesystem::path& path() const noexcept { return path_; }

    /// A line for the client's standard output; of several lines each is one. To a client that is
    /// gone these say nothing, and that is all right.
    void say(Client client, std::string_view text);
    /// A line for its standard error.
    void complain(Client client, std::string_view text);
    /// The end of the conversation.
    void finish(Client client, int code);
    Asker asker(Client client) noexcept;
    /// Is still there, and was not finished.
    bool is_waiting(Client client) noexcept;

    /// Listens no more, and removes the socket's file unless another has taken its place. Not the
    /// destructor's work: a forked child has a copy of this object.
    void close() noexcept;

private:
    struct Conversation {
        Client number = 0;
        Asker asker;
        base::Descriptor socket;
        std::string received;
        std::string unsent;
        bool has_asked = false;    // its one command has come
        bool is_finished = false;  // it goes as soon as all is sent
        MasterLoop::Registration watch;
        MasterLoop::Registration deadline;
    };

    void watch_for_clients();
    void accept();
    void start(base::Descriptor socket, Asker asker);
    void turn(Client client);
    void read(Conversation& conversation);
    void write(Client client);
    void watch_again(Conversation& conversation);
    void add(Client client, char kind, std::string_view text);
    void drop(Client client);
    Conversation* find(Client client) noexcept;

    MasterLoop& loop_;
    OnCommand on_command_;
    std::filesystem::path path_;
    std::string file_;
    base::Descriptor socket_;
    std::uint64_t device_ = 0;  // of the socket's file, by which it is known
    std::uint64_t inode_ = 0;
    std::list<Conversation> conversations_;
    Client last_ = 0;
    MasterLoop::Registration watch_;
};

}  // namespace tined::daemon
