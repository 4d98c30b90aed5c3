/*
 * JSON: what is a value agrees with a reader of our own, walking and skipping end alike, a text that is cut is
 * told as cut, cJSON takes what was rewritten for it, and strings mean the same when they are written again.
 */
#include <cjson/cJSON.h>

#include "../fuzz.h"
#include "core/json/json.h"
#include "core/json/json_rewrite.h"
#include "core/json/json_scanner.h"

enum { DEEPEST = 200 };

/* A reader of our own, by the grammar of RFC 8259 -------------------------------------------------------------------- */

static const char *blanks(const char *at, const char *end)
{
    while (at < end && strchr(" \t\r\n", *at) && *at)
        at++;
    return at;
}

static const char *plain_string(const char *at, const char *end)
{
    for (at++; at < end && *at != '"'; at++) {
        if ((unsigned char)*at < 0x20)
            return NULL;
        if (*at != '\\')
            continue;
        if (++at == end || !*at || !strchr("\"\\/bfnrtu", *at))
            return NULL;
        for (int i = 0; *at == 'u' && i < 4; i++) {
            if (end - at <= 4 || ascii_hex_value(at[i + 1]) < 0)
                return NULL;
        }
    }
    return at < end ? at + 1 : NULL;
}

static const char *plain_digits(const char *at, const char *end)
{
    const char *start = at;
    while (at < end && ascii_is_digit(*at))
        at++;
    return at > start ? at : NULL;
}

static const char *plain_number(const char *at, const char *end)
{
    at += at < end && *at == '-' ? 1 : 0;
    const char *start = at;
    at = plain_digits(at, end);
    if (at && *start == '0' && at > start + 1)
        return NULL;
    if (at && at < end && *at == '.')
        at = plain_digits(at + 1, end);
    if (at && at < end && (*at == 'e' || *at == 'E')) {
        at++;
        at += at < end && (*at == '+' || *at == '-') ? 1 : 0;
        at = plain_digits(at, end);
    }
    return at;
}

static const char *plain_value(const char *at, const char *end, int depth);

static const char *plain_container(const char *at, const char *end, int depth)
{
    char closing = *at == '[' ? ']' : '}';
    at = blanks(at + 1, end);
    if (at < end && *at == closing)
        return at + 1;
    while (at && at < end) {
        if (closing == '}') {
            at = *at == '"' ? plain_string(at, end) : NULL;
            at = at ? blanks(at, end) : NULL;
            at = at && at < end && *at == ':' ? at + 1 : NULL;
        }
        at = at ? plain_value(at, end, depth + 1) : NULL;
        if (at && at < end && *at == closing)
            return at + 1;
        at = at && at < end && *at == ',' ? blanks(at + 1, end) : NULL;
    }
    return NULL;
}

/* The end of a value and of the blanks after it; NULL where there is none. */
static const char *plain_value(const char *at, const char *end, int depth)
{
    static const char *const words[] = {"true", "false", "null"};
    at = blanks(at, end);
    if (at == end || depth > DEEPEST)
        return NULL;
    slice rest = {at, (size_t)(end - at)};
    for (int i = 0; i < 3; i++) {
        if (slice_starts(rest, slice_of(words[i])))
            return blanks(at + strlen(words[i]), end);
    }
    if (*at == '"')
        at = plain_string(at, end);
    else if (*at == '[' || *at == '{')
        at = plain_container(at, end, depth);
    else
        at = plain_number(at, end);
    return at ? blanks(at, end) : NULL;
}

/* The scanner -------------------------------------------------------------------------------------------------------- */

static void check_string(slice text)
{
    buffer meaning = {0}, written = {0}, again = {0};
    json_unescape(&meaning, text);
    check(meaning.length <= text.length);
    json_append_string(&written, buffer_slice(&meaning));
    json_scanner s = json_begin(buffer_slice(&written));
    json_token token;
    check(json_read(&s, &token) && token.kind == JSON_STRING && json_finish(&s));
    json_unescape(&again, token.text);
    check(slice_equal(buffer_slice(&meaning), buffer_slice(&again)));
    buffer_free(&meaning);
    buffer_free(&written);
    buffer_free(&again);
}

/* Reads a value token by token. */
static bool walk(json_scanner *s)
{
    json_kind open[JSON_MAX_DEPTH];
    json_token token;
    size_t count = 0;
    do {
        if (!json_read(s, &token))
            return false;
        check(token.text.data >= s->start && token.text.data + token.text.length <= s->end);
        if (token.kind == JSON_STRING)
            check_string(token.text);
        if (token.kind >= JSON_ARRAY)
            open[count++] = token.kind;
        check(s->depth == count);
        bool more = false;
        while (count > 0 && !more) {
            more = open[count - 1] == JSON_ARRAY ? json_next_item(s) : json_next_name(s);
            if (s->status != JSON_OK)
                return false;
            count -= more ? 0 : 1;
        }
        if (count > 0 && open[count - 1] == JSON_OBJECT && !json_read_name(s, &token))
            return false;
    } while (count > 0);
    return json_finish(s);
}

static bool skip(json_scanner *s)
{
    json_token token;
    return json_read(s, &token) && json_skip(s, token.kind) && json_finish(s);
}

/* A text that is rewritten as core.decode does, whose strings then mean what they meant. */
static void check_rewritten(slice text)
{
    buffer out = {0};
    json_marks marks = json_find_marks(text);
    json_rewrite(&out, text, marks);
    cJSON *tree = cJSON_ParseWithLength(out.data, out.length);
    check(tree != NULL || marks.count < 2);
    cJSON_Delete(tree);
    buffer_free(&out);
}

/* Of an array or object every part but the whole is cut. */
static void check_cut(slice text, unsigned at)
{
    const char *start = blanks(text.data, text.data + text.length);
    if (*start != '[' && *start != '{')
        return;
    while (text.length > 0 && text.data[text.length - 1] != ']' &&
           text.data[text.length - 1] != '}')
        text.length--;
    text.length = at * (text.length - 1) / 255;
    char *copy = exact_copy(text);
    json_scanner s = json_begin((slice){copy, text.length});
    check(s.status == JSON_EMPTY || (!walk(&s) && s.status == JSON_CUT));
    free(copy);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    slice input = input_of(data, size);
    unsigned at = take_byte(&input);
    char *copy = exact_copy(input);
    slice text = {copy, input.length};
    json_scanner walked = json_begin(text), skipped = walked;
    bool is_good = walked.status == JSON_OK && walk(&walked);
    check(is_good == (skipped.status == JSON_OK && skip(&skipped)));
    check(walked.at == skipped.at && walked.status == skipped.status);
    check(walked.at >= text.data && walked.at <= text.data + text.length);
    const char *end = plain_value(copy, copy + text.length, 0);
    if (walked.status != JSON_DEEP && (end || !is_good))
        check(is_good == (end == copy + text.length));
    if (is_good) {
        check_rewritten(text);
        check_cut(text, at);
    }
    free(copy);
    return 0;
}
