#include "daemon/logs/log_message.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace tined::daemon {
namespace {

using Wire = LogDestination::Wire;

// The number of the message: one byte for each log, 0 if it is not sent, else 1 + its wire.
constexpr unsigned access_shift = 8;

std::uint32_t byte_of(const LogDestination& destination) noexcept {
    return destination.is_standard() ? 0 : 1 + static_cast<std::uint32_t>(destination.wire());
}

}  // namespace

bool send_logs(int end, const Logs& logs) noexcept {
    int descriptors[2] = {};
    std::size_t count = 0;
    for (const LogDestination* const one : {&logs.log, &logs.access}) {
        if (!one->is_standard()) descriptors[count++] = one->fd();
    }
    if (count == 0) return true;
    const std::uint32_t number = byte_of(logs.log) | byte_of(logs.access) << access_shift;
    return send(end, Message::Kind::logs, number, std::span(descriptors, count));
}

std::expected<void, std::string> take_logs(Message message, LineOutput& log, LineOutput& access) {
    const std::uint32_t bytes[] = {message.number & 0xff, message.number >> access_shift & 0xff};
    LineOutput* const outputs[] = {&log, &access};
    std::vector<std::pair<LineOutput*, LogDestination>> taken;
    std::size_t next = 0;
    for (std::size_t i = 0; i < 2; ++i) {
        if (bytes[i] == 0) continue;
        if (next == message.descriptors.size()) {
            return std::unexpected("no descriptor is left for logs that were opened anew");
        }
        const auto wire = static_cast<Wire>(bytes[i] - 1);
        taken.emplace_back(outputs[i],
                           LogDestination(std::move(message.descriptors[next++]), wire));
    }
    for (auto& [output, destination] : taken) output->aim(std::move(destination));
    return {};
}

}  // namespace tined::daemon
