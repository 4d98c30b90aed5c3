#include "module.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "core/http/http.h"
#include "box.h"
#include "fault.h"
#include "http_request.h"
#include "interrupt.h"

static const char pool_type[] = "aws.curl.pool";
static const char transfer_type[] = "aws.curl.transfer";

typedef struct pool_box {
    http_pool *pool;
} pool_box;

/* Keeps the pool and the body, which libcurl reads in place, alive by its associated value. */
typedef struct transfer_box {
    http_transfer *transfer;
    buffer headers; /* array of http_header, while a request is read */
    bool is_closed;
} transfer_box;

/* ---- results out ---- */

/* Headers with the same name are one, joined by ", " (RFC 9110 5.3). */
static void set_header(lua_State *L, slice name, slice value)
{
    lua_pushlstring(L, name.data, name.length);
    lua_pushvalue(L, -1);
    if (compat_rawget(L, -3) == LUA_TSTRING) {
        lua_pushliteral(L, ", ");
        lua_pushlstring(L, value.data, value.length);
        lua_concat(L, 3);
    } else {
        lua_pop(L, 1);
        lua_pushlstring(L, value.data, value.length);
    }
    lua_rawset(L, -3);
}

static void set_status_and_headers(lua_State *L, const http_response *r)
{
    size_t count = http_response_header_count(r);
    lua_pushinteger(L, r->status);
    lua_setfield(L, -2, "status");
    lua_createtable(L, 0, (int)count);
    for (size_t i = 0; i < count; i++)
        set_header(L, http_response_header_name(r, i), http_response_header_value(r, i));
    lua_setfield(L, -2, "headers");
}

static void set_resent(lua_State *L, const http_outcome *outcome)
{
    if (!outcome->resent)
        return;
    lua_pushboolean(L, 1);
    lua_setfield(L, -2, "resent");
}

static int push_response(lua_State *L, const http_outcome *outcome)
{
    slice body = buffer_slice(&outcome->response->body);
    lua_createtable(L, 0, 4);
    set_status_and_headers(L, outcome->response);
    lua_pushlstring(L, body.data, body.length);
    lua_setfield(L, -2, "body");
    set_resent(L, outcome);
    return 1;
}

static void push_failure_table(lua_State *L, const char *type, const char *message, bool sent)
{
    lua_createtable(L, 0, 6);
    lua_pushstring(L, type);
    lua_setfield(L, -2, "type");
    lua_pushstring(L, message);
    lua_setfield(L, -2, "message");
    lua_pushboolean(L, sent);
    lua_setfield(L, -2, "sent");
}

static int push_failure(lua_State *L, const http_outcome *outcome)
{
    lua_pushnil(L);
    push_failure_table(L, outcome->failure, outcome->message, outcome->sent);
    if (outcome->is_final) {
        lua_pushboolean(L, 1);
        lua_setfield(L, -2, "final");
    } else if (outcome->response->complete_head) {
        set_status_and_headers(L, outcome->response);
    }
    set_resent(L, outcome);
    return 2;
}

/* ---- pool ---- */

static pool_box *check_pool(lua_State *L)
{
    pool_box *box = box_check(L, 1, pool_type);
    if (!box->pool)
        fault_raise(L, FAULT_CLOSED, "the connection pool is closed");
    return box;
}

static transfer_box *check_transfer(lua_State *L, int index)
{
    transfer_box *box = box_check(L, index, transfer_type);
    if (!box->transfer)
        fault_raise(L, FAULT_CLOSED, "the transfer is closed");
    return box;
}

/* Stack places in pool:start: the arguments, the body, what the transfer's box keeps alive. */
enum { POOL = 1, TRANSFER, REQUEST, BODY, KEPT };

/* Pushes the pair that is to keep pool and body alive. */
static void push_kept(lua_State *L)
{
    lua_createtable(L, 2, 0);
    lua_pushvalue(L, POOL);
    lua_rawseti(L, -2, 1);
    lua_pushvalue(L, BODY);
    lua_rawseti(L, -2, 2);
}

