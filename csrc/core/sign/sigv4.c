#include "sigv4.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/base/timestamp.h"
#include "canonical.h"
#include "crypto.h"
#include "sigv4_key.h"

static const char algorithm[] = "AWS4-HMAC-SHA256";

struct sigv4_signer {
    crypto *crypto;
    sigv4_keys keys;
};

sigv4_signer *sigv4_signer_new(sign_fault *fault)
{
    *fault = SIGN_NO_MEMORY;
    sigv4_signer *s = calloc(1, sizeof *s);
    if (!s)
        return NULL;
    s->crypto = crypto_new(fault);
    if (!s->crypto) {
        free(s);
        return NULL;
    }
    return s;
}

void sigv4_signer_free(sigv4_signer *s)
{
    if (!s)
        return;
    sigv4_keys_clear(&s->keys);
    crypto_free(s->crypto);
    free(s);
}

void sigv4_work_free(sigv4_work *w)
{
    for (size_t i = 0; i < SIGV4_TEXT_COUNT; i++)
        buffer_free(&w->text[i]);
    crypto_wipe(w->signature, sizeof w->signature);
}

static slice text_of(const sigv4_work *w, int which)
{
    return buffer_slice(&w->text[which]);
}

static slice date_of(const sigv4_work *w)
{
    return (slice){w->date, 16};
}

static bool has_token(const sigv4_request *r)
{
    return r->credentials.session_token.length > 0;
}

/* Whether signing itself writes this header, so that one given is replaced. */
static bool replaces_header(const sigv4_request *request, slice name)
{
    if (slice_equal_lower(name, SLICE("authorization")))
        return true;
    if (request->presign)
        return false;
    return slice_equal_lower(name, SLICE("x-amz-date")) ||
           (has_token(request) && slice_equal_lower(name, SLICE("x-amz-security-token"))) ||
           (request->sign_payload_header && slice_equal_lower(name, SLICE("x-amz-content-sha256")));
}

/* The payload hash given, else that of the body. */
static sign_fault build_payload_hash(sigv4_signer *s, sigv4_work *w, const sigv4_request *r)
{
    unsigned char bytes[CRYPTO_HASH_BYTES];
    char hex[CRYPTO_HASH_HEX];
    if (r->payload_hash.length > 0) {
        buffer_append_slice(&w->text[SIGV4_PAYLOAD_HASH], r->payload_hash);
        return SIGN_NO_FAULT;
    }
    sign_fault fault = crypto_hash(s->crypto, r->body, bytes);
    if (fault != SIGN_NO_FAULT)
        return fault;
    crypto_hex(bytes, hex);
    buffer_append(&w->text[SIGV4_PAYLOAD_HASH], hex, sizeof hex);
    return SIGN_NO_FAULT;
}

/* Makes room for the names of all headers: what lower_name returns then stays where it is. */
static bool reserve_names(buffer *names, const sigv4_request *r)
{
    size_t length = 0;
    for (size_t i = 0; i < r->header_count; i++)
        length += r->headers[i].name.length;
    return buffer_reserve(names, length);
}

static slice lower_name(buffer *names, slice name)
{
    buffer_append_lower(names, name);
    return (slice){names->data + names->length - name.length, name.length};
}

/* The headers that are signed: those given that may be, and those that signing adds. */
static void collect_headers(sigv4_work *w, const sigv4_request *r)
{
    buffer *pairs = &w->text[SIGV4_HEADERS], *names = &w->text[SIGV4_HEADER_NAMES];
    bool has_host = false;
    if (!reserve_names(names, r))
        return;
    for (size_t i = 0; i < r->header_count; i++) {
        slice name = lower_name(names, r->headers[i].name);
        if (canonical_header_is_unsigned(name) || replaces_header(r, name))
            continue;
        has_host = has_host || slice_equal(name, SLICE("host"));
        canonical_add(pairs, name, r->headers[i].value);
    }
    if (!has_host)
        canonical_add(pairs, SLICE("host"), text_of(w, SIGV4_HOST));
    if (!r->presign) {
        canonical_add(pairs, SLICE("x-amz-date"), date_of(w));
        if (has_token(r) && r->sign_token)
            canonical_add(pairs, SLICE("x-amz-security-token"), r->credentials.session_token);
        if (r->sign_payload_header)
            canonical_add(pairs, SLICE("x-amz-content-sha256"), text_of(w, SIGV4_PAYLOAD_HASH));
    }
    canonical_sort_headers(pairs);
    canonical_append_header_names(&w->text[SIGV4_SIGNED_HEADERS], pairs);
}

