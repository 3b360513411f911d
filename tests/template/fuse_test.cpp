#include "template/fuse.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/template/rendering.hpp"

namespace {

using tined::templates::fuse;
using tined::templates::Instruction;
using tined::templates::Op;

}  // namespace

BOOST_AUTO_TEST_SUITE(fusing)

BOOST_AUTO_TEST_CASE(instructions_that_follow_each_other_become_one_and_stay_where_they_are) {
    std::vector<Instruction> code = {{Op::load_local},   {Op::member},      {Op::print},
                                     {Op::load_local},   {Op::print},       {Op::loop_next},
                                     {Op::no_operation}, {Op::store_local}, {Op::load_local}};
    fuse(code);
    BOOST_TEST((code[0].op == Op::print_local_member));
    BOOST_TEST((code[1].op == Op::member));
    BOOST_TEST((code[2].op == Op::print));
    BOOST_TEST((code[3].op == Op::print_local));
    BOOST_TEST((code[5].op == Op::loop_next_local));
    BOOST_TEST(code[5].flag == 2);
    BOOST_TEST((code[8].op == Op::load_local));
}

BOOST_AUTO_TEST_CASE(a_load_is_done_with_what_takes_its_value) {
    std::vector<Instruction> code = {{Op::load_name},  {Op::print},          // print_name
                                     {Op::load_local}, {Op::jump_if_false},  // jump_unless_local
                                     {Op::load_local}, {Op::member},        {Op::jump_if_false},
                                     {Op::load_local}, {Op::member},        {Op::compare},
                                     {Op::load_name},  {Op::member}};
    fuse(code);
    BOOST_TEST((code[0].op == Op::print_name));
    BOOST_TEST((code[2].op == Op::jump_unless_local));
    BOOST_TEST((code[4].op == Op::jump_unless_local_member));
    BOOST_TEST((code[7].op == Op::load_local_member));
    BOOST_TEST((code[10].op == Op::load_name));
}

BOOST_AUTO_TEST_CASE(a_jump_back_to_a_loop_is_done_with_its_next_turn) {
    std::vector<Instruction> code = {{.op = Op::loop_next, .operand = 5}, {Op::store_local},
                                     {.op = Op::jump, .operand = 4},      {Op::text},
                                     {.op = Op::jump, .operand = 0},      {Op::loop_end}};
    fuse(code);
    BOOST_TEST((code[2].op == Op::jump));
    BOOST_TEST((code[4].op == Op::loop_again));
    BOOST_TEST(code[4].operand == 0U);
}

BOOST_AUTO_TEST_CASE(what_is_not_as_it_mostly_is_renders_as_its_parts_do) {
    tined::templates::World world(
        tined::templates::Sources{{"rows.txt", "{% for row in rows %}{{ row.a }};{% endfor %}"},
                                  {"loop.txt", "{% for x in rows %}{{ x }};{% endfor %}"},
                                  {"if.txt",
                                   "{% for x in rows %}{% if x.a %}{{ x.a == 1 }}{% endif %}"
                                   "{% if x %}+{% endif %};{% endfor %}{{ rows }}"}});
    // Other shapes of map, no map at all, a list within, a member that is missing.
    BOOST_TEST(world.render("rows.txt", R"({"rows": [{"a": 1}, {"b": 0, "a": 2.5}, {"a": [3]},
                                            {"a": {"b": null}}, {}, {"a": "<"}]})") ==
               "1;2.5;[3];{'b': None};;<;");
    BOOST_TEST(world.render("rows.txt", R"({"rows": [[1], 2]})") == ";;");
    BOOST_TEST(world.render("loop.txt", R"({"rows": [1, [2], {"c": 3}, "d", null]})") ==
               "1;[2];{'c': 3};d;None;");
    BOOST_TEST(world.render("if.txt", R"({"rows": [{"a": 1}, {"a": 0}, {}, [], {"a": [3]}, 2]})") ==
               "True+;+;;;False+;+;[{'a': 1}, {'a': 0}, {}, [], {'a': [3]}, 2]");
}

BOOST_AUTO_TEST_SUITE_END()
