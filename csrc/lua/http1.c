#include "module.h"

#include <string.h>

#include "core/http/http1.h"
#include "box.h"
#include "signed_headers.h"

enum { SHORT_NAME = 128 };

static const char head_type[] = "aws.core.http1_head";

/* What a head is made in: it holds a signature. */
typedef struct head_box {
    buffer headers; /* array of http_header */
    buffer text;
} head_box;

static void release_head(head_box *box)
{
    buffer_free(&box->headers);
    buffer_free(&box->text);
}

static int destroy_head(lua_State *L)
{
    release_head(box_check(L, 1, head_type));
    return 0;
}

/* Stack places in core.http1_head: the arguments, its box. */
enum { METHOD = 1, TARGET, HEADERS, BODY_LENGTH, EXTRA, BODY, HEAD_TOP };

static slice to_slice(lua_State *L, int index)
{
    slice text = {"", 0};
    if (lua_type(L, index) == LUA_TSTRING)
        text.data = lua_tolstring(L, index, &text.length);
    return text;
}

static int push_fault(lua_State *L, const char *fault)
{
    lua_pushnil(L);
    lua_pushstring(L, fault);
    return 2;
}

/* Reads the pair on top of the stack, which keeps both texts alive. */
static bool read_pair(lua_State *L, http_header *header)
{
    if (!lua_istable(L, -1))
        return false;
    bool is_pair =
        compat_rawgeti(L, -1, 1) == LUA_TSTRING && compat_rawgeti(L, -2, 2) == LUA_TSTRING;
    if (is_pair)
        *header = (http_header){to_slice(L, -2), to_slice(L, -1)};
    lua_settop(L, HEAD_TOP + 1);
    return is_pair;
}

/* Reads the list of headers; false when it is something else. */
static bool read_pairs(lua_State *L, buffer *list)
{
    size_t count = lua_rawlen(L, HEADERS);
    for (size_t i = 0; i < count; i++) {
        http_header header;
        compat_rawgeti(L, HEADERS, (int)i + 1);
        if (!read_pair(L, &header))
            return false;
        buffer_append(list, (const char *)&header, sizeof header);
        lua_pop(L, 1); /* the list keeps it alive */
    }
    return true;
}

/* Writes the head and the body after it; NULL, or what is wrong. The buffers tell when memory ran out. */
static const char *write_message(lua_State *L, head_box *box, lua_Integer body_length)
{
    const signed_headers *own = signed_headers_at(L, HEADERS);
    if (own)
        signed_headers_append(own, &box->headers);
    else if (!lua_istable(L, HEADERS) || !read_pairs(L, &box->headers))
        return "headers is not a list of {name, value}";
    slice body = to_slice(L, BODY);
    http1_head parts = {
        .method = to_slice(L, METHOD),
        .target = to_slice(L, TARGET),
        .headers = (const http_header *)(const void *)box->headers.data,
        .header_count = box->headers.length / sizeof(http_header),
        .extra = to_slice(L, EXTRA),
        .body_length = body_length > 0 ? (size_t)body_length : 0,
    };
    const char *fault = own ? NULL : http1_head_fault(&parts); /* signing has looked at them */
    if (fault)
        return fault;
    size_t length = http1_write_head(&parts, NULL);
    if (box->headers.failed || !buffer_reserve(&box->text, length + body.length))
        return NULL;
    box->text.length = http1_write_head(&parts, box->text.data);
    buffer_append_slice(&box->text, body);
    return NULL;
}

/*
 * core.http1_head(method, target, headers, body_length, extra, body) -> text | nil, fault, is_short_of_memory
 * `headers`: list of {name, value}, read raw, or those of a signed request; `extra`: header lines of the caller's own, each with its end, or nil;
 * `body`: what to append to the head, or nil. The fault is what is wrong with the request, or that memory ran out.
 */
static int head(lua_State *L)
{
    lua_Integer body_length = luaL_checkinteger(L, BODY_LENGTH);
    lua_settop(L, BODY);
    head_box *box = box_take(L, head_type, sizeof *box);
    const char *fault = write_message(L, box, body_length);
    bool is_short = box->headers.failed || box->text.failed;
    if (fault || is_short) {
        push_fault(L, is_short ? NOT_ENOUGH_MEMORY : fault);
        lua_pushboolean(L, is_short);
    } else {
        slice text = buffer_slice(&box->text);
        lua_pushlstring(L, text.data, text.length);
    }
    release_head(box);
    box_keep(L, HEAD_TOP);
    return fault || is_short ? 3 : 1;
}

