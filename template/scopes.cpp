#include "template/scopes.hpp"

#include <algorithm>

namespace tined::templates {
namespace {

Local* find_in(std::vector<Local>& scope, std::string_view name) {
    const auto found = std::ranges::find(scope, name, &Local::name);
    return found == scope.end() ? nullptr : &*found;
}

void add(std::vector<std::string>& names, const std::string& name) {
    if (!name.empty() && std::ranges::find(names, name) == names.end()) names.push_back(name);
}

void add_target(std::vector<std::string>& names, const ast::Target& target) {
    if (target.member.empty()) add(names, target.name);
    for (const ast::Target& part : target.parts) add_target(names, part);
}

void add_assigned(std::vector<std::string>& names, const ast::Body& body);

struct AssignmentCollector {
    std::vector<std::string>& names;

    void operator()(const ast::Set& set) const { add_target(names, set.target); }
    void operator()(const ast::SetBlock& set) const { add_target(names, set.target); }
    void operator()(const ast::Macro& macro) const { add(names, macro.signature.name); }
    void operator()(const ast::Import& import) const { add(names, import.name); }
    void operator()(const ast::FromImport& import) const {
        for (const auto& [there, here] : import.names) add(names, here);
    }
    void operator()(const ast::If& branching) const {
        for (const ast::Branch& branch : branching.branches) add_assigned(names, branch.body);
        add_assigned(names, branching.otherwise);
    }
    void operator()(const ast::While& loop) const { add_assigned(names, loop.body); }
    void operator()(const ast::Autoescape& escape) const { add_assigned(names, escape.body); }
    template <typename Other>
    void operator()(const Other& /*has a scope of its own, or sets nothing*/) const {}
};

void add_assigned(std::vector<std::string>& names, const ast::Body& body) {
    for (const ast::Statement& statement : body) {
        std::visit(AssignmentCollector{names}, statement.form);
    }
}

}  // namespace

std::vector<std::string> assigned_names(const ast::Body& body) {
    std::vector<std::string> names;
    add_assigned(names, body);
    return names;
}

std::vector<Local> FunctionScope::close() {
    std::vector<Local> closed = std::move(scopes_.back());
    scopes_.pop_back();
    return closed;
}

Local& FunctionScope::declare(std::string_view name, bool is_set) {
    Local local{.name = std::string(name), .slot = new_slot(), .is_set = is_set};
    return scopes_.back().emplace_back(std::move(local));
}

Local* FunctionScope::find_innermost(std::string_view name) {
    return scopes_.empty() ? nullptr : find_in(scopes_.back(), name);
}

Local* FunctionScope::find(std::string_view name, bool skip_innermost) {
    for (std::size_t i = scopes_.size() - (skip_innermost ? 1 : 0); i-- > 0;) {
        if (Local* local = find_in(scopes_[i], name)) return local;
    }
    if (Local* known = find_in(captured_, name)) return known;
    Local* const outer = outer_ ? outer_->find(name) : nullptr;
    if (!outer) return nullptr;
    // Read by the inner code, at a time that nobody knows: as if it might not be set yet.
    outer->is_used = true;
    if (!outer->is_set) outer->needs_initial = true;
    outer_->cells_.insert(outer->slot);
    Local captured{.name = outer->name, .slot = new_slot()};
    captures_.push_back({outer->slot, captured.slot});
    cells_.insert(captured.slot);
    return &captured_.emplace_back(std::move(captured));
}

std::vector<Local*> FunctionScope::visible() {
    std::vector<std::string> names;
    for (const FunctionScope* scope = this; scope; scope = scope->outer_) {
        for (const auto& locals : scope->scopes_) {
            for (const Local& local : locals) add(names, local.name);
        }
    }
    std::vector<Local*> locals;
    captured_.reserve(captured_.size() + names.size());  // find() may add: no pointer may move
    for (const std::string& name : names) locals.push_back(find(name));
    return locals;
}

std::vector<bool> FunctionScope::assignments() const {
    std::vector<bool> flags;
    if (scopes_.empty()) return flags;
    for (const Local& local : scopes_.back()) flags.push_back(local.is_set);
    return flags;
}

void FunctionScope::assume(const std::vector<bool>& assignments) {
    for (std::size_t i = 0; i < assignments.size(); ++i) scopes_.back()[i].is_set = assignments[i];
}

}  // namespace tined::templates
