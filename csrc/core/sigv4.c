#include "sigv4.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "canonical.h"
#include "crypto.h"
#include "sigv4_key.h"
#include "timestamp.h"

static const char algorithm[] = "AWS4-HMAC-SHA256";

/* The texts that signing builds, each used again for the next signature. */
enum {
    HEADERS, /* canonical_pair array of the headers that are signed */
    HOST,
    PATH,  /* to send */
    QUERY, /* to send */
    QUERY_PAIRS,
    QUERY_TEXT,
    NORMALIZED_PATH,
    SCOPE,
    CREDENTIAL,
    SIGNED_HEADERS,
    CANONICAL_REQUEST,
    STRING_TO_SIGN,
    AUTHORIZATION,
    URL,
    TEXT_COUNT
};

struct sigv4_signer {
    crypto *crypto;
    sigv4_keys keys;
    buffer text[TEXT_COUNT];
    char date[17]; /* YYYYMMDDTHHMMSSZ */
    char payload_hash[CRYPTO_HASH_HEX];
    char signature[CRYPTO_HASH_HEX];
};

sigv4_signer *sigv4_signer_new(void)
{
    sigv4_signer *s = calloc(1, sizeof *s);
    if (!s)
        return NULL;
    s->crypto = crypto_new();
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
    for (size_t i = 0; i < TEXT_COUNT; i++)
        crypto_wipe_buffer(&s->text[i]); /* they hold session tokens and signatures */
    sigv4_keys_clear(&s->keys);
    crypto_free(s->crypto);
    free(s);
}

static slice text_of(const sigv4_signer *s, int which)
{
    return buffer_slice(&s->text[which]);
}

static slice date_of(const sigv4_signer *s)
{
    return (slice){s->date, 16};
}

static bool has_token(const sigv4_request *r)
{
    return r->credentials.session_token.length > 0;
}

bool sigv4_replaces_header(const sigv4_request *request, slice name)
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
static bool find_payload_hash(sigv4_signer *s, const sigv4_request *r, slice *hash)
{
    unsigned char bytes[CRYPTO_HASH_BYTES];
    if (r->payload_hash.length > 0) {
        *hash = r->payload_hash;
        return true;
    }
    if (!crypto_hash(s->crypto, r->body, bytes))
        return false;
    crypto_hex(bytes, s->payload_hash);
    *hash = (slice){s->payload_hash, CRYPTO_HASH_HEX};
    return true;
}

/* The headers that are signed: those given that may be, and those that signing adds. */
static void collect_headers(sigv4_signer *s, const sigv4_request *r, slice payload_hash)
{
    buffer *pairs = &s->text[HEADERS];
    bool has_host = false;
    for (size_t i = 0; i < r->header_count; i++) {
        slice name = r->headers[i].name;
        if (canonical_header_is_unsigned(name) || sigv4_replaces_header(r, name))
            continue;
        has_host = has_host || slice_equal_lower(name, SLICE("host"));
        canonical_add(pairs, name, r->headers[i].value);
    }
    if (!has_host)
        canonical_add(pairs, SLICE("host"), text_of(s, HOST));
    if (!r->presign) {
        canonical_add(pairs, SLICE("x-amz-date"), date_of(s));
        if (has_token(r) && r->sign_token)
            canonical_add(pairs, SLICE("x-amz-security-token"), r->credentials.session_token);
        if (r->sign_payload_header)
            canonical_add(pairs, SLICE("x-amz-content-sha256"), payload_hash);
    }
    canonical_sort_headers(pairs);
    canonical_append_header_names(&s->text[SIGNED_HEADERS], pairs);
}

