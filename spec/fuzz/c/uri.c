/* URLs: the parts are those of the text, and encoding what is encoded changes nothing. */
#include "core/base/uri.h"
#include "../fuzz.h"

static void check_parts(slice text)
{
    uri url;
    buffer joined = {0}, host = {0}, again = {0};
    if (uri_parse(text, &url))
        return;
    buffer_append_slice(&joined, url.scheme);
    buffer_append_text(&joined, "://");
    buffer_append_slice(&joined, url.host);
    if (url.port.data > url.host.data + url.host.length)
        buffer_append_char(&joined, ':');
    buffer_append_slice(&joined, url.port);
    buffer_append_slice(&joined, url.path);
    if (url.query.data > url.path.data + url.path.length)
        buffer_append_char(&joined, '?');
    buffer_append_slice(&joined, url.query);
    check(slice_equal(buffer_slice(&joined), text));
    uri_append_host(&host, &url);
    buffer_clear(&joined);
    buffer_append_slice(&joined, url.scheme);
    buffer_append_text(&joined, "://");
    buffer_append_slice(&joined, buffer_slice(&host));
    check(uri_parse(buffer_slice(&joined), &url) == NULL && url.path.length == 0);
    uri_append_host(&again, &url);
    check(slice_equal(buffer_slice(&host), buffer_slice(&again)));
    buffer_free(&joined);
    buffer_free(&host);
    buffer_free(&again);
}

static void append_encoded(buffer *b, slice text)
{
    uri_append_encoded(b, text, true);
}

static void append_reencoded(buffer *b, slice text)
{
    uri_append_reencoded(b, text, false);
}

/* Applies an encoder twice: the second time nothing changes, and what it writes is plain ASCII. */
static void check_encoder(void (*append)(buffer *, slice), slice text, bool is_idempotent)
{
    buffer once = {0}, twice = {0};
    append(&once, text);
    append(&twice, buffer_slice(&once));
    for (size_t i = 0; i < once.length; i++)
        check(once.data[i] > ' ' && once.data[i] < 127 && once.data[i] != '#' &&
              once.data[i] != '"');
    check(!is_idempotent || slice_equal(buffer_slice(&once), buffer_slice(&twice)));
    buffer_free(&once);
    buffer_free(&twice);
}

/* Decoding what was encoded gives the text: as reencoding decodes first, the encoded form stays. */
static void check_round_trip(slice text)
{
    buffer encoded = {0}, again = {0};
    uri_append_encoded(&encoded, text, false);
    uri_append_reencoded(&again, buffer_slice(&encoded), false);
    check(slice_equal(buffer_slice(&encoded), buffer_slice(&again)));
    buffer_free(&encoded);
    buffer_free(&again);
}

static bool has(slice text, const char *part)
{
    return text.length > 0 && memmem(text.data, text.length, part, strlen(part)) != NULL;
}

static void check_normalized(slice text)
{
    buffer once = {0}, twice = {0};
    uri_append_normalized_path(&once, text);
    slice path = buffer_slice(&once);
    check(path.length > 0 && path.data[0] == '/');
    check(!has(path, "//") && !has(path, "/./") && !has(path, "/../"));
    uri_append_normalized_path(&twice, path);
    check(slice_equal(path, buffer_slice(&twice)));
    buffer_free(&once);
    buffer_free(&twice);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *copy = exact_copy(input_of(data, size));
    slice text = {copy, size};
    check_parts(text);
    check_encoder(uri_append_path, text, true);
    check_encoder(uri_append_query, text, true);
    check_encoder(append_reencoded, text, true);
    check_encoder(append_encoded, text, false);
    check_round_trip(text);
    check_normalized(text);
    free(copy);
    return 0;
}