static void push_lower(lua_State *L, slice text)
{
    char space[SHORT_NAME];
    char *lower = text.length <= sizeof space ? space : lua_newuserdata(L, text.length);
    for (size_t i = 0; i < text.length; i++)
        lower[i] = ascii_lower(text.data[i]);
    lua_pushlstring(L, lower, text.length);
    if (lower != space)
        lua_remove(L, -2);
}

/* Appends to the value of the name on top of the stack, in the table below it. */
static void append_value(lua_State *L, const char *between, slice value)
{
    lua_pushvalue(L, -1);
    lua_pushvalue(L, -1);
    lua_rawget(L, -4);
    lua_pushstring(L, between);
    lua_pushlstring(L, value.data, value.length);
    lua_concat(L, 3);
    lua_rawset(L, -4);
}

/* Sets a header; those with the same name are one, joined by ", " (RFC 9110 5.3). Leaves the name on the stack. */
static void set_header(lua_State *L, slice name, slice value)
{
    push_lower(L, name);
    lua_pushvalue(L, -1);
    bool is_new = compat_rawget(L, -3) == LUA_TNIL;
    lua_pop(L, 1);
    if (!is_new) {
        append_value(L, ", ", value);
        return;
    }
    lua_pushvalue(L, -1);
    lua_pushlstring(L, value.data, value.length);
    lua_rawset(L, -4);
}

/* Pushes the table of a block's headers; false when a line is malformed, or there are too many. */
static bool push_headers(lua_State *L, slice rest, bool *is_too_long)
{
    slice name, value;
    http1_line line;
    int lines = 0;
    luaL_checkstack(L, 10, "headers");
    lua_createtable(L, 0, 8);
    int table = lua_gettop(L);
    while ((line = http1_take_line(&rest, &name, &value)) == HTTP1_FIELD || line == HTTP1_FOLD) {
        bool has_field = lua_gettop(L) > table;
        *is_too_long = ++lines > HTTP1_MOST_LINES;
        if (*is_too_long || (line == HTTP1_FOLD && !has_field))
            break;
        if (line == HTTP1_FIELD) {
            lua_settop(L, table);
            set_header(L, name, value);
        } else {
            append_value(L, " ", value);
        }
    }
    lua_settop(L, table);
    return line == HTTP1_END;
}

/* Pushes a header's value, which the table keeps alive; no `data`: there is no such header. */
static slice push_value(lua_State *L, int headers, const char *name)
{
    slice value = {NULL, 0};
    lua_pushstring(L, name);
    if (compat_rawget(L, headers) == LUA_TSTRING)
        value.data = lua_tolstring(L, -1, &value.length);
    return value;
}

/* Pushes how the body ends; false when the headers are malformed. */
static bool push_framing(lua_State *L, const http1_end *end)
{
    int64_t length = 0;
    switch (http1_frame(end, &length)) {
    case HTTP1_BY_LENGTH: lua_pushnumber(L, (lua_Number)length); break; /* lua_Integer: 32 bits */
    case HTTP1_IN_CHUNKS: lua_pushliteral(L, "chunked"); break;
    case HTTP1_UNTIL_CLOSE: lua_pushliteral(L, "close"); break;
    case HTTP1_UNKNOWN_CODING: lua_pushliteral(L, "unknown"); break;
    default: return false;
    }
    return true;
}

static bool is_final(int status)
{
    return status >= 200 || status == 101;
}

/* Stack places in core.http1_answer: the arguments, then its results from `stop` on. */
enum { TEXT = 1, AT, FROM, REQUEST_METHOD, STOP, STATUS, ANSWER_HEADERS, FRAMING };

/* Pushes what follows the headers of a final answer; false when they are malformed. */
static bool push_end(lua_State *L, int status, int minor)
{
    slice method = to_slice(L, REQUEST_METHOD);
    http1_end end = {.is_of_head = slice_equal(method, SLICE("HEAD")), .status = status};
    slice connection = push_value(L, ANSWER_HEADERS, "connection");
    end.coding = push_value(L, ANSWER_HEADERS, "transfer-encoding");
    end.length = push_value(L, ANSWER_HEADERS, "content-length");
    if (!push_framing(L, &end))
        return false;
    lua_replace(L, FRAMING);
    lua_settop(L, FRAMING);
    lua_pushboolean(L, minor == 1 && status != 101 && !http1_has_token(connection, SLICE("close")));
    return true;
}

