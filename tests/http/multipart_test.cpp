#include "http/multipart.hpp"

#include <boost/test/unit_test.hpp>
#include <string>

namespace tined::http {
namespace {

constexpr std::size_t plenty = 1000;

/// A body of one part.
std::string part(std::string_view head, std::string_view content) {
    return "--b\r\n" + std::string(head) + "\r\n\r\n" + std::string(content) + "\r\n--b--\r\n";
}

FormError error_of(std::string_view body) {
    const auto form = parse_multipart(body, "b", plenty);
    BOOST_TEST_REQUIRE(!form.has_value(), body);
    return form.error();
}

/// The filename that a Content-Disposition with this end gives.
std::string filename_of(const std::string& parameters) {
    const std::string body = part("Content-Disposition: form-data; name=f; " + parameters, "");
    const auto form = parse_multipart(body, "b", plenty);
    BOOST_TEST_REQUIRE(form.has_value(), parameters);
    BOOST_TEST_REQUIRE(form->files.size() == 1u, parameters);
    return form->files[0].filename;
}

BOOST_AUTO_TEST_SUITE(multipart)

BOOST_AUTO_TEST_CASE(fields_and_files_are_told_apart_by_the_filename) {
    const std::string body =
        "--b\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nhello\r\n"
        "--b\r\ncontent-disposition: Form-Data; name=\"photo\"; filename=\"a.png\"\r\n"
        "Content-Type: image/png\r\n\r\n\x89PNG\r\n\x1a\n\r\n--b--\r\n";
    const auto form = parse_multipart(body, "b", plenty);
    BOOST_TEST_REQUIRE(form.has_value());
    BOOST_TEST(form->fields.find_last("text").value() == "hello");
    BOOST_TEST_REQUIRE(form->files.size() == 1u);
    const UploadedFile& file = form->files[0];
    BOOST_TEST(file.name == "photo");
    BOOST_TEST(file.filename == "a.png");
    BOOST_TEST(file.content_type == "image/png");
    BOOST_TEST(file.content == "\x89PNG\r\n\x1a\n");
    BOOST_TEST((file.content.data() > body.data() && file.content.data() < &body.back()));
}

BOOST_AUTO_TEST_CASE(content_may_be_empty_or_full_of_what_looks_like_a_boundary) {
    const std::string head = "Content-Disposition: form-data; name=f";
    for (const std::string content :
         {"", "\r\n", "--", "--bb", "x\r\n--", "x\r\n--a", "x\r\n--bb\r\n", "x\r\n--b-",
          "x\r\n--b\ny", "\n--b--", "\r\n\r\n\r\n", "\r"}) {
        const std::string body = part(head, content);
        const auto form = parse_multipart(body, "b", plenty);
        BOOST_TEST_REQUIRE(form.has_value(), content);
        BOOST_TEST(form->fields.find_last("f").value() == content);
    }
}

// RFC 2046 §5.1.1: the CRLF before a boundary is the boundary's, that of the empty line too.
BOOST_AUTO_TEST_CASE(a_part_may_end_with_its_head) {
    const std::string part_without_content =
        "--b\r\nContent-Disposition: form-data; name=f\r\n\r\n";
    const auto form =
        parse_multipart(part_without_content + part_without_content + "--b--", "b", plenty);
    BOOST_TEST_REQUIRE(form.has_value());
    BOOST_TEST(form->fields.all("f").size() == 2u);
    BOOST_TEST(form->fields.find_last("f").value() == "");
}

BOOST_AUTO_TEST_CASE(a_form_may_have_no_parts) {
    const auto form = parse_multipart("--b--\r\n", "b", plenty);
    BOOST_TEST_REQUIRE(form.has_value());
    BOOST_TEST(form->fields.is_empty());
    BOOST_TEST(form->files.empty());
}

BOOST_AUTO_TEST_CASE(empty_lines_before_and_behind_are_passed_over) {
    const std::string body = part("Content-Disposition: form-data; name=f", "x");
    BOOST_TEST(parse_multipart("\r\n\r\n" + body, "b", plenty)->fields.size() == 1u);
    BOOST_TEST(parse_multipart(body + "\r\n\r\n", "b", plenty)->fields.size() == 1u);
}

BOOST_AUTO_TEST_CASE(names_and_filenames_are_read_as_browsers_write_them) {
    BOOST_TEST(filename_of("filename=\"a b.txt\"") == "a b.txt");
    BOOST_TEST(filename_of("filename=plain.txt") == "plain.txt");
    BOOST_TEST(filename_of("filename=\"\"") == "");
    BOOST_TEST(filename_of("filename=\"a%22b%0D%0ac.txt\"") == "a\"b\r\nc.txt");
    BOOST_TEST(filename_of("filename=\"a\\\"b.txt\"") == "a\"b.txt");
    BOOST_TEST(filename_of("filename=\"C:\\tmp\\a.txt\"") == "C:\\tmp\\a.txt");
    BOOST_TEST(filename_of("filename=\"50%25 off; now.txt\"") == "50%25 off; now.txt");
    BOOST_TEST(filename_of("filename=\"\xe4\xbd\xa0.txt\"") == "\xe4\xbd\xa0.txt");
    BOOST_TEST(filename_of("filename=\"\xff.txt\"") == "\xef\xbf\xbd.txt");
    BOOST_TEST(filename_of("filename=\"../../etc/passwd\"") == "../../etc/passwd");
}

BOOST_AUTO_TEST_CASE(the_extended_filename_wins_where_it_can_be_read) {
    BOOST_TEST(filename_of("filename=a; filename*=UTF-8''%e2%82%ac%20rates") ==
               "\xe2\x82\xac rates");
    BOOST_TEST(filename_of("filename*=utf-8'en'b; filename=a") == "b");
    BOOST_TEST(filename_of("filename=a; filename*=iso-8859-1''%A3") == "a");
    BOOST_TEST(filename_of("filename=a; filename*=UTF-8''%zz") == "a");
    BOOST_TEST(filename_of("filename=a; filename*=b") == "a");
}

BOOST_AUTO_TEST_CASE(a_field_that_is_not_utf_8_is_mended_and_a_file_is_not) {
    const std::string field = part("Content-Disposition: form-data; name=f", "\xff");
    BOOST_TEST(parse_multipart(field, "b", plenty)->fields.find_last("f").value() ==
               "\xef\xbf\xbd");
    const std::string file = part("Content-Disposition: form-data; name=f; filename=g", "\xff");
    BOOST_TEST(parse_multipart(file, "b", plenty)->files[0].content == "\xff");
}

BOOST_AUTO_TEST_CASE(a_body_that_is_no_form_is_refused) {
    const std::string good = "Content-Disposition: form-data; name=f";
    for (const std::string& body : {std::string(),
                                    std::string("--b"),
                                    std::string("--b\r\n"),
                                    std::string("--bx\r\n"),
                                    std::string("--c--\r\n"),
                                    "text before\r\n" + part(good, "x"),
                                    std::string("--b-\r\n"),
                                    "--b\n" + good + "\n\nx\n--b--\n",
                                    "--b \r\n" + good + "\r\n\r\nx\r\n--b--\r\n",
                                    "--b\r\n" + good + "\r\n\r\nno end",
                                    "--b\r\n" + good + "\r\n\r\nx\r\n--b",
                                    part(good, "x") + "behind the end",
                                    part(good, "x") + "\r\n" + part(good, "y"),
                                    part(good + "\r\n" + good, "x"),
                                    part(good + "\r\nContent-Type: a/b\r\ncontent-type: c/d", "x"),
                                    part(good + "; Name=g", "x"),
                                    part(good + "; filename=\"open", "x"),
                                    part(good + "; filename=\"a\"b", "x"),
                                    part(good + "; filename=a\"b\"", "x"),
                                    part(good + "; filename", "x"),
                                    part("", "x"),
                                    part("X: y", "x"),
                                    part("Content-Disposition: form-data", "x"),
                                    part("Content-Disposition: attachment; name=f", "x"),
                                    part(good + "\r\nno colon", "x"),
                                    part(good + "\r\nX : y", "x"),
                                    part(good + "\nX: y", "x"),
                                    part(good + "\r\n y", "x"),
                                    part("Content-Disposition: form-data; na\rme=f", "x"),
                                    part(good + "\r\n: y", "x")}) {
        BOOST_TEST((error_of(body) == FormError::malformed), body);
    }
}

BOOST_AUTO_TEST_CASE(parts_and_their_heads_are_bounded) {
    std::string body;
    for (int i = 0; i < 3; ++i) {
        body += "--b\r\nContent-Disposition: form-data; name=f\r\n\r\nx\r\n";
    }
    body += "--b--\r\n";
    BOOST_TEST(parse_multipart(body, "b", 3)->fields.size() == 3u);
    BOOST_TEST((parse_multipart(body, "b", 2).error() == FormError::too_many_parts));

    const std::string line = "X: " + std::string(max_part_head, 'x');
    BOOST_TEST((error_of(part(line, "")) == FormError::part_head_too_large));
    std::string lines;
    for (int i = 0; i < 2000; ++i) lines += "X: y\r\n";
    BOOST_TEST((error_of(part(lines + "X: y", "")) == FormError::part_head_too_large));
}

BOOST_AUTO_TEST_CASE(a_body_that_is_cut_short_anywhere_is_refused) {
    const std::string whole = part("Content-Disposition: form-data; name=f", "x\r\n--b");
    for (std::size_t size = 0; size < whole.size() - 2; ++size) {  // the last CRLF is not needed
        BOOST_TEST((error_of(whole.substr(0, size)) == FormError::malformed));
    }
}

BOOST_AUTO_TEST_CASE(the_boundary_is_found_in_the_content_type) {
    BOOST_TEST(multipart_boundary("multipart/form-data; boundary=----WebKit12").value() ==
               "----WebKit12");
    BOOST_TEST(multipart_boundary("Multipart/Form-Data;BOUNDARY=\"a b:c\"").value() == "a b:c");
    for (const char* type :
         {"", "text/plain; boundary=a", "multipart/form-data", "multipart/form-data; boundary=",
          "multipart/form-data; boundary=a; boundary=b", "multipart/form-data; boundary=\"a",
          "multipart/form-data; boundary=\"a\"b", "multipart/form-data; boundary=\"a \"",
          "multipart/form-data; boundary=\"a\xc3\xa9\"", "multipart/mixed; boundary=a"}) {
        BOOST_TEST(!multipart_boundary(type), type);
    }
    const std::string prefix = "multipart/form-data; boundary=";
    BOOST_TEST(multipart_boundary(prefix + std::string(70, 'a')).has_value());
    BOOST_TEST(!multipart_boundary(prefix + std::string(71, 'a')));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tined::http
