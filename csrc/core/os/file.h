/* Whole files: read with a limit and without ever waiting, and written so that only their owner can read them. */
#ifndef AWS_CORE_FILE_H
#define AWS_CORE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "core/base/buffer.h"

/* Why a file could not be read or written, a phrase to follow its path: "is a folder". */
typedef struct file_fault {
    char message[120];
    bool is_missing;  /* the file does not exist, as far as this process can see */
    bool is_not_file; /* a folder, a FIFO or a device is there */
} file_fault;

/*
 * Appends the bytes of a regular file, `limit` at most, to `text`, which the caller frees, also after a failure. The
 * null device is an empty file; any other device, a FIFO or a folder is a fault.
 */
bool file_read(const char *path, size_t limit, buffer *text, file_fault *fault);

/* What is at a path, without opening it. */
typedef struct file_status {
    unsigned mode; /* permission bits, 0 to 0777 */
    bool is_file;  /* a regular file, or the null device */
    bool is_folder;
} file_status;

bool file_inspect(const char *path, file_status *status, file_fault *fault);

/*
 * Writes a file of mode 0600 under another name beside `path` and renames it when it is on disk: nobody sees half a
 * file. Folders that are missing are made with mode 0700.
 */
bool file_write_private(const char *path, slice text, file_fault *fault);

/* ---- of an open file, for other modules of this room ---- */

/* Opens a file that programs which are started do not get; -1, and errno, as open says. */
int file_open(const char *path, int flags, mode_t mode);

/* As file_read, from where the descriptor is. */
bool file_read_open(int fd, size_t limit, buffer *text, file_fault *fault);

/* Notes why something failed: a message, or "cannot be VERB: " and what errno says. Both return false. */
bool file_fail(file_fault *fault, const char *message);
bool file_fail_to(file_fault *fault, const char *verb);

#endif
