#include "process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sys.h"

enum { LONGEST_WAIT = 50 }; /* milliseconds */

/* ---- starting ---- */

/* Pipes by their ends: 0 to read, 1 to write; -1: not open. */
typedef struct pipe_set {
    int output[2];
    int errors[2];
    int report[2]; /* why the program could not start; a program that starts closes it */
} pipe_set;

static void close_end(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

/* A pipe whose ends are above the standard three, where the child's own are put. */
static bool open_pipe(int ends[2])
{
    int made[2];
    if (pipe2(made, O_CLOEXEC) != 0)
        return false;
    int code = 0;
    for (int i = 0; i < 2; i++) {
        ends[i] = sys_above_standard(made[i]);
        code = ends[i] < 0 ? errno : code;
    }
    errno = code;
    return ends[0] >= 0 && ends[1] >= 0;
}

/* What this process has open and no program of another one should see goes away at exec. */
static void hide_descriptors(void)
{
#ifdef SYS_close_range
    const unsigned int close_on_exec = 4; /* CLOSE_RANGE_CLOEXEC, of Linux 5.11 */
    if (syscall(SYS_close_range, STDERR_FILENO + 1, ~0U, close_on_exec) == 0)
        return;
#endif
    long most = sysconf(_SC_OPEN_MAX);
    for (int fd = STDERR_FILENO + 1; fd < most && fd < 65536; fd++)
        fcntl(fd, F_SETFD, FD_CLOEXEC);
}

/*
 * No signal blocked, and those as usual that hosts ignore (nginx: SIGPIPE) or catch. The terminal belongs to another
 * group: asking somebody there fails at once instead of stopping the program.
 */
static void reset_signals(void)
{
    static const int usual[] = {SIGPIPE, SIGCHLD, SIGTERM, SIGINT};
    sigset_t none;
    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++)
        signal(usual[i], SIG_DFL);
    signal(SIGTTIN, SIG_IGN);
    signal(SIGTTOU, SIG_IGN);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

/* In the child: becomes the program. Calls only what POSIX allows between fork and exec. */
__attribute__((noreturn)) static void become(char *const arguments[], const pipe_set *p)
{
    setpgid(0, 0);
    int null = open("/dev/null", O_RDONLY);
    bool ok = null >= 0 && (null == STDIN_FILENO || dup2(null, STDIN_FILENO) >= 0) &&
              dup2(p->output[1], STDOUT_FILENO) >= 0 && dup2(p->errors[1], STDERR_FILENO) >= 0;
    if (ok) {
        hide_descriptors();
        reset_signals();
        execvp(arguments[0], arguments);
    }
    int code = errno;
    ssize_t put = write(p->report[1], &code, sizeof code);
    _exit(put == sizeof code ? 127 : 126);
}

/* Waits for what the child reports; 0 once it is the program. */
static int read_report(int fd)
{
    int code = 0;
    ssize_t got;
    do {
        got = read(fd, &code, sizeof code);
    } while (got < 0 && errno == EINTR);
    return got == sizeof code ? code : 0;
}

static int spawn(process *p, char *const arguments[], pipe_set *ends)
{
    pid_t pid = fork();
    if (pid < 0)
        return errno;
    if (pid == 0)
        become(arguments, ends);
    close_end(&ends->report[1]);
    int code = read_report(ends->report[0]);
    if (code == 0)
        p->pid = pid;
    else
        while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
            continue;
    return code;
}

static void own(process_output *from, int *fd)
{
    fcntl(*fd, F_SETFL, O_NONBLOCK); /* a pipe of ours: nothing to fail on */
    from->fd = *fd;
    from->is_open = true;
    *fd = -1;
}

static void block_child_signal(process *p)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGCHLD);
    p->is_guarded = pthread_sigmask(SIG_BLOCK, &set, &p->previous) == 0;
}

/* The error's number, or 0. */
static int start(process *p, char *const arguments[], pipe_set *ends)
{
    /* one more byte shows that there is too much */
    if (!buffer_reserve(&p->output.text, p->limit + 1) ||
        !buffer_reserve(&p->errors.text, p->limit))
        return ENOMEM;
    if (!open_pipe(ends->output) || !open_pipe(ends->errors) || !open_pipe(ends->report))
        return errno;
    block_child_signal(p);
    int code = spawn(p, arguments, ends);
    if (code == 0) {
        own(&p->output, &ends->output[0]);
        own(&p->errors, &ends->errors[0]);
    }
    return code;
}

const char *process_start(process *p, char *const arguments[], size_t limit, double grace)
{
    pipe_set ends = {{-1, -1}, {-1, -1}, {-1, -1}};
    p->limit = limit;
    p->grace = grace;
    int code = start(p, arguments, &ends);
    for (int i = 0; i < 2; i++) {
        close_end(&ends.output[i]);
        close_end(&ends.errors[i]);
        close_end(&ends.report[i]);
    }
    return code ? sys_error_text(code) : NULL;
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
    double deadline = sys_clock() + p->grace;
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
    buffer_free(&p->output.text);
    buffer_free(&p->errors.text);
}
