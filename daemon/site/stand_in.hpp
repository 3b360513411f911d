// In debug mode tined starts though the file is wrong: what stands in for the site has the file's
// settings, as far as they can be read, answers 503 to everything, and shows in the browser what is
// wrong, until an edit mends it. Who writes a site need not start tined anew for each mistake.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "daemon/commands/options.hpp"
#include "daemon/failure.hpp"
#include "daemon/site/configuration.hpp"

namespace tined::daemon {

/// `failure` is that of read_configuration(), and becomes the stand-in's `trouble`. Null: outside
/// debug mode, and where no edit of the file could mend it: there is none, or the command line is
/// wrong.
std::unique_ptr<Configuration> stand_in(const Arguments& arguments, const Failure& failure);

}  // namespace tined::daemon
