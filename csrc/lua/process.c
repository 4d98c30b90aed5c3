#include "module.h"

#include <stdbool.h>
#include <stdint.h>

#include "core/base/number.h"
#include "core/os/forks.h"
#include "core/os/process.h"
#include "core/os/sys.h"
#include "box.h"
#include "interrupt.h"

static const char process_type[] = "aws.core.process";

static int destroy(lua_State *L)
{
    process_free(box_check(L, 1, process_type));
    return 0;
}

/* A place for `count` words as the system takes them, pushed. */
static char **new_words(lua_State *L, int count)
{
    return lua_newuserdata(L, ((size_t)count + 1) * sizeof(char *));
}

/*
 * Fills in the words of the list at `index`, which keeps them alive until something is allocated in Lua. A list that a
 * finalizer has made shorter than `count` is refused.
 */
static void read_words(lua_State *L, int index, char **words, int count)
{
    for (int i = 0; i < count; i++) {
        size_t length = 0;
        bool is_text = compat_rawgeti(L, index, i + 1) == LUA_TSTRING;
        const char *word = is_text ? lua_tolstring(L, -1, &length) : "";
        luaL_argcheck(L, is_text && strlen(word) == length, index, "not a list of words");
        words[i] = (char *)(uintptr_t)word; /* execve leaves them as they are */
        lua_pop(L, 1);
    }
    words[count] = NULL;
}

typedef enum run_outcome { RUN_ENDED, RUN_LATE, RUN_INTERRUPTED } run_outcome;

/* Runs until it ends, its time is over, or a debug hook raised, as at Ctrl-C: the error is on the stack then. */
static run_outcome run(lua_State *L, process *p, double deadline)
{
    run_outcome outcome = RUN_ENDED;
    while (outcome == RUN_ENDED && !process_step(p, deadline - sys_clock())) {
        if (interrupt_strikes(L))
            outcome = RUN_INTERRUPTED;
        else if (sys_clock() >= deadline)
            outcome = RUN_LATE;
    }
    process_end(p);
    return outcome;
}

static void push_late(lua_State *L, double timeout)
{
    char seconds[NUMBER_TEXT_SIZE];
    lua_pushfstring(L, "did not end within %s s", number_format_short(timeout, seconds));
}

/* Pushes nil and what kept it from ending well; 0, and nothing pushed, when it ended by itself. */
static int push_fault(lua_State *L, const process *p, run_outcome outcome, double timeout)
{
    int top = lua_gettop(L);
    lua_pushnil(L);
    if (outcome == RUN_LATE) {
        push_late(L, timeout);
        lua_pushboolean(L, 1);
    } else if (p->overflowed) {
        lua_pushfstring(L, "wrote more than %d bytes", (int)p->limit);
    } else if (p->signal > 0) {
        lua_pushfstring(L, "was ended by signal %d", p->signal);
    } else {
        lua_pop(L, 1);
    }
    return lua_gettop(L) - top;
}

static int push_refusal(lua_State *L, const char *refused)
{
    lua_pushnil(L);
    lua_pushfstring(L, "cannot be started: %s", refused);
    return 2;
}

static int push_outcome(lua_State *L, const process *p)
{
    slice output = buffer_slice(&p->output.text);
    slice errors = buffer_slice(&p->errors.text);
    lua_pushlstring(L, output.data, output.length);
    lua_pushlstring(L, errors.data, errors.length);
    lua_pushinteger(L, p->exit_code);
    return 3;
}

/* Seconds in which a program may end by itself when its time is over. */
static const double usual_grace = 0.5;

/* Starts the program of argument 1, which has `count` words. NULL, or what the system said. */
static const char *start(lua_State *L, process *p, int count, size_t limit, double grace)
{
    char **words = new_words(L, count);
    read_words(L, 1, words, count);
    return process_start(p, words, limit, grace);
}

/* The results of a run that was not interrupted. */
static int push_results(lua_State *L, const process *p, run_outcome outcome, double seconds)
{
    int count = push_fault(L, p, outcome, seconds);
    return count > 0 ? count : push_outcome(L, p);
}

/*
 * core.run_process(words, seconds, limit [, grace]) -> stdout, stderr, exit code | nil, fault [, is_late]
 * Runs a program without a shell. The fault goes on a sentence: "was ended by signal 9"; `is_late` is true when its time
 * was over. The exit code is -1 where this process ignores SIGCHLD and so never learns it. Of stderr `limit` bytes are
 * kept. After `seconds` the program is asked to end, and made to after `grace` more; within twice that this returns.
 * Ctrl-C ends it, and what that raises is raised.
 */
static int run_process(lua_State *L)
{
    lua_Number seconds = luaL_checknumber(L, 2);
    lua_Number limit = luaL_checknumber(L, 3);
    lua_Number grace = luaL_optnumber(L, 4, usual_grace);
    luaL_argcheck(L, seconds >= 0, 2, "not a number of seconds");
    luaL_argcheck(L, limit >= 1 && limit <= 1e9, 3, "not a number of bytes");
    luaL_argcheck(L, grace >= 0, 4, "not a number of seconds");
    luaL_checktype(L, 1, LUA_TTABLE);
    int count = (int)lua_rawlen(L, 1);
    luaL_argcheck(L, count > 0, 1, "no program");
    process *p = box_new(L, process_type, sizeof *p);
    double deadline = sys_clock() + seconds;
    const char *refused = start(L, p, count, (size_t)limit, grace);
    run_outcome outcome = refused ? RUN_ENDED : run(L, p, deadline);
    process_end(p);
    if (outcome == RUN_INTERRUPTED) {
        process_free(p);
        return lua_error(L);
    }
    count = refused ? push_refusal(L, refused) : push_results(L, p, outcome, seconds);
    process_free(p);
    return count;
}

/* core.process_id() -> number of this process */
static int process_id(lua_State *L)
{
    lua_pushinteger(L, forks_process_id());
    return 1;
}

/* core.process_exists(number) -> boolean: false for a number that no process has */
static int process_exists(lua_State *L)
{
    lua_Number number = luaL_checknumber(L, 1);
    lua_pushboolean(L, number >= 1 && number <= INT32_MAX && sys_process_exists((pid_t)number));
    return 1;
}

void process_register(lua_State *L)
{
    static const luaL_Reg functions[] = {{"run_process", run_process},
                                         {"process_id", process_id},
                                         {"process_exists", process_exists},
                                         {NULL, NULL}};
    static const luaL_Reg none[] = {{NULL, NULL}};
    box_register(L, process_type, none, destroy);
    compat_setfuncs(L, functions);
}
