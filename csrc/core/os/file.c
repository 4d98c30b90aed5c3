#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sys.h"

bool file_fail(file_fault *fault, const char *message)
{
    snprintf(fault->message, sizeof fault->message, "%s", message);
    return false;
}

bool file_fail_to(file_fault *fault, const char *verb)
{
    snprintf(fault->message, sizeof fault->message, "cannot be %s: %s", verb,
             sys_error_text(errno));
    return false;
}

int file_open(const char *path, int flags, mode_t mode)
{
    int fd;
    do {
        fd = open(path, flags | O_CLOEXEC | O_NOCTTY, mode);
    } while (fd < 0 && errno == EINTR);
    return sys_above_standard(fd);
}

/* ---- reading ---- */

static bool is_null_device(const struct stat *status)
{
    struct stat null;
    return S_ISCHR(status->st_mode) && stat("/dev/null", &null) == 0 &&
           null.st_rdev == status->st_rdev;
}

static bool is_file(const struct stat *status)
{
    return S_ISREG(status->st_mode) || is_null_device(status);
}

static bool check_kind(int fd, size_t limit, struct stat *status, file_fault *fault)
{
    if (fstat(fd, status) != 0)
        return file_fail_to(fault, "read");
    fault->is_not_file = !is_file(status);
    if (fault->is_not_file)
        return file_fail(fault, S_ISDIR(status->st_mode) ? "is a folder" : "is not a regular file");
    if (status->st_size > 0 && (uintmax_t)status->st_size > limit) {
        snprintf(fault->message, sizeof fault->message, "is larger than %zu bytes", limit);
        return false;
    }
    return true;
}

/* The size that the file was said to have is a hint: it may grow, and files below /proc have none. */
static bool read_all(int fd, size_t limit, size_t size, buffer *text, file_fault *fault)
{
    size_t start = text->length;
    for (;;) {
        if (!buffer_reserve(text, size + 1)) /* one more shows the end without growing */
            return file_fail(fault, "cannot be read: " NOT_ENOUGH_MEMORY);
        size = 4096;
        ssize_t got = read(fd, text->data + text->length, text->capacity - text->length);
        if (got == 0)
            return true;
        if (got < 0 && errno != EINTR)
            return file_fail_to(fault, "read");
        if (got > 0)
            text->length += (size_t)got;
        if (text->length - start > limit) {
            snprintf(fault->message, sizeof fault->message, "is larger than %zu bytes", limit);
            return false;
        }
    }
}

/*
 * After a failed open. What lies in a folder closed to this process is not there for it (HOME may be another user's); a
 * folder may be closed itself.
 */
static bool fail_to_open(const char *path, file_fault *fault)
{
    struct stat status;
    int error = errno;
    bool seen = stat(path, &status) == 0;
    fault->is_missing =
        error == ENOENT || error == ENOTDIR || (error == EACCES && !seen && errno == EACCES);
    fault->is_not_file = seen && !is_file(&status);
    errno = error;
    return file_fail_to(fault, "opened");
}

bool file_read_open(int fd, size_t limit, buffer *text, file_fault *fault)
{
    struct stat status;
    return check_kind(fd, limit, &status, fault) &&
           read_all(fd, limit, (size_t)status.st_size, text, fault);
}

bool file_read(const char *path, size_t limit, buffer *text, file_fault *fault)
{
    *fault = (file_fault){0};
    int fd = file_open(path, O_RDONLY | O_NONBLOCK, 0); /* a FIFO without a writer would wait */
    if (fd < 0)
        return fail_to_open(path, fault);
    bool ok = file_read_open(fd, limit, text, fault);
    close(fd);
    return ok;
}

bool file_inspect(const char *path, file_status *status, file_fault *fault)
{
    struct stat found;
    *fault = (file_fault){0};
    if (stat(path, &found) != 0)
        return fail_to_open(path, fault);
    *status = (file_status){
        .mode = found.st_mode & 0777,
        .is_file = is_file(&found),
        .is_folder = S_ISDIR(found.st_mode),
    };
    return true;
}

/* ---- writing ---- */

/* Makes the folders in front of the last part of `path`, which is put back as it was. */
static bool make_parents(char *path, file_fault *fault)
{
    for (char *at = strchr(path + 1, '/'); at; at = strchr(at + 1, '/')) {
        *at = '\0';
        bool made = mkdir(path, 0700) == 0 || errno == EEXIST;
        *at = '/';
        if (!made)
            return file_fail_to(fault, "written: a folder cannot be made");
    }
    return true;
}

static int create(char *path, file_fault *fault)
{
    const int flags = O_WRONLY | O_CREAT | O_EXCL;
    int fd = file_open(path, flags, 0600);
    if (fd < 0 && errno == ENOENT) {
        if (!make_parents(path, fault))
            return -1;
        fd = file_open(path, flags, 0600);
    }
    if (fd < 0)
        file_fail_to(fault, "written");
    return fd;
}

static bool write_all(int fd, slice text)
{
    while (text.length > 0) {
        ssize_t put = write(fd, text.data, text.length);
        if (put < 0 && errno != EINTR)
            return false;
        if (put > 0) {
            text.data += put;
            text.length -= (size_t)put;
        }
    }
    return true;
}

static bool flush(int fd)
{
    int result;
    do {
        result = fsync(fd);
    } while (result != 0 && errno == EINTR);
    return result == 0;
}

/* Fills the new file `temporary` and gives it its name; after a failure nothing is left of it. */
static bool publish(char *temporary, const char *path, slice text, file_fault *fault)
{
    int fd = create(temporary, fault);
    if (fd < 0)
        return false;
    bool ok = fchmod(fd, 0600) == 0 && write_all(fd, text) && flush(fd);
    if (!ok)
        file_fail_to(fault, "written");
    if (close(fd) != 0 && ok) /* the descriptor is gone, whatever close says */
        ok = file_fail_to(fault, "written");
    if (ok && rename(temporary, path) != 0)
        ok = file_fail_to(fault, "replaced");
    if (!ok)
        unlink(temporary);
    return ok;
}

bool file_write_private(const char *path, slice text, file_fault *fault)
{
    uint64_t random;
    *fault = (file_fault){0};
    if (!sys_random(&random, sizeof random))
        return file_fail(fault, "cannot be written: the system's random generator failed");
    size_t size = strlen(path) + 1 + 16 + 1;
    char *temporary = malloc(size);
    if (!temporary)
        return file_fail(fault, "cannot be written: " NOT_ENOUGH_MEMORY);
    snprintf(temporary, size, "%s.%016" PRIx64, path, random);
    bool ok = publish(temporary, path, text, fault);
    free(temporary);
    return ok;
}
