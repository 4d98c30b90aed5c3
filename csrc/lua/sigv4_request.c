#include "sigv4_request.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* A request table being read. Every string read stays on the stack, so that the views of it live. */
typedef struct reader {
    lua_State *L;
    int table;
    int problems; /* stack place of the list of what is wrong with it */
    int problem_count;
    int field_count; /* how many of the known fields are there */
} reader;

/* The path of a field, as problems name it. */
static const char *const field_names[] = {NULL,
#define FIELD_NAME(code, name) name,
                                          SIGV4_FIELDS(FIELD_NAME)
#undef FIELD_NAME
};

static void add_problem(reader *in, const char *field, const char *fault)
{
    if (in->problem_count == 0) {
        lua_createtable(in->L, 1, 0);
        lua_replace(in->L, in->problems);
    }
    lua_createtable(in->L, 0, 2);
    lua_pushstring(in->L, field);
    lua_setfield(in->L, -2, "path");
    lua_pushstring(in->L, fault);
    lua_setfield(in->L, -2, "message");
    lua_rawseti(in->L, in->problems, ++in->problem_count);
}

/* Pushes a field of the table at `index` and returns its type. */
static int push_field(reader *in, int index, sigv4_field field)
{
    lua_pushvalue(in->L, lua_upvalueindex((int)field));
    lua_gettable(in->L, index);
    return lua_type(in->L, -1);
}

static int get_field(reader *in, sigv4_field field)
{
    int type = push_field(in, in->table, field);
    in->field_count += type != LUA_TNIL;
    return type;
}

static bool has_control(slice text)
{
    for (size_t i = 0; i < text.length; i++) {
        unsigned char c = (unsigned char)text.data[i];
        if (c < 0x20 || c == 0x7f)
            return true;
    }
    return false;
}

/* The text on top of the stack, whose type is given; `field` names it in problems. */
static slice check_text(reader *in, int type, const char *field, bool required)
{
    slice text = {"", 0};
    if (type == LUA_TSTRING)
        text.data = lua_tolstring(in->L, -1, &text.length);
    else if (type != LUA_TNIL)
        add_problem(in, field, "is not a string");
    else if (required)
        add_problem(in, field, "is required");
    return text;
}

/* As check_text, for what ends up in a header: neither empty nor with control characters. */
static slice check_token(reader *in, int type, const char *field, bool required)
{
    slice text = check_text(in, type, field, required);
    if (type == LUA_TSTRING && required && text.length == 0)
        add_problem(in, field, "is empty");
    if (has_control(text))
        add_problem(in, field, "has a control character");
    return text;
}

static slice read_text(reader *in, sigv4_field field, bool required)
{
    return check_text(in, get_field(in, field), field_names[field], required);
}

static slice read_token(reader *in, sigv4_field field, bool required)
{
    return check_token(in, get_field(in, field), field_names[field], required);
}

static bool read_flag(reader *in, sigv4_field field, bool standard)
{
    int type = get_field(in, field);
    if (type != LUA_TNIL && type != LUA_TBOOLEAN)
        add_problem(in, field_names[field], "is not a boolean");
    return type == LUA_TBOOLEAN ? lua_toboolean(in->L, -1) != 0 : standard;
}

/* Whole seconds within a range, of the field on top of the stack. */
static int64_t check_seconds(reader *in, int type, const char *name, double least, double most)
{
    if (type != LUA_TNUMBER) {
        add_problem(in, name, type == LUA_TNIL ? "is required" : "is not a number");
        return 0;
    }
    double value = floor(lua_tonumber(in->L, -1));
    if (value >= least && value <= most)
        return (int64_t)value;
    char fault[64];
    snprintf(fault, sizeof fault, "is not between %.0f and %.0f seconds", least, most);
    add_problem(in, name, fault);
    return 0;
}

/* The field, else the number at stack place `now`. */
static int64_t read_time(reader *in, int now)
{
    static const double last_second = 253402300799.0; /* of year 9999 */
    int type = get_field(in, FIELD_TIME);
    if (type == LUA_TNIL) {
        lua_pushvalue(in->L, now);
        type = lua_type(in->L, now);
    }
    return check_seconds(in, type, "time", 0, last_second);
}

/* Characters of header names (RFC 9110 5.6.2). */
static bool is_token(slice name)
{
    static const char others[] = "!#$%&'*+-.^_`|~";
    for (size_t i = 0; i < name.length; i++) {
        char c = ascii_lower(name.data[i]);
        bool usual = (c >= 'a' && c <= 'z') || c == '-' || (c >= '0' && c <= '9');
        if (!usual && (c == '\0' || !strchr(others, c)))
            return false;
    }
    return name.length > 0;
}

/* Only LF with a blank behind it is let pass of CR, LF and NUL: a line fold. */
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

/* Adds the header whose name and value are at these stack places; the table keeps both strings alive. */
static void add_header(reader *in, buffer *list, int name_index, int value_index)
{
    sigv4_header header;
    if (lua_type(in->L, name_index) != LUA_TSTRING || lua_type(in->L, value_index) != LUA_TSTRING) {
        add_problem(in, "headers", "has a name or value that is not a string");
        return;
    }
    header.name.data = lua_tolstring(in->L, name_index, &header.name.length);
    header.value.data = lua_tolstring(in->L, value_index, &header.value.length);
    if (!is_token(header.name))
        add_problem(in, "headers", "has a name with a character that header names cannot have");
    else if (!is_header_value(header.value))
        add_problem(in, "headers", "has a value with CR, LF or NUL");
    else
        buffer_append(list, (const char *)&header, sizeof header);
}

