#include "sigv4_request.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Every field of a request. */
#define FIELDS(X)                                                                                  \
    X(FIELD_METHOD, "method")                                                                      \
    X(FIELD_URL, "url")                                                                            \
    X(FIELD_HEADERS, "headers")                                                                    \
    X(FIELD_BODY, "body")                                                                          \
    X(FIELD_SERVICE, "service")                                                                    \
    X(FIELD_REGION, "region")                                                                      \
    X(FIELD_CREDENTIALS, "credentials")                                                            \
    X(FIELD_TIME, "time")                                                                          \
    X(FIELD_EXPIRES, "expires")                                                                    \
    X(FIELD_PAYLOAD_HASH, "payload_hash")                                                          \
    X(FIELD_NORMALIZE_PATH, "normalize_path")                                                      \
    X(FIELD_DOUBLE_ENCODE, "double_encode")                                                        \
    X(FIELD_SIGN_PAYLOAD_HEADER, "sign_payload_header")                                            \
    X(FIELD_SIGN_TOKEN, "sign_token")

typedef enum field {
#define FIELD_CODE(code, name) code,
    FIELDS(FIELD_CODE)
#undef FIELD_CODE
        FIELD_COUNT
} field;

static const slice field_names[FIELD_COUNT] = {
#define FIELD_NAME(code, name) {name, sizeof(name) - 1},
    FIELDS(FIELD_NAME)
#undef FIELD_NAME
};

/* A request table being read. */
typedef struct reader {
    lua_State *L;
    buffer *problems; /* array of sigv4_problem */
    buffer *headers;  /* array of sigv4_header */
    int problem_count;
    bool seen[FIELD_COUNT];
} reader;

static void add_problem(reader *in, const char *path, const char *message)
{
    sigv4_problem problem;
    snprintf(problem.path, sizeof problem.path, "%s", path);
    snprintf(problem.message, sizeof problem.message, "%s", message);
    buffer_append(in->problems, (const char *)&problem, sizeof problem);
    in->problem_count++;
}

static bool has_control(slice text)
{
    for (size_t i = 0; i < text.length; i++) {
        if (ascii_is(text.data[i], ASCII_CONTROL))
            return true;
    }
    return false;
}

/* ---- values on top of the stack ---- */

static slice read_text(reader *in, const char *path)
{
    slice text = {"", 0};
    if (lua_type(in->L, -1) == LUA_TSTRING)
        text.data = lua_tolstring(in->L, -1, &text.length);
    else
        add_problem(in, path, "is not a string");
    return text;
}

/* A text that ends up in a header. */
static slice read_token(reader *in, const char *path)
{
    slice text = read_text(in, path);
    if (has_control(text))
        add_problem(in, path, "has a control character");
    return text;
}

/* Region and service: parts of the credential's scope, which these characters take apart. */
static bool has_separator(slice text)
{
    for (size_t i = 0; i < text.length; i++) {
        if (text.data[i] == '/' || text.data[i] == ',' || text.data[i] == ' ')
            return true;
    }
    return false;
}

static slice read_scope_part(reader *in, const char *path)
{
    slice text = read_token(in, path);
    if (has_separator(text))
        add_problem(in, path, "has a character that it cannot have");
    return text;
}

static bool read_flag(reader *in, const char *path)
{
    if (lua_type(in->L, -1) != LUA_TBOOLEAN)
        add_problem(in, path, "is not a boolean");
    return lua_toboolean(in->L, -1) != 0;
}

static int64_t read_seconds(reader *in, const char *path, double least, double most)
{
    char fault[64];
    if (lua_type(in->L, -1) != LUA_TNUMBER) {
        add_problem(in, path, "is not a number");
        return 0;
    }
    double value = floor(lua_tonumber(in->L, -1));
    if (value >= least && value <= most)
        return (int64_t)value;
    snprintf(fault, sizeof fault, "is not between %.0f and %.0f seconds", least, most);
    add_problem(in, path, fault);
    return 0;
}

/* Up to the last second of year 9999. */
static int64_t read_time(reader *in)
{
    return read_seconds(in, "time", 0, 253402300799.0);
}

static void read_url(reader *in, uri *url)
{
    slice text = read_text(in, "url");
    const char *fault = uri_parse(text, url);
    if (fault && lua_type(in->L, -1) == LUA_TSTRING)
        add_problem(in, "url", fault);
}

static bool holds(slice text, slice part)
{
    return text.length > 0 && memmem(text.data, text.length, part.data, part.length) != NULL;
}

/* ---- credentials ---- */

/* One member, by name and value on top of the stack. Members of other kinds (an expiration) are left alone. */
static void read_key(reader *in, sigv4_credentials *credentials)
{
    slice name;
    if (lua_type(in->L, -2) != LUA_TSTRING)
        return;
    name.data = lua_tolstring(in->L, -2, &name.length);
    if (slice_equal(name, SLICE("access_key_id")))
        credentials->access_key_id = read_token(in, "credentials.access_key_id");
    else if (slice_equal(name, SLICE("secret_access_key")))
        credentials->secret_access_key = read_token(in, "credentials.secret_access_key");
    else if (slice_equal(name, SLICE("session_token")))
        credentials->session_token = read_token(in, "credentials.session_token");
}

