/* What the fuzzers in C have in common: a reader of the fuzzer's bytes, and a check that ends the run. */
#ifndef SPEC_FUZZ_H
#define SPEC_FUZZ_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/base/buffer.h"

/* libFuzzer calls it for each input; a fuzzer defines it. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Ends the run where something is not as it has to be; libFuzzer keeps the input. */
#define check(condition)                                                                           \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition);                \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

/* The input; an empty one is not a NULL pointer. */
static inline slice input_of(const uint8_t *data, size_t size)
{
    return (slice){size > 0 ? (const char *)data : "", size};
}

/* Takes the first byte of an input; 0 at its end. */
static inline unsigned take_byte(slice *input)
{
    if (input->length == 0)
        return 0;
    input->length--;
    return (unsigned char)*input->data++;
}

/* Takes what is before the next `end`, and that byte; all that is left without one. */
static inline slice take_until(slice *input, char end)
{
    const char *found = input->length > 0 ? memchr(input->data, end, input->length) : NULL;
    slice taken = {input->data, found ? (size_t)(found - input->data) : input->length};
    size_t length = taken.length + (found ? 1 : 0);
    input->data += length;
    input->length -= length;
    return taken;
}

/* A copy in memory of exactly its size, so that a read past its end is seen. The caller frees it. */
static inline char *exact_copy(slice text)
{
    char *copy = malloc(text.length > 0 ? text.length : 1);
    check(copy != NULL);
    if (text.length > 0)
        memcpy(copy, text.data, text.length);
    return copy;
}

#endif
