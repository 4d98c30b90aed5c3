/*
 * A Lua interpreter whose memory runs out when it is told to: `memory_host FILE ARG...`.
 *
 * Scripts find a global table:
 *   memory.arm(kind, at [, count])   from its `at`-th call on, what `kind` names fails `count` times (default: for ever):
 *     "malloc" (C's allocations), "lua" (those of the Lua state), "both", "epoll" (a socket is not watched), "random"
 *   memory.disarm() -> failures, calls   since `arm`
 *   memory.left() -> blocks, descriptors   C's blocks that were made while armed and are not freed; open descriptors
 *   memory.watch(seconds)   a step that takes longer is a hang, and ends the process; 0 stops the watch
 * Only the main thread's calls count and fail. A block that is made while armed ends at a page that cannot be touched,
 * and is itself such pages once it was freed. Whatever signal ends the process, the last words say where it was.
 */
#include "host_main.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/syscall.h>
#include <unistd.h>

extern void *__libc_malloc(size_t size), *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *block, size_t size),
    *__libc_memalign(size_t alignment, size_t size);
extern void __libc_free(void *block);

/* ---- traps ---- */

enum { KIND_MALLOC = 1, KIND_LUA = 2, KIND_EPOLL = 4, KIND_RANDOM = 8 };

static struct {
    int kinds;
    long at, count; /* the first call that fails, and how many do */
    long calls, failures;
} trap;

static __thread bool is_main_thread;

static bool strikes(int kind)
{
    if (!is_main_thread || !(trap.kinds & kind))
        return false;
    long call = ++trap.calls;
    if (call < trap.at || call - trap.at >= trap.count)
        return false;
    trap.failures++;
    return true;
}

/* ---- blocks that end at a guard page ---- */

/*
 * One range of addresses, used from front to back: each block has pages of its own, and a page behind them that is
 * never opened. Of blocks that were freed, the oldest is used again when enough others wait. Linux divides a process's
 * addresses into 65,530 parts at most (vm.max_map_count), and a live block takes two of them: of the Lua state's blocks,
 * those above MOST_LIVE are ordinary ones.
 */
enum { PAGE = 4096, UNIT = 16, MOST_PAGES = 64, WAITING = 128, MOST_LIVE = 24000 };
#define PAGES_IN_ALL ((size_t)1 << 24)

typedef struct guarded {
    size_t size;
    size_t pages;
    uint32_t next; /* of the freed ones with as many pages */
    bool is_lua;   /* the Lua state's own; the others count as left until they are freed */
} guarded;

static struct {
    char *base;
    guarded *blocks; /* by the number of their first page; 0 is none */
    size_t used;
    long left, live;
    struct {
        uint32_t first, last, count;
    } freed[MOST_PAGES + 1];
} arena;

static pthread_mutex_t arena_lock = PTHREAD_MUTEX_INITIALIZER;

/* Whether the block that is made is for the Lua state. */
static __thread bool is_for_lua;

static char *reserve(size_t bytes, int protection)
{
    int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
    char *found = mmap(NULL, bytes, protection, flags, -1, 0);
    if (found == MAP_FAILED)
        abort();
    return found;
}

static void open_arena(void)
{
    arena.base = reserve(PAGES_IN_ALL * PAGE, PROT_NONE);
    arena.blocks =
        (guarded *)(void *)reserve(PAGES_IN_ALL * sizeof *arena.blocks, PROT_READ | PROT_WRITE);
    arena.used = 1;
}

static bool is_guarded(const void *block)
{
    const char *at = block;
    return arena.base && at >= arena.base && at < arena.base + PAGES_IN_ALL * PAGE;
}

static size_t round_up(size_t size, size_t unit)
{
    return (size + unit - 1) / unit * unit;
}

/* Pages for a block; called with the lock held. */
static uint32_t take_pages(size_t pages)
{
    if (pages <= MOST_PAGES && arena.freed[pages].count > WAITING) {
        uint32_t first = arena.freed[pages].first;
        arena.freed[pages].first = arena.blocks[first].next;
        arena.freed[pages].count--;
        return first;
    }
    if (arena.used + pages + 1 > PAGES_IN_ALL)
        abort();
    uint32_t first = (uint32_t)arena.used;
    arena.used += pages + 1;
    return first;
}

