/* Heads that are written: one without a fault has the lines that it was given, and no others. */
#include "core/http/http1.h"
#include "../fuzz.h"

enum { MOST_HEADERS = 16 };

static void check_field(slice *rest, slice name, slice value)
{
    slice found_name = {"", 0}, found_value;
    check(http1_take_line(rest, &found_name, &found_value) == HTTP1_FIELD);
    check(slice_equal(found_name, name));
    while (value.length > 0 && (value.data[0] == ' ' || value.data[0] == '\t'))
        value = (slice){value.data + 1, value.length - 1};
    while (value.length > 0 &&
           (value.data[value.length - 1] == ' ' || value.data[value.length - 1] == '\t'))
        value.length--;
    check(slice_equal(found_value, value));
}

static void check_head(const http1_head *head)
{
    slice name = {"", 0}, value;
    size_t length = http1_write_head(head, NULL);
    char *text = malloc(length);
    check(text != NULL && http1_write_head(head, text) == length);
    slice rest = {text, length};
    take_until(&rest, '\n');
    for (size_t i = 0; i < head->header_count; i++)
        check_field(&rest, head->headers[i].name, head->headers[i].value);
    http1_line line = http1_take_line(&rest, &name, &value);
    if (line == HTTP1_FIELD) {
        check(slice_equal(name, SLICE("Content-Length")));
        line = http1_take_line(&rest, &name, &value);
    }
    check(line == HTTP1_END && rest.length == 0);
    free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    slice input = input_of(data, size);
    http_header headers[MOST_HEADERS];
    http1_head head = {.target = SLICE("/"), .headers = headers, .extra = {"", 0}};
    head.body_length = take_byte(&input) * (size_t)1000003;
    head.method = take_until(&input, 1);
    while (input.length > 0 && head.header_count < MOST_HEADERS) {
        http_header *header = &headers[head.header_count++];
        header->name = take_until(&input, 1);
        header->value = take_until(&input, 1);
    }
    if (!http1_head_fault(&head))
        check_head(&head);
    return 0;
}