static void read_credentials(reader *in, sigv4_credentials *credentials)
{
    if (lua_type(in->L, -1) != LUA_TTABLE) {
        add_problem(in, "credentials", "is not a table");
        return;
    }
    int problem_count = in->problem_count;
    for (lua_pushnil(in->L); lua_next(in->L, -2); lua_pop(in->L, 1))
        read_key(in, credentials);
    if (in->problem_count > problem_count)
        return;
    if (credentials->access_key_id.length == 0)
        add_problem(in, "credentials.access_key_id", "is missing or empty");
    if (credentials->secret_access_key.length == 0)
        add_problem(in, "credentials.secret_access_key", "is missing or empty");
}

/* ---- headers ---- */

static bool is_token(slice name)
{
    for (size_t i = 0; i < name.length; i++) {
        if (!ascii_is(name.data[i], ASCII_TOKEN))
            return false;
    }
    return name.length > 0;
}

static slice read_method(reader *in)
{
    slice method = read_text(in, "method");
    if (method.length > 0 && !is_token(method))
        add_problem(in, "method", "has a character that methods cannot have");
    return method;
}

/* Hexadecimal, or one of AWS's words: UNSIGNED-PAYLOAD, STREAMING-… */
static slice read_payload_hash(reader *in)
{
    slice text = read_text(in, "payload_hash");
    bool is_word = text.length > 8 && (memcmp(text.data, "UNSIGNED-", 9) == 0 ||
                                       memcmp(text.data, "STREAMING-", 9) == 0);
    bool is_hex = text.length == CRYPTO_HASH_HEX;
    for (size_t i = 0; i < text.length && is_hex; i++)
        is_hex = ascii_hex_value(text.data[i]) >= 0;
    if (!is_hex && !(is_word && is_token(text)))
        add_problem(in, "payload_hash", "is neither 64 hexadecimal digits nor UNSIGNED-PAYLOAD");
    return text;
}

/* Of CR, LF and NUL only an LF before a blank is allowed: a line fold. */
static bool is_header_value(slice value)
{
    const char *end = value.data + value.length;
    if (memchr(value.data, '\0', value.length) || memchr(value.data, '\r', value.length))
        return false;
    for (const char *at = value.data; (at = memchr(at, '\n', (size_t)(end - at))); at++) {
        if (at + 1 == end || (at[1] != ' ' && at[1] != '\t'))
            return false;
    }
    return true;
}

/* Adds the header whose name and value are the two topmost values. */
static void add_header(reader *in)
{
    sigv4_header header;
    if (lua_type(in->L, -2) != LUA_TSTRING || lua_type(in->L, -1) != LUA_TSTRING) {
        add_problem(in, "headers", "has a name or value that is not a string");
        return;
    }
    header.name.data = lua_tolstring(in->L, -2, &header.name.length);
    header.value.data = lua_tolstring(in->L, -1, &header.value.length);
    if (!is_token(header.name))
        add_problem(in, "headers", "has a name with a character that header names cannot have");
    else if (!is_header_value(header.value))
        add_problem(in, "headers", "has a value with CR, LF or NUL");
    else
        buffer_append(in->headers, (const char *)&header, sizeof header);
}

static void read_header_list(reader *in, int count)
{
    lua_State *L = in->L;
    int problem_count = in->problem_count;
    for (int i = 1; i <= count && in->problem_count == problem_count; i++) {
        if (compat_rawgeti(L, -1, i) == LUA_TTABLE) {
            lua_rawgeti(L, -1, 1);
            lua_rawgeti(L, -2, 2);
            add_header(in);
            lua_pop(L, 2);
        } else {
            add_problem(in, "headers", "is a list of something else than {name, value}");
        }
        lua_pop(L, 1);
    }
    if (compat_count_keys(L) != (size_t)count)
        add_problem(in, "headers", "mixes a list and a map");
}

static void read_header_map(reader *in)
{
    int problem_count = in->problem_count;
    for (lua_pushnil(in->L); lua_next(in->L, -2); lua_pop(in->L, 1)) {
        if (in->problem_count == problem_count)
            add_header(in);
    }
}

static void read_headers(reader *in)
{
    if (lua_type(in->L, -1) != LUA_TTABLE) {
        add_problem(in, "headers", "is not a table");
        return;
    }
    int count = (int)lua_rawlen(in->L, -1);
    if (count > 0)
        read_header_list(in, count);
    else
        read_header_map(in);
}

/* ---- the whole ---- */

/* The field with the name below the topmost value; FIELD_COUNT for an unknown name. */
static field find_field(lua_State *L)
{
    slice name;
    if (lua_type(L, -2) != LUA_TSTRING)
        return FIELD_COUNT;
    name.data = lua_tolstring(L, -2, &name.length);
    field f = 0;
    while (f < FIELD_COUNT && !slice_equal(name, field_names[f]))
        f++;
    return f;
}