static void give_back_pages(uint32_t first, size_t pages)
{
    if (pages > MOST_PAGES) /* its addresses are not used again */
        return;
    if (arena.freed[pages].count++ == 0)
        arena.freed[pages].first = first;
    else
        arena.blocks[arena.freed[pages].last].next = first;
    arena.freed[pages].last = first;
}

static char *start_of(uint32_t first)
{
    const guarded *block = &arena.blocks[first];
    return arena.base + (first + block->pages) * PAGE - round_up(block->size, UNIT);
}

static void *new_guarded(size_t size)
{
    size_t pages = round_up(size + !size, PAGE) / PAGE;
    pthread_mutex_lock(&arena_lock);
    uint32_t first = take_pages(pages);
    arena.blocks[first] = (guarded){size, pages, 0, is_for_lua};
    arena.left += !is_for_lua;
    arena.live++;
    pthread_mutex_unlock(&arena_lock);
    if (mprotect(arena.base + (size_t)first * PAGE, pages * PAGE, PROT_READ | PROT_WRITE) != 0)
        abort();
    char *start = start_of(first);
    memset(start + size, 0xa5, round_up(size, UNIT) - size);
    return start;
}

/* The number of a live block's first page. The bytes between its end and the guard page tell of a write past the end. */
static uint32_t check_guarded(const void *block)
{
    uint32_t first = (uint32_t)((size_t)((const char *)block - arena.base) / PAGE);
    const guarded *found = &arena.blocks[first];
    size_t slack = round_up(found->size, UNIT) - found->size;
    if (found->pages == 0 || (found->size > 0 && start_of(first) != block))
        abort();
    for (size_t i = 0; i < slack; i++) {
        if (((const unsigned char *)block)[found->size + i] != 0xa5)
            abort();
    }
    return first;
}

static void free_guarded(void *block)
{
    uint32_t first = check_guarded(block);
    size_t pages = arena.blocks[first].pages;
    char *start = arena.base + (size_t)first * PAGE;
    madvise(start, pages * PAGE, MADV_DONTNEED);
    if (mprotect(start, pages * PAGE, PROT_NONE) != 0)
        abort();
    pthread_mutex_lock(&arena_lock);
    arena.blocks[first].pages = 0;
    arena.left -= !arena.blocks[first].is_lua;
    arena.live--;
    give_back_pages(first, pages);
    pthread_mutex_unlock(&arena_lock);
}

/* ---- allocations ---- */

static void *allocate(size_t size)
{
    bool is_ordinary = !trap.kinds || (is_for_lua && arena.live >= MOST_LIVE);
    return is_ordinary ? __libc_malloc(size) : new_guarded(size);
}

static void release(void *block)
{
    if (is_guarded(block))
        free_guarded(block);
    else
        __libc_free(block);
}

static void *reallocate(void *block, size_t size)
{
    if (!block)
        return allocate(size);
    if (!is_guarded(block))
        return __libc_realloc(block, size);
    size_t old = arena.blocks[check_guarded(block)].size;
    void *moved = allocate(size);
    if (!moved)
        return NULL;
    memcpy(moved, block, old < size ? old : size);
    release(block);
    return moved;
}

static void *refuse(void)
{
    errno = ENOMEM;
    return NULL;
}

void *malloc(size_t size)
{
    return strikes(KIND_MALLOC) ? refuse() : allocate(size);
}

void *calloc(size_t count, size_t size)
{
    if (strikes(KIND_MALLOC) || (size > 0 && count > SIZE_MAX / size))
        return refuse();
    if (!trap.kinds)
        return __libc_calloc(count, size);
    return memset(new_guarded(count * size), 0, count * size);
}

void *realloc(void *block, size_t size)
{
    if (size == 0 && block) {
        release(block);
        return NULL;
    }
    return strikes(KIND_MALLOC) ? refuse() : reallocate(block, size);
}

