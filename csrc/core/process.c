#include "process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "crypto.h"
#include "sys.h"

enum { LONGEST_WAIT = 50, GRACE = 500 }; /* milliseconds */

/* ---- starting ---- */

static void close_end(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

/* A pipe whose ends are none of the standard three, where the child's own are put. */
static bool open_pipe(int ends[2])
{
    if (pipe2(ends, O_CLOEXEC) != 0) {
        ends[0] = ends[1] = -1;
        return false;
    }
    for (int i = 0; i < 2; i++) {
        if (ends[i] > STDERR_FILENO)
            continue;
        int moved = fcntl(ends[i], F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
        int code = errno;
        close(ends[i]);
        ends[i] = moved;
        if (moved < 0) {
            close_end(&ends[1 - i]);
            errno = code;
            return false;
        }
    }
    return true;
}

/* Nothing but the standard three goes on into the program. */
static int close_others(posix_spawn_file_actions_t *actions)
{
#if defined(__GLIBC__) && defined(__GLIBC_PREREQ)
#if __GLIBC_PREREQ(2, 34)
#define HAVE_CLOSEFROM 1
#endif
#endif
#ifdef HAVE_CLOSEFROM
    return posix_spawn_file_actions_addclosefrom_np(actions, STDERR_FILENO + 1);
#else
    long most = sysconf(_SC_OPEN_MAX);
    int code = 0;
    for (int fd = STDERR_FILENO + 1; code == 0 && fd < most && fd < 65536; fd++) {
        int flags = fcntl(fd, F_GETFD);
        if (flags >= 0 && !(flags & FD_CLOEXEC))
            code = posix_spawn_file_actions_addclose(actions, fd);
    }
    return code;
#endif
}

static int fill_actions(posix_spawn_file_actions_t *actions, int output, int errors)
{
    int code = posix_spawn_file_actions_addopen(actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    if (code == 0)
        code = posix_spawn_file_actions_adddup2(actions, output, STDOUT_FILENO);
    if (code == 0)
        code = posix_spawn_file_actions_adddup2(actions, errors, STDERR_FILENO);
    return code ? code : close_others(actions);
}

/* A group of its own, no signal blocked, and those as usual that hosts ignore (nginx: SIGPIPE). */
static int fill_attributes(posix_spawnattr_t *attributes)
{
    sigset_t none;
    sigset_t usual;
    sigemptyset(&none);
    sigemptyset(&usual);
    sigaddset(&usual, SIGPIPE);
    sigaddset(&usual, SIGCHLD);
    sigaddset(&usual, SIGTERM);
    sigaddset(&usual, SIGINT);
    int code = posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK |
                                                        POSIX_SPAWN_SETSIGDEF);
    if (code == 0)
        code = posix_spawnattr_setpgroup(attributes, 0);
    if (code == 0)
        code = posix_spawnattr_setsigmask(attributes, &none);
    return code ? code : posix_spawnattr_setsigdefault(attributes, &usual);
}

static int spawn_with(process *p, char *const arguments[], char *const environment[],
                      posix_spawn_file_actions_t *actions, int output, int errors)
{
    posix_spawnattr_t attributes;
    int code = posix_spawnattr_init(&attributes);
    if (code != 0)
        return code;
    code = fill_actions(actions, output, errors);
    if (code == 0)
        code = fill_attributes(&attributes);
    if (code == 0)
        code = posix_spawnp(&p->pid, arguments[0], actions, &attributes, arguments, environment);
    if (code != 0)
        p->pid = 0;
    posix_spawnattr_destroy(&attributes);
    return code;
}

static int spawn(process *p, char *const arguments[], char *const environment[], int output,
                 int errors)
{
    posix_spawn_file_actions_t actions;
    int code = posix_spawn_file_actions_init(&actions);
    if (code != 0)
        return code;
    code = spawn_with(p, arguments, environment, &actions, output, errors);
    posix_spawn_file_actions_destroy(&actions);
    return code;
}

static void own(process_output *from, int fd)
{
    fcntl(fd, F_SETFL, O_NONBLOCK); /* nothing of a pipe's end that it could fail on */
    from->fd = fd;
    from->is_open = true;
}

static void block_child_signal(process *p)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGCHLD);
    p->is_guarded = pthread_sigmask(SIG_BLOCK, &set, &p->previous) == 0;
}

