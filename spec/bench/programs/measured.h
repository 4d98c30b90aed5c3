/* What a measured program in C says to the bench: the same as worker.lua. */
#ifndef BENCH_MEASURED_H
#define BENCH_MEASURED_H

#include <stdio.h>
#include <time.h>

/* Instructions are counted by callgrind, where its header is installed. */
#if defined(__has_include)
#if __has_include(<valgrind/callgrind.h>)
#include <valgrind/callgrind.h>
#endif
#endif
#ifndef CALLGRIND_ZERO_STATS
#define CALLGRIND_ZERO_STATS
#define CALLGRIND_DUMP_STATS
#endif

static inline double seconds_of(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* For each line of standard input, a number: runs so many units, and prints seconds of time and of processor time. */
static inline void serve_counts(void (*run)(long count))
{
    long count;
    while (scanf("%ld", &count) == 1) {
        CALLGRIND_ZERO_STATS;
        double wall = seconds_of(CLOCK_MONOTONIC), cpu = seconds_of(CLOCK_PROCESS_CPUTIME_ID);
        run(count);
        cpu = seconds_of(CLOCK_PROCESS_CPUTIME_ID) - cpu;
        wall = seconds_of(CLOCK_MONOTONIC) - wall;
        CALLGRIND_DUMP_STATS;
        printf("%.9f %.9f\n", wall, cpu);
        fflush(stdout);
    }
}

#endif
