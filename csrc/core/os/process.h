/*
 * A child process whose output is read while it runs. It gets no shell, no standard input, no other descriptor of ours
 * and a process group of its own, which is ended when its time is over.
 */
#ifndef AWS_CORE_PROCESS_H
#define AWS_CORE_PROCESS_H

#include <signal.h>
#include <stdbool.h>
#include <sys/types.h>

#include "core/base/buffer.h"

/* The read end of a pipe and what came out of it. */
typedef struct process_output {
    bool is_open;
    int fd;
    buffer text;
} process_output;

/* Zeroed, it has not been started. Belongs to one thread, which calls process_end before it does anything else. */
typedef struct process {
    pid_t pid; /* until it is reaped; 0 for none */
    size_t limit;
    double grace; /* seconds to end by itself when its time is over; as long at most to be ended */
    process_output
        output; /* stdout; it never grows, so that no copy of a secret stays in freed memory */
    process_output errors; /* the first bytes of stderr; the rest is read and dropped */
    int exit_code;         /* once it ended; -1 when a signal ended it or when that is not known */
    int signal;
    bool overflowed;   /* there were more than `limit` bytes on stdout */
    sigset_t previous; /* signals that were blocked before */
    bool is_guarded;
} process;

/*
 * Starts a program, found in PATH when its name has no slash. Returns NULL, or what the system said. Until
 * process_end, SIGCHLD is blocked in this thread: handlers that reap any child (nginx has one) would take its exit code.
 */
const char *process_start(process *p, char *const arguments[], size_t limit, double grace);

/*
 * Reads what comes, for some milliseconds at most and less than `seconds`. True once it ended or wrote too much. Other
 * processes that hold its pipes open are not waited for.
 */
bool process_step(process *p, double seconds);

/* Ends its whole process group if it runs still, closes everything and takes SIGCHLD as before. The texts stay. */
void process_end(process *p);

/* Ends it, and wipes and frees the texts. It may be called twice. */
void process_free(process *p);

#endif