/* "day/region/service/aws4_request", alone and behind the access key */
static void build_scope(sigv4_signer *s, const sigv4_request *r)
{
    buffer *scope = &s->text[SCOPE], *credential = &s->text[CREDENTIAL];
    buffer_append(scope, s->date, 8);
    buffer_append_char(scope, '/');
    buffer_append_slice(scope, r->region);
    buffer_append_char(scope, '/');
    buffer_append_slice(scope, r->service);
    buffer_append_text(scope, "/aws4_request");
    buffer_append_slice(credential, r->credentials.access_key_id);
    buffer_append_char(credential, '/');
    buffer_append_slice(credential, buffer_slice(scope));
}

static void append_parameter(sigv4_signer *s, const char *name, slice value)
{
    buffer *query = &s->text[QUERY];
    if (query->length > 0)
        buffer_append_char(query, '&');
    buffer_append_text(query, name);
    buffer_append_char(query, '=');
    uri_append_encoded(query, value, false);
}

static void append_token_parameter(sigv4_signer *s, const sigv4_request *r)
{
    if (has_token(r))
        append_parameter(s, "X-Amz-Security-Token", r->credentials.session_token);
}

/* The query parameters that carry a presigned request's authentication, all but the signature. */
static void append_presign_parameters(sigv4_signer *s, const sigv4_request *r)
{
    char expires[24];
    int length = snprintf(expires, sizeof expires, "%" PRId64, r->expires);
    append_parameter(s, "X-Amz-Algorithm", slice_of(algorithm));
    append_parameter(s, "X-Amz-Credential", text_of(s, CREDENTIAL));
    append_parameter(s, "X-Amz-Date", date_of(s));
    append_parameter(s, "X-Amz-Expires", (slice){expires, (size_t)length});
    append_parameter(s, "X-Amz-SignedHeaders", text_of(s, SIGNED_HEADERS));
    if (r->sign_token)
        append_token_parameter(s, r);
}

/* Path and query as they are sent. */
static void build_target(sigv4_signer *s, const sigv4_request *r)
{
    if (r->url.path.length == 0)
        buffer_append_char(&s->text[PATH], '/');
    uri_append_path(&s->text[PATH], r->url.path);
    uri_append_query(&s->text[QUERY], r->url.query);
    if (r->presign)
        append_presign_parameters(s, r);
}

static void append_canonical_path(sigv4_signer *s, const sigv4_request *r)
{
    slice path = text_of(s, PATH);
    if (r->normalize_path) {
        uri_append_normalized_path(&s->text[NORMALIZED_PATH], path);
        path = text_of(s, NORMALIZED_PATH);
    }
    if (r->double_encode)
        uri_append_encoded(&s->text[CANONICAL_REQUEST], path, true);
    else
        buffer_append_slice(&s->text[CANONICAL_REQUEST], path);
}

static void build_canonical_request(sigv4_signer *s, const sigv4_request *r, slice payload_hash)
{
    buffer *b = &s->text[CANONICAL_REQUEST];
    buffer_append_slice(b, r->method);
    buffer_append_char(b, '\n');
    append_canonical_path(s, r);
    buffer_append_char(b, '\n');
    if (s->text[QUERY].length > 0)
        canonical_append_query(b, text_of(s, QUERY), &s->text[QUERY_PAIRS], &s->text[QUERY_TEXT]);
    buffer_append_char(b, '\n');
    canonical_append_headers(b, &s->text[HEADERS]);
    buffer_append_char(b, '\n');
    buffer_append_slice(b, text_of(s, SIGNED_HEADERS));
    buffer_append_char(b, '\n');
    buffer_append_slice(b, payload_hash);
}

static bool build_string_to_sign(sigv4_signer *s)
{
    unsigned char hash[CRYPTO_HASH_BYTES];
    char hex[CRYPTO_HASH_HEX];
    buffer *b = &s->text[STRING_TO_SIGN];
    if (!crypto_hash(s->crypto, text_of(s, CANONICAL_REQUEST), hash))
        return false;
    crypto_hex(hash, hex);
    buffer_append_text(b, algorithm);
    buffer_append_char(b, '\n');
    buffer_append_slice(b, date_of(s));
    buffer_append_char(b, '\n');
    buffer_append_slice(b, text_of(s, SCOPE));
    buffer_append_char(b, '\n');
    buffer_append(b, hex, sizeof hex);
    return true;
}

