#include "sys.h"

#include <errno.h>
#include <locale.h>
#include <pthread.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

#include "core/base/buffer.h"

static double read_clock(clockid_t id)
{
    struct timespec t;
    clock_gettime(id, &t); /* cannot fail for the two clocks below */
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

double sys_clock(void)
{
    return read_clock(CLOCK_MONOTONIC);
}

double sys_now(void)
{
    return read_clock(CLOCK_REALTIME);
}

void sys_sleep(double seconds)
{
    struct timespec t;
    if (!(seconds > 0))
        return;
    if (seconds > 1e9)
        seconds = 1e9;
    t.tv_sec = (time_t)seconds;
    t.tv_nsec = (long)((seconds - (double)t.tv_sec) * 1e9);
    nanosleep(&t, NULL); /* a signal ends it early */
}

long sys_milliseconds(double seconds)
{
    if (!(seconds > 0))
        return 0;
    return seconds > 1e6 ? 1000000000L : (long)(seconds * 1000 + 0.999);
}

bool sys_random(void *data, size_t length)
{
    char *at = data;
    while (length > 0) {
        ssize_t got = getrandom(at, length, 0);
        if (got < 0 && errno != EINTR)
            return false;
        if (got > 0) {
            at += got;
            length -= (size_t)got;
        }
    }
    return true;
}

bool sys_uuid(char out[SYS_UUID_LENGTH])
{
    static const char digits[] = "0123456789abcdef";
    unsigned char bytes[16];
    if (!sys_random(bytes, sizeof bytes))
        return false;
    bytes[6] = (unsigned char)((bytes[6] & 0x0f) | 0x40);
    bytes[8] = (unsigned char)((bytes[8] & 0x3f) | 0x80);
    for (size_t i = 0; i < sizeof bytes; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            *out++ = '-';
        *out++ = digits[bytes[i] >> 4];
        *out++ = digits[bytes[i] & 15];
    }
    return true;
}

locale_t sys_enter_plain_locale(void)
{
    locale_t plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    return plain ? uselocale(plain) : (locale_t)0;
}

void sys_leave_plain_locale(locale_t previous)
{
    if (previous)
        freelocale(uselocale(previous));
}

const char *sys_error_text(int code)
{
    if (code == ENOMEM)
        return NOT_ENOUGH_MEMORY;
    locale_t plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    if (!plain)
        return "an error of the system";
    const char *text = strerror_l(code, plain);
    freelocale(plain);
    return text;
}

bool sys_process_exists(pid_t pid)
{
    return kill(pid, 0) == 0 || errno == EPERM;
}

static bool pipe_signal_is_pending(void)
{
    sigset_t pending;
    return sigpending(&pending) == 0 && sigismember(&pending, SIGPIPE) == 1;
}

sys_pipe_guard sys_block_pipe_signal(void)
{
    sys_pipe_guard guard = {.was_pending = pipe_signal_is_pending()};
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &set, &guard.previous);
    return guard;
}

void sys_restore_pipe_signal(const sys_pipe_guard *guard)
{
    if (!guard->was_pending && pipe_signal_is_pending()) {
        static const struct timespec at_once = {0, 0};
        sigset_t set;
        sigemptyset(&set);
        sigaddset(&set, SIGPIPE);
        while (sigtimedwait(&set, NULL, &at_once) < 0 && errno == EINTR)
            continue;
    }
    pthread_sigmask(SIG_SETMASK, &guard->previous, NULL);
}