static void read_header_list(reader *in, buffer *list, int headers)
{
    int count = (int)lua_rawlen(in->L, headers);
    int problems = in->problem_count;
    for (int i = 1; i <= count && in->problem_count == problems; i++) {
        if (compat_rawgeti(in->L, headers, i) != LUA_TTABLE) {
            add_problem(in, "headers", "is a list of something else than {name, value}");
            return;
        }
        lua_rawgeti(in->L, -1, 1);
        lua_rawgeti(in->L, -2, 2);
        add_header(in, list, lua_gettop(in->L) - 1, lua_gettop(in->L));
        lua_pop(in->L, 3);
    }
}

static void read_header_map(reader *in, buffer *list, int headers)
{
    int problems = in->problem_count;
    lua_pushnil(in->L);
    while (lua_next(in->L, headers)) {
        add_header(in, list, lua_gettop(in->L) - 1, lua_gettop(in->L));
        if (in->problem_count > problems)
            return;
        lua_pop(in->L, 1);
    }
}

/* Fills list; leaves the headers table (or nil) on the stack and returns its index. */
static int read_headers(reader *in, buffer *list)
{
    buffer_clear(list);
    int type = get_field(in, FIELD_HEADERS);
    int headers = lua_gettop(in->L);
    if (type == LUA_TTABLE && lua_rawlen(in->L, headers) > 0)
        read_header_list(in, list, headers);
    else if (type == LUA_TTABLE)
        read_header_map(in, list, headers);
    else if (type != LUA_TNIL)
        add_problem(in, "headers", "is not a table");
    if (list->failed)
        add_problem(in, "headers", "are more than memory holds");
    return headers;
}

/* A member of the credentials table at `index`. */
static slice read_key(reader *in, int index, sigv4_field field, bool required)
{
    return check_token(in, push_field(in, index, field), field_names[field], required);
}

static void read_credentials(reader *in, sigv4_credentials *credentials)
{
    int type = get_field(in, FIELD_CREDENTIALS);
    int index = lua_gettop(in->L);
    if (type != LUA_TTABLE) {
        add_problem(in, "credentials", type == LUA_TNIL ? "is required" : "is not a table");
        return;
    }
    credentials->access_key_id = read_key(in, index, FIELD_ACCESS_KEY_ID, true);
    credentials->secret_access_key = read_key(in, index, FIELD_SECRET_ACCESS_KEY, true);
    credentials->session_token = read_key(in, index, FIELD_SESSION_TOKEN, false);
}

static void read_url(reader *in, uri *url)
{
    int problems = in->problem_count;
    slice text = read_text(in, FIELD_URL, true);
    const char *fault = in->problem_count > problems ? NULL : uri_parse(text, url);
    if (fault)
        add_problem(in, "url", fault);
}

static bool is_known(const char *name)
{
    for (size_t i = 1; i < sizeof field_names / sizeof *field_names; i++) {
        if (strcmp(name, field_names[i]) == 0)
            return true;
    }
    return false;
}

/* A field that nobody reads is a mistake: it is named. */
static void check_unknown(reader *in)
{
    char shown[32];
    int count = 0;
    for (lua_pushnil(in->L); lua_next(in->L, in->table); lua_pop(in->L, 1))
        count++;
    if (count <= in->field_count)
        return;
    for (lua_pushnil(in->L); lua_next(in->L, in->table); lua_pop(in->L, 1)) {
        const char *name = lua_type(in->L, -2) == LUA_TSTRING ? lua_tostring(in->L, -2) : "[…]";
        snprintf(shown, sizeof shown, "%s", name);
        if (!is_known(name))
            add_problem(in, shown, "is unknown");
    }
}

void sigv4_request_push_fields(lua_State *L)
{
    for (size_t i = 1; i < sizeof field_names / sizeof *field_names; i++) {
        const char *dot = strrchr(field_names[i], '.');
        lua_pushstring(L, dot ? dot + 1 : field_names[i]);
    }
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

/* Reads everything; returns the stack place of the headers table. */
static int read_fields(reader *in, buffer *list, sigv4_request *r, int now)
{
    r->method = read_token(in, FIELD_METHOD, true);
    read_url(in, &r->url);
    r->body = read_text(in, FIELD_BODY, false);
    r->payload_hash = read_token(in, FIELD_PAYLOAD_HASH, false);
    r->service = read_token(in, FIELD_SERVICE, true);
    r->region = read_token(in, FIELD_REGION, true);
    read_credentials(in, &r->credentials);
    bool s3 = is_s3(r->service);
    r->time = read_time(in, now);
    r->normalize_path = read_flag(in, FIELD_NORMALIZE_PATH, !s3);
    r->double_encode = read_flag(in, FIELD_DOUBLE_ENCODE, !s3);
    r->sign_payload_header = read_flag(in, FIELD_SIGN_PAYLOAD_HEADER, false);
    r->sign_token = read_flag(in, FIELD_SIGN_TOKEN, true);
    if (r->presign)
        r->expires = check_seconds(in, get_field(in, FIELD_EXPIRES), "expires", 1, 604800);
    if (r->presign && s3 && r->payload_hash.length == 0)
        r->payload_hash = SLICE("UNSIGNED-PAYLOAD");
    int headers = read_headers(in, list);
    check_unknown(in);
    return headers;
}

int sigv4_request_read(lua_State *L, int table, int now, int problems, buffer *list,
                       sigv4_request *r)
{
    reader in = {.L = L, .table = table, .problems = problems};
    luaL_checkstack(L, 40, "request");
    int headers = read_fields(&in, list, r, now);
    r->headers = (const sigv4_header *)(const void *)list->data;
    r->header_count = list->length / sizeof(sigv4_header);
    return in.problem_count == 0 ? headers : 0;
}