static int push_refusal(lua_State *L, const char *message)
{
    lua_pushnil(L);
    push_failure_table(L, "ConnectionError", message, false);
    return 2;
}

/* NULL, or why it cannot be started. A finalizer may have started the same transfer, or closed it. */
static const char *start_transfer(lua_State *L, transfer_box *box, const http_request *request)
{
    if (box->transfer || box->is_closed)
        return "the transfer was used before";
    lua_pushvalue(L, KEPT);
    compat_setuservalue(L, TRANSFER);
    const char *fault;
    box->transfer = http_pool_start(check_pool(L)->pool, request, &fault);
    return box->transfer ? NULL : fault;
}

/*
 * pool:start(transfer, request) -> true | nil, failure
 * `transfer` from curl.transfer(), not used before: whoever waits for it has it in hand before anything can be sent.
 * `request` as transports take it; its tables are read raw. A request that is wrong is a failure like others.
 */
static int pool_start(lua_State *L)
{
    check_pool(L);
    transfer_box *transfer = box_check(L, TRANSFER, transfer_type);
    http_request request = {0};
    luaL_checktype(L, REQUEST, LUA_TTABLE);
    lua_settop(L, REQUEST);
    request_reader in = {.L = L, .table = REQUEST};
    request.body = request_read_body(&in); /* BODY */
    push_kept(L);
    const char *fault = request_read(&in, &transfer->headers, &request);
    if (!fault)
        fault = start_transfer(L, transfer, &request);
    buffer_free(&transfer->headers);
    if (fault)
        return push_refusal(L, fault);
    lua_pushboolean(L, 1);
    return 1;
}

/* Whether there is a transfer at `index`, and it is done. */
static bool is_done(lua_State *L, int index)
{
    return !lua_isnoneornil(L, index) && http_transfer_done(check_transfer(L, index)->transfer);
}

/*
 * pool:wait(seconds[, transfer]) -> boolean: whether the transfer is done. Until then it drives all transfers of the pool
 * until one ends, `seconds` at most; raises what Ctrl-C raises.
 */
static int pool_wait(lua_State *L)
{
    enum { AWAITED = 3 };
    double seconds = luaL_checknumber(L, 2);
    bool was_done = is_done(L, AWAITED);
    if (!was_done) {
        http_wait(&check_pool(L)->pool, 1, seconds);
        if (interrupt_strikes(L))
            return lua_error(L);
    }
    lua_pushboolean(L, was_done || is_done(L, AWAITED));
    return 1;
}

/*
 * curl.wait(pools, seconds): drives all transfers of a list of pools until one ends, `seconds` at most; raises what
 * Ctrl-C raises. Pools that were closed are left out.
 */
static int wait_for_pools(lua_State *L)
{
    enum { FEW_POOLS = 16 };
    http_pool *few[FEW_POOLS], **pools = few;
    size_t used = 0;
    luaL_checktype(L, 1, LUA_TTABLE);
    double seconds = luaL_checknumber(L, 2);
    lua_settop(L, 1);
    size_t count = lua_rawlen(L, 1);
    if (count > FEW_POOLS)
        pools = lua_newuserdata(L, count * sizeof *pools);
    for (size_t i = 0; i < count; i++) {
        compat_rawgeti(L, 1, (int)i + 1);
        const pool_box *box = box_check(L, -1, pool_type);
        if (box->pool)
            pools[used++] = box->pool;
        lua_pop(L, 1);
    }
    http_wait(pools, used, seconds);
    return interrupt_strikes(L) ? lua_error(L) : 0;
}

/*
 * pool:next_ended([told]) -> id of the first transfer that has ended and of which nobody was told | nil for none | false:
 * the pool is closed. `told`: the last answer. It is given again until then: whoever asks may be interrupted.
 */