static void add_unknown(reader *in)
{
    char path[SIGV4_PROBLEM_PATH];
    bool named = lua_type(in->L, -2) == LUA_TSTRING;
    snprintf(path, sizeof path, "%s",
             named ? lua_tostring(in->L, -2) : lua_typename(in->L, lua_type(in->L, -2)));
    add_problem(in, path, "is unknown");
}

static void read_field(reader *in, field f, sigv4_request *r)
{
    const char *path = field_names[f].data;
    switch (f) {
    case FIELD_METHOD: r->method = read_method(in); break;
    case FIELD_URL: read_url(in, &r->url); break;
    case FIELD_HEADERS: read_headers(in); break;
    case FIELD_BODY: r->body = read_text(in, path); break;
    case FIELD_SERVICE: r->service = read_scope_part(in, path); break;
    case FIELD_REGION: r->region = read_scope_part(in, path); break;
    case FIELD_CREDENTIALS: read_credentials(in, &r->credentials); break;
    case FIELD_TIME: r->time = read_time(in); break;
    case FIELD_EXPIRES: r->expires = read_seconds(in, path, 1, 604800); break;
    case FIELD_PAYLOAD_HASH: r->payload_hash = read_payload_hash(in); break;
    case FIELD_NORMALIZE_PATH: r->normalize_path = read_flag(in, path); break;
    case FIELD_DOUBLE_ENCODE: r->double_encode = read_flag(in, path); break;
    case FIELD_SIGN_PAYLOAD_HEADER: r->sign_payload_header = read_flag(in, path); break;
    case FIELD_SIGN_TOKEN: r->sign_token = read_flag(in, path); break;
    case FIELD_COUNT: break;
    }
}

static void require(reader *in, field f, slice text)
{
    if (!in->seen[f])
        add_problem(in, field_names[f].data, "is required");
    else if (text.length == 0 && in->problem_count == 0)
        add_problem(in, field_names[f].data, "is empty");
}

static void check_required(reader *in, const sigv4_request *r)
{
    require(in, FIELD_METHOD, r->method);
    require(in, FIELD_URL, SLICE("any"));
    require(in, FIELD_SERVICE, r->service);
    require(in, FIELD_REGION, r->region);
    require(in, FIELD_CREDENTIALS, SLICE("any"));
    if (r->presign)
        require(in, FIELD_EXPIRES, SLICE("any"));
    if (r->presign && holds(r->url.query, SLICE("X-Amz-Signature=")))
        add_problem(in, "url", "is presigned already");
}

/*
 * How s3 differs: its keys are paths that are signed as they stand, and what a presigned URL uploads is not known
 * when it is signed (https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html).
 */
static bool is_s3(slice service)
{
    return slice_equal(service, SLICE("s3")) || slice_equal(service, SLICE("s3express")) ||
           slice_equal(service, SLICE("s3-object-lambda")) ||
           slice_equal(service, SLICE("s3-outposts"));
}

static void set_defaults(reader *in, sigv4_request *r, int now)
{
    bool s3 = is_s3(r->service);
    if (!in->seen[FIELD_NORMALIZE_PATH])
        r->normalize_path = !s3;
    if (!in->seen[FIELD_DOUBLE_ENCODE])
        r->double_encode = !s3;
    if (!in->seen[FIELD_SIGN_TOKEN])
        r->sign_token = true;
    if (r->presign && s3 && r->payload_hash.length == 0)
        r->payload_hash = SLICE("UNSIGNED-PAYLOAD");
    if (!in->seen[FIELD_TIME]) {
        lua_pushvalue(in->L, now);
        r->time = read_time(in);
        lua_pop(in->L, 1);
    }
}

bool sigv4_request_read(lua_State *L, int table, int now, buffer *problems, buffer *headers,
                        sigv4_request *r)
{
    reader in = {.L = L, .problems = problems, .headers = headers};
    luaL_checkstack(L, 12, "request");
    buffer_clear(problems);
    buffer_clear(headers);
    for (lua_pushnil(L); lua_next(L, table); lua_pop(L, 1)) {
        field f = find_field(L);
        if (f == FIELD_COUNT) {
            add_unknown(&in);
        } else {
            in.seen[f] = true;
            read_field(&in, f, r);
        }
    }
    check_required(&in, r);
    if (in.problem_count == 0)
        set_defaults(&in, r, now);
    r->headers = (const sigv4_header *)(const void *)headers->data;
    r->header_count = headers->length / sizeof(sigv4_header);
    return in.problem_count == 0;
}

bool sigv4_request_read_credentials(lua_State *L, int table, buffer *problems,
                                    sigv4_credentials *credentials)
{
    reader in = {.L = L, .problems = problems};
    luaL_checkstack(L, 4, "credentials");
    buffer_clear(problems);
    lua_pushvalue(L, table);
    read_credentials(&in, credentials);
    lua_pop(L, 1);
    return in.problem_count == 0;
}
