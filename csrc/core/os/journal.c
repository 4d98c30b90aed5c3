#include "journal.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* Checks the kind of the file first: a lock on a device or a FIFO would be in the way of others. */
static bool lock(journal *j, file_fault *fault)
{
    struct stat status;
    if (fstat(j->fd, &status) != 0)
        return file_fail_to(fault, "opened");
    if (!S_ISREG(status.st_mode))
        return file_fail(fault, "is not a regular file");
    if (flock(j->fd, LOCK_EX | LOCK_NB) == 0)
        return true;
    j->is_locked = errno == EWOULDBLOCK;
    return j->is_locked ? file_fail(fault, "is locked") : file_fail_to(fault, "locked");
}

/* A missing file is made where the path says, not where a link that leads nowhere would have it: O_EXCL follows none. */
static int open_or_make(const char *path)
{
    const int flags = O_RDWR | O_APPEND | O_NONBLOCK; /* the open of a FIFO or a device may wait */
    int fd = file_open(path, flags, 0);
    if (fd < 0 && errno == ENOENT)
        fd = file_open(path, flags | O_CREAT | O_EXCL, 0666);
    if (fd < 0 && errno == EEXIST) /* another process has made it meanwhile */
        fd = file_open(path, flags, 0);
    return fd;
}

bool journal_open(journal *j, const char *path, file_fault *fault)
{
    *fault = (file_fault){0};
    *j = (journal){0};
    j->fd = open_or_make(path);
    if (j->fd < 0)
        return file_fail_to(fault, "opened");
    if (!lock(j, fault)) {
        close(j->fd);
        return false;
    }
    j->is_open = true;
    j->owner = getpid();
    return true;
}

bool journal_read(const journal *j, size_t limit, buffer *text, file_fault *fault)
{
    *fault = (file_fault){0};
    if (lseek(j->fd, 0, SEEK_SET) != 0)
        return file_fail_to(fault, "read");
    return file_read_open(j->fd, limit, text, fault);
}

static bool truncate_to(int fd, off_t length)
{
    int result;
    do {
        result = ftruncate(fd, length);
    } while (result != 0 && errno == EINTR);
    return result == 0;
}

/* Whether this process may change it. Its size is what it was before the change. */
static bool may_change(const journal *j, struct stat *status, file_fault *fault)
{
    *fault = (file_fault){0};
    if (j->owner != getpid())
        return file_fail(fault, "belongs to the process that opened it");
    if (j->is_cut)
        return file_fail(fault, "ends with a part of a line that could not be taken back");
    if (fstat(j->fd, status) != 0)
        return file_fail_to(fault, "written");
    return status->st_nlink > 0 || file_fail(fault, "was deleted");
}

bool journal_cut(journal *j, size_t length, file_fault *fault)
{
    struct stat status;
    if (!may_change(j, &status, fault))
        return false;
    return truncate_to(j->fd, (off_t)length) || file_fail_to(fault, "written");
}

/* One write, unless the system takes less. Returns how many bytes it took. */
static size_t write_line(int fd, slice line)
{
    size_t done = 0;
    while (done < line.length) {
        ssize_t put = write(fd, line.data + done, line.length - done);
        if (put == 0 || (put < 0 && errno != EINTR))
            break;
        done += put > 0 ? (size_t)put : 0;
    }
    return done;
}

bool journal_append(journal *j, slice line, file_fault *fault)
{
    struct stat before;
    if (!may_change(j, &before, fault))
        return false;
    size_t done = write_line(j->fd, line);
    if (done == line.length)
        return true;
    file_fail_to(fault, "written");
    /* NOLINTNEXTLINE(clang-analyzer-core.CallAndMessage) may_change has filled it */
    j->is_cut = done > 0 && !truncate_to(j->fd, before.st_size);
    return false;
}

void journal_close(journal *j)
{
    if (!j->is_open)
        return;
    j->is_open = false;
    if (j->owner == getpid())
        flock(j->fd,
              LOCK_UN); /* a process that was forked meanwhile may hold the descriptor longer */
    close(j->fd);
}
