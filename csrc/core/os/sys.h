/* What the library asks of the operating system: clocks, random bytes, other processes, a guard against SIGPIPE. */
#ifndef AWS_CORE_SYS_H
#define AWS_CORE_SYS_H

#include <locale.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* Seconds of a clock that never jumps; its start means nothing. */
double sys_clock(void);

/* Seconds since 1970-01-01T00:00:00Z, fraction included. */
double sys_now(void);

/* Waits; a signal ends the wait early. */
void sys_sleep(double seconds);

/* Whole milliseconds, rounded up; a billion at most. */
long sys_milliseconds(double seconds);

/* Fills `data` from the system's generator; false when it has none. */
bool sys_random(void *data, size_t length);

/*
 * A new descriptor above the standard three: in their place, where a process was started without them, it would
 * get whatever the program prints. It is taken over; -1, and errno, where that fails, as for one that is -1.
 */
int sys_above_standard(int fd);

/* What an error number says, in English whatever the locale is; of ENOMEM what is said everywhere. */
const char *sys_error_text(int code);

/* This thread's locale is "C" until it is left with what was returned; the process's stays as it is. */
locale_t sys_enter_plain_locale(void);
void sys_leave_plain_locale(locale_t previous);

/* Whether there is a process of this number, whoever's it is. */
bool sys_process_exists(pid_t pid);

/*
 * Without signal handlers of its own (CURLOPT_NOSIGNAL), libcurl lets a write on a dead TLS connection raise SIGPIPE.
 * So it is blocked in this thread while libcurl works, and one that came is taken away before it is unblocked.
 */
typedef struct sys_pipe_guard {
    sigset_t previous;
    bool was_pending;
} sys_pipe_guard;

sys_pipe_guard sys_block_pipe_signal(void);
void sys_restore_pipe_signal(const sys_pipe_guard *guard);

#endif
