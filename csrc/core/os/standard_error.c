#include "standard_error.h"

#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <unistd.h>

#include "sys.h"

/* A blocking write would wait for as long as a reader that has stopped: so it begins where some bytes are taken at once. */
static bool is_ready(double deadline)
{
    struct pollfd wanted = {.fd = STDERR_FILENO, .events = POLLOUT};
    int ready;
    do {
        ready = poll(&wanted, 1, (int)sys_milliseconds(deadline - sys_clock()));
    } while (ready < 0 && errno == EINTR);
    return ready > 0;
}

size_t standard_error_write(slice text, double seconds)
{
    size_t done = 0;
    double deadline = sys_clock() + seconds;
    sys_pipe_guard guard = sys_block_pipe_signal();
    while (done < text.length && is_ready(deadline)) {
        ssize_t put = write(STDERR_FILENO, text.data + done, text.length - done);
        if (put == 0 || (put < 0 && errno != EINTR))
            break;
        done += put > 0 ? (size_t)put : 0;
    }
    sys_restore_pipe_signal(&guard);
    return done;
}