static int pool_next_ended(lua_State *L)
{
    pool_box *box = box_check(L, 1, pool_type);
    int64_t told = (int64_t)luaL_optnumber(L, 2, 0);
    int64_t id = box->pool ? http_pool_next_ended(box->pool, told) : 0;
    if (!box->pool)
        lua_pushboolean(L, 0);
    else if (id > 0)
        lua_pushinteger(L, (lua_Integer)id);
    else
        lua_pushnil(L);
    return 1;
}

/* pool:close(): drops the connections; it may be called twice */
static int pool_close(lua_State *L)
{
    pool_box *box = box_check(L, 1, pool_type);
    http_pool_free(box->pool);
    box->pool = NULL;
    return 0;
}

/* curl.pool() -> pool | nil, failure: no memory */
static int new_pool(lua_State *L)
{
    pool_box *box = box_new(L, pool_type, sizeof *box);
    box->pool = http_pool_new();
    return box->pool ? 1 : push_refusal(L, NOT_ENOUGH_MEMORY);
}

/* ---- transfer ---- */

/* curl.transfer() -> transfer, for pool:start */
static int new_transfer(lua_State *L)
{
    box_new(L, transfer_type, sizeof(transfer_box));
    return 1;
}

/* transfer:done() -> boolean */
static int transfer_done(lua_State *L)
{
    lua_pushboolean(L, http_transfer_done(check_transfer(L, 1)->transfer));
    return 1;
}

/* transfer:id() -> a number that no other transfer of its pool has */
static int transfer_id(lua_State *L)
{
    lua_pushinteger(L, (lua_Integer)http_transfer_id(check_transfer(L, 1)->transfer));
    return 1;
}

/*
 * transfer:result() -> response | nil, failure, of a transfer that is done
 * While results are pushed, the transfer belongs to a box that no finalizer can close.
 */
static int transfer_result(lua_State *L)
{
    enum { HELD = 2 };
    lua_settop(L, 1);
    transfer_box *held = box_take(L, transfer_type, sizeof *held);
    transfer_box *box = check_transfer(L, 1);
    if (!http_transfer_done(box->transfer))
        return luaL_error(L, "the transfer is still running");
    http_transfer *t = held->transfer = box->transfer;
    box->transfer = NULL;
    http_outcome outcome = http_transfer_outcome(t);
    int count = outcome.failure ? push_failure(L, &outcome) : push_response(L, &outcome);
    if (box->is_closed)
        return count;
    box->transfer = t;
    held->transfer = NULL;
    box_keep(L, HELD);
    return count;
}

/* transfer:sent() -> boolean: whether bytes of the request may have left; false also before it was started */
static int transfer_sent(lua_State *L)
{
    transfer_box *box = box_check(L, 1, transfer_type);
    lua_pushboolean(L, box->transfer && http_transfer_sent(box->transfer));
    return 1;
}

/* transfer:close(): ends it if it runs and frees it; it may be called twice */
static int transfer_close(lua_State *L)
{
    transfer_box *box = box_check(L, 1, transfer_type);
    http_transfer_free(box->transfer);
    buffer_free(&box->headers);
    box->transfer = NULL;
    box->is_closed = true;
    return 0;
}

/* curl.version() -> the version of libcurl: "8.14.1" */
static int version(lua_State *L)
{
    lua_pushstring(L, http_version());
    return 1;
}

void http_register(lua_State *L)
{
    static const luaL_Reg pool_methods[] = {{"start", pool_start},
                                            {"wait", pool_wait},
                                            {"next_ended", pool_next_ended},
                                            {"close", pool_close},
                                            {NULL, NULL}};
    static const luaL_Reg transfer_methods[] = {
        {"id", transfer_id},     {"done", transfer_done},   {"result", transfer_result},
        {"sent", transfer_sent}, {"close", transfer_close}, {NULL, NULL}};
    static const luaL_Reg functions[] = {{"pool", new_pool},
                                         {"transfer", new_transfer},
                                         {"wait", wait_for_pools},
                                         {"version", version},
                                         {NULL, NULL}};
    box_register(L, pool_type, pool_methods, pool_close);
    box_register(L, transfer_type, transfer_methods, transfer_close);
    compat_setfuncs(L, functions);
}
