#include "sys.h"

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <pthread.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

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

int sys_above_standard(int fd)
{
    if (fd < 0 || fd > STDERR_FILENO)
        return fd;
    int above = fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    int code = errno;
    close(fd);
    errno = code;
    return above;
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

static sigset_t pipe_signal_alone(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGPIPE);
    return set;
}

sys_pipe_guard sys_block_pipe_signal(void)
{
    sys_pipe_guard guard;
    sigset_t set = pipe_signal_alone();
    pthread_sigmask(SIG_BLOCK, &set, &guard.previous);
    /* Only what was blocked before can be pending. */
    guard.was_pending = sigismember(&guard.previous, SIGPIPE) == 1 && pipe_signal_is_pending();
    return guard;
}

void sys_restore_pipe_signal(const sys_pipe_guard *guard)
{
    static const struct timespec at_once = {0, 0};
    sigset_t set = pipe_signal_alone();
    while (!guard->was_pending && sigtimedwait(&set, NULL, &at_once) < 0 && errno == EINTR)
        continue;
    pthread_sigmask(SIG_SETMASK, &guard->previous, NULL);
}