/*
 * core.http1_answer(text, at, from [, method]) -> stop, status, headers, framing, may_stay | stop, nil, is_too_long | nil
 * The header block that begins at `at`; its end is looked for from `from` on. `stop` is the place after it; without a
 * status the block is malformed, or has too many lines; nil: the block has no end yet. `method`: of the
 * request; without it, and for an interim answer (1xx), `headers` come last. `framing`: the body's length, "chunked",
 * "close" (of the connection), or "unknown". `may_stay`: the connection may serve another request after the body.
 */
static int answer(lua_State *L)
{
    slice text, block;
    int status, minor;
    bool is_too_long = false;
    text.data = luaL_checklstring(L, TEXT, &text.length);
    lua_Integer at = luaL_checkinteger(L, AT), from = luaL_checkinteger(L, FROM);
    luaL_argcheck(L, at >= 1 && at <= from && (size_t)from <= text.length + 1, FROM, "no place");
    lua_settop(L, REQUEST_METHOD);
    block = (slice){text.data + at - 1, text.length - (size_t)(at - 1)};
    block.length = http1_block_end(block, (size_t)(from - at));
    if (block.length == 0)
        return 0;
    lua_pushinteger(L, at + (lua_Integer)block.length);
    if (!http1_take_status(&block, &status, &minor))
        return 1;
    lua_pushinteger(L, status);
    bool is_whole = push_headers(L, block, &is_too_long);
    if (is_whole && (!is_final(status) || lua_isnil(L, REQUEST_METHOD)))
        return ANSWER_HEADERS - REQUEST_METHOD;
    if (is_whole && push_end(L, status, minor))
        return lua_gettop(L) - REQUEST_METHOD;
    lua_settop(L, STOP);
    lua_pushnil(L);
    lua_pushboolean(L, is_too_long);
    return 3;
}

/*
 * take(text, at) -> data, stop, left | nil, fault
 * `data`: of all chunks from `at` on; what is before `stop` has been used up. `left`: so many bytes of data follow,
 * which the caller takes before the next call (Lua does that as fast); nil: the body is done. A refusal without a
 * fault: more would come than is allowed.
 */
static int take(lua_State *L)
{
    http1_chunks *chunks = lua_touserdata(L, lua_upvalueindex(1));
    luaL_Buffer data;
    slice text, piece;
    text.data = luaL_checklstring(L, 1, &text.length);
    lua_Integer at = luaL_checkinteger(L, 2);
    luaL_argcheck(L, at >= 1 && (size_t)at <= text.length + 1, 2, "no place");
    slice rest = {text.data + at - 1, text.length - (size_t)(at - 1)};
    luaL_buffinit(L, &data);
    while (http1_take_data(chunks, &rest, &piece))
        luaL_addlstring(&data, piece.data, piece.length);
    luaL_pushresult(&data);
    if (chunks->next == HTTP1_CHUNKS_REFUSED)
        return push_fault(L, chunks->fault);
    lua_pushinteger(L, (lua_Integer)(rest.data - text.data) + 1);
    if (chunks->next == HTTP1_CHUNKS_DONE)
        return 2;
    lua_pushnumber(L, (lua_Number)chunks->left);
    chunks->left = 0;
    return 3;
}

/* core.http1_chunks(allowed) -> take, for one body in chunks with at most `allowed` bytes of data and trailers */
static int chunks(lua_State *L)
{
    static const lua_Number MOST = 9007199254740992.0; /* `allowed` may be math.huge */
    lua_Number allowed = luaL_checknumber(L, 1);
    luaL_argcheck(L, allowed >= 0, 1, "below 0");
    http1_chunks *body = lua_newuserdata(L, sizeof *body);
    *body = (http1_chunks){.allowed = (int64_t)(allowed < MOST ? allowed : MOST)};
    lua_pushcclosure(L, take, 1);
    return 1;
}

void http1_register(lua_State *L)
{
    static const luaL_Reg functions[] = {
        {"http1_head", head}, {"http1_answer", answer}, {"http1_chunks", chunks}, {NULL, NULL}};
    static const luaL_Reg no_methods[] = {{NULL, NULL}};
    box_register(L, head_type, no_methods, destroy_head);
    compat_setfuncs(L, functions);
}