/* "key/day/region/service/aws4_request", of which all but the key is the scope */
static void build_credential(sigv4_work *w, const sigv4_request *r)
{
    buffer *credential = &w->text[SIGV4_CREDENTIAL];
    buffer_append_slice(credential, r->credentials.access_key_id);
    buffer_append_char(credential, '/');
    buffer_append(credential, w->date, 8);
    buffer_append_char(credential, '/');
    buffer_append_slice(credential, r->region);
    buffer_append_char(credential, '/');
    buffer_append_slice(credential, r->service);
    buffer_append_text(credential, "/aws4_request");
}

static slice scope_of(const sigv4_work *w, const sigv4_request *r)
{
    slice credential = text_of(w, SIGV4_CREDENTIAL);
    size_t start = r->credentials.access_key_id.length + 1;
    return (slice){credential.data + start, credential.length - start};
}

static void append_parameter(sigv4_work *w, const char *name, slice value)
{
    buffer *query = &w->text[SIGV4_QUERY];
    if (query->length > 0)
        buffer_append_char(query, '&');
    buffer_append_text(query, name);
    buffer_append_char(query, '=');
    uri_append_encoded(query, value, false);
}

static void append_token_parameter(sigv4_work *w, const sigv4_request *r)
{
    if (has_token(r))
        append_parameter(w, "X-Amz-Security-Token", r->credentials.session_token);
}

/* The query parameters that carry a presigned request's authentication, all but the signature. */
static void append_presign_parameters(sigv4_work *w, const sigv4_request *r)
{
    char expires[24];
    int length = snprintf(expires, sizeof expires, "%" PRId64, r->expires);
    append_parameter(w, "X-Amz-Algorithm", slice_of(algorithm));
    append_parameter(w, "X-Amz-Credential", text_of(w, SIGV4_CREDENTIAL));
    append_parameter(w, "X-Amz-Date", date_of(w));
    append_parameter(w, "X-Amz-Expires", (slice){expires, (size_t)length});
    append_parameter(w, "X-Amz-SignedHeaders", text_of(w, SIGV4_SIGNED_HEADERS));
    if (r->sign_token)
        append_token_parameter(w, r);
}

/* Path and query as they are sent. */
static void build_target(sigv4_work *w, const sigv4_request *r)
{
    if (r->url.path.length == 0)
        buffer_append_char(&w->text[SIGV4_PATH], '/');
    uri_append_path(&w->text[SIGV4_PATH], r->url.path);
    uri_append_query(&w->text[SIGV4_QUERY], r->url.query);
    if (r->presign)
        append_presign_parameters(w, r);
}

static void append_canonical_path(sigv4_work *w, const sigv4_request *r)
{
    slice path = text_of(w, SIGV4_PATH);
    if (r->normalize_path) {
        uri_append_normalized_path(&w->text[SIGV4_NORMALIZED_PATH], path);
        path = text_of(w, SIGV4_NORMALIZED_PATH);
    }
    if (r->double_encode)
        uri_append_encoded(&w->text[SIGV4_CANONICAL_REQUEST], path, true);
    else
        uri_append_reencoded(&w->text[SIGV4_CANONICAL_REQUEST], path, true);
}