static bool compute_signature(sigv4_signer *s, const sigv4_request *r)
{
    unsigned char mac[CRYPTO_HASH_BYTES];
    slice day = {s->date, 8};
    crypto_mac *key = sigv4_keys_get(&s->keys, s->crypto, r->credentials.secret_access_key, day,
                                     r->region, r->service);
    if (!key || !crypto_mac_sign(key, text_of(s, STRING_TO_SIGN), mac))
        return false;
    crypto_hex(mac, s->signature);
    return true;
}

static void build_authorization(sigv4_signer *s)
{
    buffer *b = &s->text[AUTHORIZATION];
    buffer_append_text(b, algorithm);
    buffer_append_text(b, " Credential=");
    buffer_append_slice(b, text_of(s, CREDENTIAL));
    buffer_append_text(b, ", SignedHeaders=");
    buffer_append_slice(b, text_of(s, SIGNED_HEADERS));
    buffer_append_text(b, ", Signature=");
    buffer_append(b, s->signature, sizeof s->signature);
}

static void build_url(sigv4_signer *s, const sigv4_request *r)
{
    buffer *b = &s->text[URL];
    if (r->presign) {
        append_parameter(s, "X-Amz-Signature", (slice){s->signature, sizeof s->signature});
        if (!r->sign_token)
            append_token_parameter(s, r);
    }
    buffer_append_slice(b, r->url.scheme);
    buffer_append_text(b, "://");
    buffer_append_slice(b, r->url.host);
    if (r->url.port.length > 0) {
        buffer_append_char(b, ':');
        buffer_append_slice(b, r->url.port);
    }
    buffer_append_slice(b, text_of(s, PATH));
    if (s->text[QUERY].length > 0) {
        buffer_append_char(b, '?');
        buffer_append_slice(b, text_of(s, QUERY));
    }
}

static bool has_all_memory(const sigv4_signer *s)
{
    for (size_t i = 0; i < TEXT_COUNT; i++) {
        if (s->text[i].failed)
            return false;
    }
    return true;
}

static void fill_result(const sigv4_signer *s, slice payload_hash, sigv4_result *result)
{
    *result = (sigv4_result){
        .canonical_request = text_of(s, CANONICAL_REQUEST),
        .string_to_sign = text_of(s, STRING_TO_SIGN),
        .signature = {s->signature, sizeof s->signature},
        .signed_headers = text_of(s, SIGNED_HEADERS),
        .authorization = text_of(s, AUTHORIZATION),
        .date = date_of(s),
        .payload_hash = payload_hash,
        .host = text_of(s, HOST),
        .url = text_of(s, URL),
    };
}

const char *sigv4_sign(sigv4_signer *s, const sigv4_request *request, sigv4_result *result)
{
    slice payload_hash;
    for (size_t i = 0; i < TEXT_COUNT; i++)
        buffer_clear(&s->text[i]);
    if (!timestamp_format_amz(request->time, s->date))
        return "the time is out of range";
    if (!find_payload_hash(s, request, &payload_hash))
        return "OpenSSL could not hash the body";
    uri_append_host(&s->text[HOST], &request->url);
    build_scope(s, request);
    collect_headers(s, request, payload_hash);
    build_target(s, request);
    build_canonical_request(s, request, payload_hash);
    if (!has_all_memory(s) || !build_string_to_sign(s) || !compute_signature(s, request))
        return "memory ran out while signing";
    if (!request->presign)
        build_authorization(s);
    build_url(s, request);
    if (!has_all_memory(s))
        return "memory ran out while signing";
    fill_result(s, payload_hash, result);
    return NULL;
}
