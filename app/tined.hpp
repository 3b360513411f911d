// The one header of a program, or of a module, that answers with tined.
#pragma once

#include "app/app.hpp"
#include "app/fields.hpp"
#include "app/http_error.hpp"
#include "app/module.hpp"
#include "app/of_worker.hpp"
#include "app/registry.hpp"
#include "app/request.hpp"
#include "app/response.hpp"
#include "app/run.hpp"
#include "app/trial.hpp"
#include "event/executor.hpp"
#include "event/gather.hpp"
#include "event/generator.hpp"
#include "event/sleep.hpp"
#include "event/task.hpp"
#include "event/timeout.hpp"
#include "http/client.hpp"
#include "value/value.hpp"

namespace tined {

using app::App;
using app::ConversionError;
using app::CookieOptions;
using app::field;
using app::fields;
using app::from_value;
using app::HttpError;
using app::of_worker;
using app::option;
using app::optional_field;
using app::Options;
using app::Registry;
using app::Request;
using app::required_option;
using app::Response;
using app::run;
using app::run_command;
using app::RunOptions;
using app::to_value;
using app::Trial;
using app::Upload;
using event::AsyncGenerator;
using event::gather;
using event::in_executor;
using event::sleep_for;
using event::Task;
using event::with_timeout;
using http::Client;
using http::ClientRequest;
using http::ClientResponse;
using http::pieces_of;
using value::Value;

}  // namespace tined
