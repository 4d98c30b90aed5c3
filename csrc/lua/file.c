#include "module.h"

#include "core/os/file.h"
#include "core/os/journal.h"
#include "core/os/standard_error.h"
#include "box.h"
#include "fault.h"

static const char text_type[] = "aws.core.file_text";
static const char journal_type[] = "aws.core.journal";

/* What was read, while Lua makes a string of it. Files hold keys and tokens, so it is wiped. */
typedef struct text_box {
    buffer text;
} text_box;

static int destroy_text(lua_State *L)
{
    text_box *box = box_check(L, 1, text_type);
    buffer_free(&box->text);
    return 0;
}

static int push_fault(lua_State *L, const file_fault *fault)
{
    lua_pushnil(L);
    lua_pushstring(L, fault->message);
    return 2;
}

/* Pushes true, or nil and the fault. */
static int push_done(lua_State *L, bool is_done, const file_fault *fault)
{
    if (!is_done)
        return push_fault(L, fault);
    lua_pushboolean(L, 1);
    return 1;
}

/* Pushes what was read, and empties the box. */
static int push_text(lua_State *L, text_box *box)
{
    slice text = buffer_slice(&box->text);
    lua_pushlstring(L, text.data, text.length);
    buffer_free(&box->text);
    return 1;
}

/* A number of bytes from the arguments. */
static size_t length_at(lua_State *L, int index)
{
    lua_Number length = luaL_checknumber(L, index);
    luaL_argcheck(L, length >= 0 && length <= 1e9, index, "not a number of bytes");
    return (size_t)length;
}

/* A path from the arguments; NULL, and the fault, for one that the system would read only a part of. */
static const char *path_at(lua_State *L, int index, file_fault *fault)
{
    size_t length;
    const char *path = luaL_checklstring(L, index, &length);
    if (strlen(path) == length)
        return path;
    *fault = (file_fault){.message = "has a NUL"};
    return NULL;
}

/*
 * core.read_file(path, limit) -> text | nil, fault, is_missing, is_not_file
 * The fault is a phrase to follow a path: "is a folder". Regular files of at most `limit` bytes; it never waits.
 */
static int read_file(lua_State *L)
{
    file_fault fault;
    const char *path = path_at(L, 1, &fault);
    size_t limit = length_at(L, 2);
    if (!path)
        return push_fault(L, &fault);
    text_box *box = box_new(L, text_type, sizeof *box);
    if (!file_read(path, limit, &box->text, &fault)) {
        buffer_free(&box->text);
        push_fault(L, &fault);
        lua_pushboolean(L, fault.is_missing);
        lua_pushboolean(L, fault.is_not_file);
        return 4;
    }
    return push_text(L, box);
}

/* core.file_mode(path) -> permission bits, "file"|"folder"|"other" | nil, fault, is_missing */
static int file_mode(lua_State *L)
{
    file_fault fault;
    file_status status;
    const char *path = path_at(L, 1, &fault);
    if (!path || !file_inspect(path, &status, &fault)) {
        push_fault(L, &fault);
        lua_pushboolean(L, fault.is_missing);
        return 3;
    }
    lua_pushinteger(L, (lua_Integer)status.mode);
    lua_pushstring(L, status.is_file ? "file" : status.is_folder ? "folder" : "other");
    return 2;
}

/* core.write_private_file(path, text) -> true | nil, fault: mode 0600, whole or not at all */
static int write_private_file(lua_State *L)
{
    file_fault fault;
    slice text;
    const char *path = path_at(L, 1, &fault);
    text.data = luaL_checklstring(L, 2, &text.length);
    return push_done(L, path && file_write_private(path, text, &fault), &fault);
}

/*
 * core.write_error(text, seconds) -> bytes
 * To standard error, by one write where the system takes all of it. It waits so long at most; the bytes that were not
 * taken are lost.
 */
static int write_error(lua_State *L)
{
    slice text;
    text.data = luaL_checklstring(L, 1, &text.length);
    double seconds = luaL_checknumber(L, 2);
    lua_pushnumber(L, (lua_Number)standard_error_write(text, seconds));
    return 1;
}

/* ---- journals ---- */

static int close_journal(lua_State *L)
{
    journal_close(box_check(L, 1, journal_type));
    return 0;
}

static journal *check_journal(lua_State *L)
{
    journal *j = box_check(L, 1, journal_type);
    if (!j->is_open)
        fault_raise(L, FAULT_CLOSED, "the journal is closed");
    return j;
}

/*
 * core.journal(path) -> journal | nil, fault, is_locked
 * Opens a file, to add lines to it, and locks it until `close`. The fault is a phrase to follow the path: "is locked".
 */
static int open_journal(lua_State *L)
{
    file_fault fault;
    const char *path = path_at(L, 1, &fault);
    if (!path)
        return push_fault(L, &fault);
    journal *j = box_new(L, journal_type, sizeof *j);
    if (journal_open(j, path, &fault))
        return 1;
    push_fault(L, &fault);
    lua_pushboolean(L, j->is_locked);
    return 3;
}

/* journal:read(limit) -> its text, of `limit` bytes at most | nil, fault */
static int read_journal(lua_State *L)
{
    file_fault fault;
    size_t limit = length_at(L, 2);
    text_box *box = box_new(L, text_type, sizeof *box);
    const journal *j = check_journal(L); /* now: a finalizer may have closed it */
    if (!journal_read(j, limit, &box->text, &fault)) {
        buffer_free(&box->text);
        return push_fault(L, &fault);
    }
    return push_text(L, box);
}

/* journal:cut(length) -> true | nil, fault: keeps the first `length` bytes */
static int cut_journal(lua_State *L)
{
    file_fault fault;
    journal *j = check_journal(L);
    size_t length = length_at(L, 2);
    return push_done(L, journal_cut(j, length, &fault), &fault);
}

/* journal:append(line) -> true | nil, fault: adds a line, which ends with its line feed */
static int append_to_journal(lua_State *L)
{
    file_fault fault;
    slice line;
    journal *j = check_journal(L);
    line.data = luaL_checklstring(L, 2, &line.length);
    return push_done(L, journal_append(j, line, &fault), &fault);
}

void file_register(lua_State *L)
{
    static const luaL_Reg functions[] = {{"read_file", read_file},
                                         {"file_mode", file_mode},
                                         {"write_private_file", write_private_file},
                                         {"journal", open_journal},
                                         {"write_error", write_error},
                                         {NULL, NULL}};
    static const luaL_Reg methods[] = {{"read", read_journal},
                                       {"cut", cut_journal},
                                       {"append", append_to_journal},
                                       {"close", close_journal},
                                       {NULL, NULL}};
    static const luaL_Reg no_methods[] = {{NULL, NULL}};
    box_register(L, text_type, no_methods, destroy_text);
    box_register(L, journal_type, methods, close_journal);
    compat_setfuncs(L, functions);
}
