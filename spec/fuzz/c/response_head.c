/* Heads of HTTP/1.1: where a block ends does not depend on how it arrived; no value holds the end of a line; what was
 * read is read again the same when it is written anew. */
#include "core/http/http1.h"
#include "../fuzz.h"

static bool has_line_end(slice text)
{
    return text.length > 0 &&
           (memchr(text.data, '\r', text.length) || memchr(text.data, '\n', text.length) ||
            memchr(text.data, '\0', text.length));
}

/* The end as a transport finds it that gets `step` bytes at a time, and looks again from a little before. */
static size_t end_in_steps(slice text, size_t step)
{
    size_t from = 0;
    for (size_t have = 0; have < text.length;) {
        have = have + step < text.length ? have + step : text.length;
        char *copy = exact_copy((slice){text.data, have});
        size_t end = http1_block_end((slice){copy, have}, from);
        free(copy);
        if (end > 0)
            return end;
        from = have > 3 ? have - 3 : 0;
    }
    return 0;
}

static void check_length(slice text)
{
    int64_t length = -1;
    if (http1_read_length(text, &length)) {
        check(length >= 0 && length <= (int64_t)1 << 53);
        slice item = http1_take_item(&text);
        char *digits = calloc(1, item.length + 1);
        check(digits != NULL);
        memcpy(digits, item.data, item.length);
        check(strtoll(digits, NULL, 10) == length);
        free(digits);
    }
}

/* Reads the lines of a block, which are written anew to `out`; whether it ends as a block does. */
static bool read_lines(slice *rest, buffer *out)
{
    slice name, value;
    for (;;) {
        http1_line line = http1_take_line(rest, &name, &value);
        if (line == HTTP1_END || line == HTTP1_MALFORMED)
            return line == HTTP1_END;
        check(!has_line_end(value));
        if (line == HTTP1_FIELD) {
            http1_head head = {SLICE("GET"), SLICE("/"), &(http_header){name, value}, 1,
                               {"", 0},      0};
            check(http1_head_fault(&head) == NULL);
            check_length(value);
            buffer_append_slice(out, name);
            buffer_append_char(out, ':');
        }
        buffer_append_char(out, ' ');
        buffer_append_slice(out, value);
        buffer_append_text(out, "\r\n");
    }
}

static void check_block(slice block)
{
    int status = 0, minor = -1;
    buffer written = {0}, again = {0};
    if (!http1_take_status(&block, &status, &minor))
        return;
    check(status >= 100 && status <= 999 && (minor == 0 || minor == 1));
    bool is_whole = read_lines(&block, &written);
    buffer_append_text(&written, "\r\n");
    if (is_whole) {
        slice text = buffer_slice(&written);
        check(read_lines(&text, &again) && text.length == 0);
        buffer_append_text(&again, "\r\n");
        check(slice_equal(buffer_slice(&written), buffer_slice(&again)));
    }
    buffer_free(&written);
    buffer_free(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    slice input = input_of(data, size);
    size_t step = 1 + take_byte(&input) % 8;
    char *copy = exact_copy(input);
    slice text = {copy, input.length};
    size_t end = http1_block_end(text, 0);
    check(end <= text.length && end_in_steps(text, step) == end);
    if (end > 0) {
        char *block = exact_copy((slice){text.data, end});
        check_block((slice){block, end});
        free(block);
    }
    check_length(text);
    free(copy);
    return 0;
}
