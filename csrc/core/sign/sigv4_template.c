#include "sigv4_template.h"

#include "canonical.h"

/* The texts of a request, in the order in which they are copied. */
enum { TEXT_COUNT = 9 };

static void list_texts(sigv4_request *r, slice *texts[TEXT_COUNT])
{
    slice *const all[TEXT_COUNT] = {&r->method,   &r->url.scheme, &r->url.host,
                                    &r->url.port, &r->url.path,   &r->url.query,
                                    &r->region,   &r->service,    &r->payload_hash};
    for (size_t i = 0; i < TEXT_COUNT; i++)
        texts[i] = all[i];
}

static size_t length_of(slice *const texts[TEXT_COUNT], const sigv4_request *r)
{
    size_t length = 0;
    for (size_t i = 0; i < TEXT_COUNT; i++)
        length += texts[i]->length;
    for (size_t i = 0; i < r->header_count; i++)
        length += r->headers[i].name.length + r->headers[i].value.length;
    return length;
}

static slice end_of(const buffer *texts, size_t start)
{
    return (slice){texts->data + start, texts->length - start};
}

static slice copy(buffer *texts, slice text)
{
    size_t start = texts->length;
    buffer_append_slice(texts, text);
    return end_of(texts, start);
}

static slice copy_unfolded(buffer *texts, slice text)
{
    size_t start = texts->length;
    canonical_append_unfolded(texts, text);
    return end_of(texts, start);
}

bool sigv4_template_take(sigv4_template *t, const sigv4_request *request)
{
    slice *texts[TEXT_COUNT];
    sigv4_request *own = &t->request;
    *own = *request;
    own->body = (slice){"", 0};
    own->credentials = (sigv4_credentials){0};
    list_texts(own, texts);
    if (!buffer_reserve(&t->texts,
                        length_of(texts, request) + 1)) /* at once: the views stay valid */
        return false;
    for (size_t i = 0; i < TEXT_COUNT; i++)
        *texts[i] = copy(&t->texts, *texts[i]);
    for (size_t i = 0; i < request->header_count; i++) {
        sigv4_header header = {copy(&t->texts, request->headers[i].name),
                               copy_unfolded(&t->texts, request->headers[i].value)};
        buffer_append(&t->headers, (const char *)&header, sizeof header);
    }
    own->headers = (const sigv4_header *)(const void *)t->headers.data;
    return !t->texts.failed && !t->headers.failed;
}

void sigv4_template_free(sigv4_template *t)
{
    buffer_free(&t->headers);
    buffer_free(&t->texts);
    t->request = (sigv4_request){0};
}