const char *process_start(process *p, char *const arguments[], char *const environment[],
                          size_t limit)
{
    int output[2];
    int errors[2] = {-1, -1};
    p->limit = limit;
    /* one more byte shows that there is too much */
    if (!buffer_reserve(&p->output.text, limit + 1) || !buffer_reserve(&p->errors.text, limit))
        return strerror(ENOMEM);
    int code = open_pipe(output) && open_pipe(errors) ? 0 : errno;
    if (code == 0) {
        block_child_signal(p);
        code = spawn(p, arguments, environment, output[1], errors[1]);
    }
    close_end(&output[1]);
    close_end(&errors[1]);
    if (code == 0) {
        own(&p->output, output[0]);
        own(&p->errors, errors[0]);
        return NULL;
    }
    close_end(&output[0]);
    close_end(&errors[0]);
    return strerror(code);
}

/* ---- reading ---- */

static void close_output(process_output *from)
{
    if (from->is_open)
        close(from->fd);
    from->is_open = false;
}

/* Reads once, into the room that is left or to nowhere. True when there may be more to keep. */
static bool read_some(process_output *from, size_t limit)
{
    char scrap[4096];
    if (!from->is_open)
        return false;
    size_t room = limit - from->text.length;
    ssize_t got = read(from->fd, room > 0 ? from->text.data + from->text.length : scrap,
                       room > 0 ? room : sizeof scrap);
    if (got > 0 && room > 0)
        from->text.length += (size_t)got;
    if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR))
        close_output(from);
    return got > 0 && room > 0;
}

/* Waits for output; without pipes to wait for, only for time to pass. */
static void wait_for_output(process *p, int milliseconds)
{
    struct pollfd pipes[2];
    nfds_t count = 0;
    if (p->output.is_open)
        pipes[count++] = (struct pollfd){.fd = p->output.fd, .events = POLLIN};
    if (p->errors.is_open)
        pipes[count++] = (struct pollfd){.fd = p->errors.fd, .events = POLLIN};
    poll(pipes, count, count > 0 ? milliseconds : milliseconds < 2 ? milliseconds : 2);
}

/* Whether it ended; its number stays its own until it is reaped. Where SIGCHLD is ignored the system reaps. */
static bool has_ended(const process *p)
{
    siginfo_t found;
    memset(&found, 0, sizeof found);
    if (waitid(P_PID, (id_t)p->pid, &found, WEXITED | WNOHANG | WNOWAIT) != 0)
        return errno == ECHILD;
    return found.si_pid != 0;
}

static void reap(process *p)
{
    int status = 0;
    p->exit_code = -1;
    if (waitpid(p->pid, &status, WNOHANG) == p->pid) {
        if (WIFEXITED(status))
            p->exit_code = WEXITSTATUS(status);
        else if (WIFSIGNALED(status))
            p->signal = WTERMSIG(status);
    }
    p->pid = 0;
}

bool process_step(process *p, double seconds)
{
    double milliseconds = seconds * 1000;
    wait_for_output(p, milliseconds > LONGEST_WAIT ? LONGEST_WAIT
                       : milliseconds > 0          ? (int)milliseconds
                                                   : 0);
    bool ended = has_ended(p); /* asked first: what it wrote is in the pipes then */
    do {
        read_some(&p->errors, p->limit);
    } while (read_some(&p->output, p->limit + 1));
    p->overflowed = p->output.text.length > p->limit;
    if (!ended || p->overflowed)
        return p->overflowed;
    while (read_some(&p->errors, p->limit))
        continue;
    reap(p);
    return true;
}

/* ---- ending ---- */

/* To its group, and to itself in case it left the group. */
static void send_signal(const process *p, int number)
{
    kill(-p->pid, number);
    if (!has_ended(p))
        kill(p->pid, number);
}

static void wait_for_end(const process *p)
{
    double deadline = sys_clock() + GRACE / 1000.0;
    while (!has_ended(p) && sys_clock() < deadline)
        poll(NULL, 0, 2);
}

/* The second signal is also for what the first left of the group. */
static void stop(process *p)
{
    send_signal(p, SIGTERM);
    send_signal(p, SIGCONT);
    wait_for_end(p);
    send_signal(p, SIGKILL);
    wait_for_end(p);
    reap(p);
}

void process_end(process *p)
{
    if (p->pid > 0)
        stop(p);
    close_output(&p->output);
    close_output(&p->errors);
    if (p->is_guarded)
        pthread_sigmask(SIG_SETMASK, &p->previous, NULL);
    p->is_guarded = false;
}

void process_free(process *p)
{
    process_end(p);
    crypto_wipe_buffer(&p->output.text);
    crypto_wipe_buffer(&p->errors.text);
}
