/* This process's standard error: a terminal, a file, a pipe that nobody reads, or nothing at all. */
#ifndef AWS_CORE_STANDARD_ERROR_H
#define AWS_CORE_STANDARD_ERROR_H

#include "core/base/buffer.h"

/*
 * Writes a text, by one write unless the system takes less. Each write waits until it is taken, `seconds` at most. Returns
 * how many bytes were taken: the rest is lost where nobody reads, it is closed, or a disk is full. It never ends the
 * process (SIGPIPE).
 */
size_t standard_error_write(slice text, double seconds);

#endif