static void build_canonical_request(sigv4_work *w, const sigv4_request *r)
{
    buffer *b = &w->text[SIGV4_CANONICAL_REQUEST];
    buffer_append_slice(b, r->method);
    buffer_append_char(b, '\n');
    append_canonical_path(w, r);
    buffer_append_char(b, '\n');
    if (w->text[SIGV4_QUERY].length > 0)
        canonical_append_query(b, text_of(w, SIGV4_QUERY), &w->text[SIGV4_QUERY_PAIRS],
                               &w->text[SIGV4_QUERY_TEXT]);
    buffer_append_char(b, '\n');
    canonical_append_headers(b, &w->text[SIGV4_HEADERS]);
    buffer_append_char(b, '\n');
    buffer_append_slice(b, text_of(w, SIGV4_SIGNED_HEADERS));
    buffer_append_char(b, '\n');
    buffer_append_slice(b, text_of(w, SIGV4_PAYLOAD_HASH));
}

static sign_fault build_string_to_sign(sigv4_signer *s, sigv4_work *w, const sigv4_request *r)
{
    unsigned char hash[CRYPTO_HASH_BYTES];
    char hex[CRYPTO_HASH_HEX];
    buffer *b = &w->text[SIGV4_STRING_TO_SIGN];
    sign_fault fault = crypto_hash(s->crypto, text_of(w, SIGV4_CANONICAL_REQUEST), hash);
    if (fault != SIGN_NO_FAULT)
        return fault;
    crypto_hex(hash, hex);
    buffer_append_text(b, algorithm);
    buffer_append_char(b, '\n');
    buffer_append_slice(b, date_of(w));
    buffer_append_char(b, '\n');
    buffer_append_slice(b, scope_of(w, r));
    buffer_append_char(b, '\n');
    buffer_append(b, hex, sizeof hex);
    return b->failed ? SIGN_NO_MEMORY : SIGN_NO_FAULT;
}

static sign_fault compute_signature(sigv4_signer *s, sigv4_work *w, const sigv4_request *r)
{
    unsigned char mac[CRYPTO_HASH_BYTES];
    sign_fault fault;
    const sigv4_key_parts parts = {
        r->credentials.secret_access_key, {w->date, 8}, r->region, r->service};
    crypto_mac *key = sigv4_keys_get(&s->keys, s->crypto, &parts, &fault);
    if (key)
        fault = crypto_mac_sign(key, text_of(w, SIGV4_STRING_TO_SIGN), mac);
    if (fault == SIGN_NO_FAULT)
        crypto_hex(mac, w->signature);
    return fault;
}

static void build_authorization(sigv4_work *w)
{
    buffer *b = &w->text[SIGV4_AUTHORIZATION];
    buffer_append_text(b, algorithm);
    buffer_append_text(b, " Credential=");
    buffer_append_slice(b, text_of(w, SIGV4_CREDENTIAL));
    buffer_append_text(b, ", SignedHeaders=");
    buffer_append_slice(b, text_of(w, SIGV4_SIGNED_HEADERS));
    buffer_append_text(b, ", Signature=");
    buffer_append(b, w->signature, sizeof w->signature);
}

static void build_url(sigv4_work *w, const sigv4_request *r)
{
    buffer *b = &w->text[SIGV4_URL];
    if (r->presign) {
        append_parameter(w, "X-Amz-Signature", (slice){w->signature, sizeof w->signature});
        if (!r->sign_token)
            append_token_parameter(w, r);
    }
    buffer_append_slice(b, r->url.scheme);
    buffer_append_text(b, "://");
    buffer_append_slice(b, r->url.host);
    if (r->url.port.length > 0) {
        buffer_append_char(b, ':');
        buffer_append_slice(b, r->url.port);
    }
    buffer_append_slice(b, text_of(w, SIGV4_PATH));
    if (w->text[SIGV4_QUERY].length > 0) {
        buffer_append_char(b, '?');
        buffer_append_slice(b, text_of(w, SIGV4_QUERY));
    }
}

bool sigv4_url(sigv4_work *work, const sigv4_request *request, slice *url)
{
    static const int texts[] = {SIGV4_PATH, SIGV4_QUERY, SIGV4_URL};
    bool is_whole = true;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        buffer_clear(&work->text[texts[i]]);
    build_target(work, request);
    build_url(work, request);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        is_whole = is_whole && !work->text[texts[i]].failed;
    *url = text_of(work, SIGV4_URL);
    return is_whole;
}