void free(void *block)
{
    int code = errno;
    if (block)
        release(block);
    errno = code;
}

/* LuaJIT, as its versions of 2023 are, writes beyond a stack that has no memory to grow (lj_err_mem): what grows has memory there. */
static const bool may_growth_fail = LUA_VERSION_NUM > 501;

static void *lua_allocate(void *unused, void *block, size_t old, size_t size)
{
    (void)unused;
    if (size == 0) {
        if (block)
            release(block);
        return NULL;
    }
    bool is_asked = !block || (size > old && may_growth_fail);
    if (is_asked && strikes(KIND_LUA))
        return NULL;
    is_for_lua = true;
    void *moved = reallocate(block, size);
    is_for_lua = false;
    return moved;
}

/* ---- the system ---- */

int epoll_ctl(int poller, int what, int fd, struct epoll_event *event)
{
    if (what != EPOLL_CTL_DEL && strikes(KIND_EPOLL)) {
        errno = ENOSPC;
        return -1;
    }
    return (int)syscall(SYS_epoll_ctl, poller, what, fd, event);
}

ssize_t getrandom(void *data, size_t length, unsigned flags)
{
    if (strikes(KIND_RANDOM)) {
        errno = ENOSYS;
        return -1;
    }
    return syscall(SYS_getrandom, data, length, flags);
}

/* ---- the end ---- */

static void tell_where(int number)
{
    char text[160];
    int length = snprintf(
        text, sizeof text, "memory_host: signal %d (%s), armed at %ld, %ld calls, %ld failed\n",
        number, number == SIGALRM ? "it hangs" : "it crashed", trap.at, trap.calls, trap.failures);
    ssize_t put = write(STDERR_FILENO, text, (size_t)length);
    (void)put;
    signal(number, SIG_DFL);
    raise(number);
}

static void watch_signals(void)
{
    static const int fatal[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGALRM};
    for (size_t i = 0; i < sizeof fatal / sizeof *fatal; i++)
        signal(fatal[i], tell_where);
}

/* ---- for scripts ---- */

static int arm(lua_State *L)
{
    static const char *const names[] = {"malloc", "lua", "both", "epoll", "random", NULL};
    static const int kinds[] = {KIND_MALLOC, KIND_LUA, KIND_MALLOC | KIND_LUA, KIND_EPOLL,
                                KIND_RANDOM};
    int kind = luaL_checkoption(L, 1, NULL, names);
    long at = (long)luaL_checkinteger(L, 2), count = (long)luaL_optinteger(L, 3, INT32_MAX);
    trap.at = at;
    trap.count = count;
    trap.calls = trap.failures = 0;
    trap.kinds = kinds[kind]; /* last: from here on it strikes */
    return 0;
}

static int disarm(lua_State *L)
{
    trap.kinds = 0;
    lua_pushinteger(L, trap.failures);
    lua_pushinteger(L, trap.calls);
    return 2;
}

/* The arena is asked without its lock: no thread of a resolver is at work then. */
static int left(lua_State *L)
{
    int open = 0;
    for (int fd = 0; fd < 1024; fd++)
        open += fcntl(fd, F_GETFD) != -1;
    lua_pushinteger(L, arena.left);
    lua_pushinteger(L, open);
    return 2;
}

static int watch(lua_State *L)
{
    alarm((unsigned)luaL_checkinteger(L, 1));
    return 0;
}

static void push_memory(lua_State *L)
{
    static const struct {
        const char *name;
        lua_CFunction function;
    } functions[] = {{"arm", arm}, {"disarm", disarm}, {"left", left}, {"watch", watch}};
    lua_createtable(L, 0, 4);
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
        lua_pushcfunction(L, functions[i].function);
        lua_setfield(L, -2, functions[i].name);
    }
    lua_setglobal(L, "memory");
}

int main(int argc, char **argv)
{
    is_main_thread = true;
    open_arena();
    watch_signals();
    lua_State *L = open_state(argc, argv, lua_allocate);
    if (!L)
        return 2;
    push_memory(L);
    int failed = run_file(L, argv[1]);
    trap.kinds = 0;
    return close_state(L, failed);
}
