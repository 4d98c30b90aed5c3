#include "http1.h"

#include <string.h>

#include "../core/http1.h"

/* On the stack, and beyond that in a userdata: lua_error may jump out anywhere. */
enum { FEW_HEADERS = 32, SHORT_HEAD = 4096, SHORT_NAME = 128 };

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
    lua_pop(L, 2);
    return is_pair;
}

static int push_head(lua_State *L, const http1_head *head, slice body)
{
    char space[SHORT_HEAD];
    const char *fault = http1_head_fault(head);
    if (fault)
        return push_fault(L, fault);
    size_t length = http1_write_head(head, NULL), whole = length + body.length;
    char *out = whole <= sizeof space ? space : lua_newuserdata(L, whole);
    http1_write_head(head, out);
    memcpy(out + length, body.data, body.length);
    lua_pushlstring(L, out, whole);
    return 1;
}

/*
 * core.http1_head(method, target, headers, body_length, extra, body) -> text | nil, fault
 * `headers`: list of {name, value}; `extra`: header lines of the caller's own, each with its end, or nil; `body`: what
 * to append to the head, or nil.
 */
static int head(lua_State *L)
{
    http_header few[FEW_HEADERS];
    luaL_checktype(L, 3, LUA_TTABLE);
    lua_Integer body_length = luaL_checkinteger(L, 4);
    lua_settop(L, 6);
    size_t count = lua_rawlen(L, 3);
    http_header *headers = few;
    if (count > FEW_HEADERS)
        headers = lua_newuserdata(L, count * sizeof *headers);
    for (size_t i = 0; i < count; i++) {
        compat_rawgeti(L, 3, (int)i + 1);
        if (!read_pair(L, &headers[i]))
            return push_fault(L, "headers is not a list of {name, value}");
        lua_pop(L, 1); /* the list keeps it alive */
    }
    http1_head parts = {to_slice(L, 1), to_slice(L, 2), headers, count, to_slice(L, 5), 0};
    parts.body_length = body_length > 0 ? (size_t)body_length : 0;
    return push_head(L, &parts, to_slice(L, 6));
}

static void push_lower(lua_State *L, slice text)
{
    char space[SHORT_NAME];
    char *lower = text.length <= sizeof space ? space : lua_newuserdata(L, text.length);
    for (size_t i = 0; i < text.length; i++) {
        char c = text.data[i];
        lower[i] = c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
    }
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

/*
 * core.http1_answer(text, at, from) -> stop, status, headers, minor | stop, nil, is_too_long | nil
 * The header block that begins at `at`; its end is looked for from `from` on. `stop` is the place behind it; without a
 * status the block is malformed, or has too many lines; nil: the block has no end yet. `minor`: of HTTP/1.
 */
static int answer(lua_State *L)
{
    slice text, block;
    int status, minor;
    bool is_too_long = false;
    text.data = luaL_checklstring(L, 1, &text.length);
    lua_Integer at = luaL_checkinteger(L, 2), from = luaL_checkinteger(L, 3);
    luaL_argcheck(L, at >= 1 && at <= from && (size_t)from <= text.length + 1, 3, "no place");
    lua_settop(L, 3);
    block = (slice){text.data + at - 1, text.length - (size_t)(at - 1)};
    block.length = http1_block_end(block, (size_t)(from - at));
    if (block.length == 0)
        return 0;
    lua_pushinteger(L, at + (lua_Integer)block.length);
    if (!http1_take_status(&block, &status, &minor))
        return 1;
    lua_pushinteger(L, status);
    if (!push_headers(L, block, &is_too_long)) {
        lua_settop(L, 4);
        lua_pushnil(L);
        lua_pushboolean(L, is_too_long);
        return 3;
    }
    lua_pushinteger(L, minor);
    return 4;
}

/* core.http1_length(text) -> the number of a Content-Length | nil */
static int length(lua_State *L)
{
    slice text;
    int64_t value;
    text.data = luaL_checklstring(L, 1, &text.length);
    if (!http1_read_length(text, &value))
        return 0;
    lua_pushnumber(L, (lua_Number)value); /* a lua_Integer may have 32 bits */
    return 1;
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
    static const luaL_Reg functions[] = {{"http1_head", head},
                                         {"http1_answer", answer},
                                         {"http1_length", length},
                                         {"http1_chunks", chunks},
                                         {NULL, NULL}};
    compat_setfuncs(L, functions);
}