static bool has_all_memory(const sigv4_work *w)
{
    for (size_t i = 0; i < SIGV4_TEXT_COUNT; i++) {
        if (w->text[i].failed)
            return false;
    }
    return true;
}

static void fill_result(const sigv4_work *w, sigv4_result *result)
{
    *result = (sigv4_result){
        .canonical_request = text_of(w, SIGV4_CANONICAL_REQUEST),
        .string_to_sign = text_of(w, SIGV4_STRING_TO_SIGN),
        .signature = {w->signature, sizeof w->signature},
        .signed_headers = text_of(w, SIGV4_SIGNED_HEADERS),
        .authorization = text_of(w, SIGV4_AUTHORIZATION),
        .date = date_of(w),
        .session_token = text_of(w, SIGV4_SESSION_TOKEN),
        .payload_hash = text_of(w, SIGV4_PAYLOAD_HASH),
        .host = text_of(w, SIGV4_HOST),
        .url = text_of(w, SIGV4_URL),
    };
}

/* Everything up to the canonical request, which needs no key. */
static sign_fault build_request(sigv4_signer *s, sigv4_work *w, const sigv4_request *r)
{
    for (size_t i = 0; i < SIGV4_TEXT_COUNT; i++)
        buffer_clear(&w->text[i]);
    if (!timestamp_format_amz(r->time, w->date))
        return SIGN_TIME_OUT_OF_RANGE;
    sign_fault fault = build_payload_hash(s, w, r);
    if (fault != SIGN_NO_FAULT)
        return fault;
    uri_append_host(&w->text[SIGV4_HOST], &r->url);
    buffer_append_slice(&w->text[SIGV4_SESSION_TOKEN], r->credentials.session_token);
    build_credential(w, r);
    collect_headers(w, r);
    build_target(w, r);
    build_canonical_request(w, r);
    return has_all_memory(w) ? SIGN_NO_FAULT : SIGN_NO_MEMORY;
}

sign_fault sigv4_sign(sigv4_signer *s, sigv4_work *work, const sigv4_request *request,
                      sigv4_result *result)
{
    sign_fault fault = build_request(s, work, request);
    if (fault == SIGN_NO_FAULT)
        fault = build_string_to_sign(s, work, request);
    if (fault == SIGN_NO_FAULT)
        fault = compute_signature(s, work, request);
    if (fault != SIGN_NO_FAULT)
        return fault;
    if (!request->presign)
        build_authorization(work);
    build_url(work, request);
    if (!has_all_memory(work))
        return SIGN_NO_MEMORY;
    fill_result(work, result);
    return SIGN_NO_FAULT;
}

static void list_header(buffer *list, slice name, slice value)
{
    sigv4_header header = {name, value};
    buffer_append(list, (const char *)&header, sizeof header);
}

static bool has_host_header(const sigv4_request *r)
{
    for (size_t i = 0; i < r->header_count; i++) {
        if (slice_equal_lower(r->headers[i].name, SLICE("host")))
            return true;
    }
    return false;
}

void sigv4_list_headers(const sigv4_request *request, const sigv4_result *result, buffer *list)
{
    if (!has_host_header(request))
        list_header(list, SLICE("Host"), result->host);
    for (size_t i = 0; i < request->header_count; i++) {
        sigv4_header header = request->headers[i];
        if (!replaces_header(request, header.name))
            list_header(list, header.name, header.value);
    }
    list_header(list, SLICE("X-Amz-Date"), result->date);
    if (result->session_token.length > 0)
        list_header(list, SLICE("X-Amz-Security-Token"), result->session_token);
    if (request->sign_payload_header)
        list_header(list, SLICE("X-Amz-Content-Sha256"), result->payload_hash);
    list_header(list, SLICE("Authorization"), result->authorization);
}
