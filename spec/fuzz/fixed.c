/*
 * The inputs of make fuzz-smoke: the seeds, and others that are made of them and of a dictionary's words. They depend on
 * nothing else, so that a tree passes or fails wherever it is tried. Those of libFuzzer depend on the places that were
 * reached, which addresses and the hashes of a Lua state decide.
 *   PROGRAM fixed COUNT SECONDS KEPT DICTIONARY SEED...
 * COUNT inputs are made, unless they take more than SECONDS of the processor. One that fails is written to the file KEPT.
 */
#include <ctype.h>
#include <sanitizer/common_interface_defs.h>
#include <signal.h>
#include <stdbool.h>
#include <time.h>
#include <unistd.h>

#include "fuzz.h"

enum {
    LONGEST = 4096,
    LONGEST_SEED = 64 * 1024,
    LONGEST_LINE = 1024,
    MOST = 1024,
    HANGS_AFTER = 60
};

int LLVMFuzzerInitialize(int *argc, char ***argv);

/* What a fuzzer does before its first input, if it defines it. */
__attribute__((weak)) void fuzzer_start(bool is_fixed);

typedef struct text_list {
    slice items[MOST];
    size_t count;
} text_list;

static text_list seeds, words;
static const char *kept; /* NULL while no input is tried */
static uint8_t input[LONGEST_SEED];
static size_t length;
static uint64_t chance;

/* A number below `limit`: splitmix64 from a fixed beginning. No expression has two of them: their order would be the
 * compiler's choice. */
static size_t below(size_t limit)
{
    uint64_t mixed = chance += 0x9e3779b97f4a7c15u;
    mixed = (mixed ^ mixed >> 30) * 0xbf58476d1ce4e5b9u;
    mixed = (mixed ^ mixed >> 27) * 0x94d049bb133111ebu;
    return limit > 0 ? (size_t)((mixed ^ mixed >> 31) % limit) : 0;
}

/* ---- seeds and words ---- */

static void add(text_list *list, slice text)
{
    check(list->count < MOST);
    list->items[list->count++] = (slice){exact_copy(text), text.length};
}

static void read_seed(const char *path)
{
    FILE *file = fopen(path, "rb");
    check(file != NULL);
    length = fread(input, 1, sizeof input, file);
    check(!ferror(file) && feof(file));
    fclose(file);
    add(&seeds, input_of(input, length));
}

/* Adds the word of a line "…" of libFuzzer's dictionaries, where \xNN is a byte. */
static void read_word(const char *line)
{
    char word[LONGEST_LINE];
    size_t count = 0;
    const char *end = strrchr(line, '"');
    const char *at = line[0] == '"' ? line + 1 : end;
    while (at && at < end) {
        unsigned byte = (unsigned char)*at++;
        if (byte == '\\' && sscanf(at, "x%2x", &byte) == 1)
            at += 3;
        word[count++] = (char)byte;
    }
    if (count > 0)
        add(&words, (slice){word, count});
}

static void read_dictionary(const char *path)
{
    char line[LONGEST_LINE];
    FILE *file = fopen(path, "r");
    while (file && fgets(line, sizeof line, file))
        read_word(line);
    if (file)
        fclose(file);
}

/* ---- inputs ---- */

static slice any_of(const text_list *list)
{
    return list->count > 0 ? list->items[below(list->count)] : SLICE("");
}

/* A part of a text, of at most 64 bytes. */
static slice part_of(slice text)
{
    size_t from = below(text.length), left = text.length - from;
    return (slice){text.data + from, below((left < 64 ? left : 64) + 1)};
}

static void insert(size_t at, slice text)
{
    char copy[LONGEST];
    size_t count = text.length < LONGEST - length ? text.length : LONGEST - length;
    memcpy(copy, text.data, count);
    memmove(input + at + count, input + at, length - at);
    memcpy(input + at, copy, count);
    length += count;
}

static void insert_somewhere(slice text)
{
    insert(below(length + 1), text);
}

static void erase(size_t at, size_t count)
{
    memmove(input + at, input + at + count, length - at - count);
    length -= count;
}

static void replace(slice text)
{
    size_t at = below(length + 1), left = length - at;
    erase(at, text.length < left ? text.length : left);
    insert(at, text);
}

static void change_byte(void)
{
    size_t at = below(length);
    uint8_t byte = (uint8_t)below(256);
    if (length > 0)
        input[at] = below(2) ? byte : (uint8_t)(input[at] ^ 1u << byte % 8);
}

static void change_digit(void)
{
    size_t at = below(length);
    while (at < length && !isdigit(input[at]))
        at++;
    if (at < length)
        input[at] = (uint8_t)('0' + below(10));
}

static void insert_bytes(void)
{
    size_t value = below(1u << 16);
    char bytes[2] = {(char)(value >> 8), (char)value};
    insert_somewhere((slice){bytes, 1 + below(2)});
}

static void insert_word(void)
{
    insert_somewhere(any_of(&words));
}

static void insert_own_part(void)
{
    insert_somewhere(part_of(input_of(input, length)));
}

static void insert_part_of_seed(void)
{
    insert_somewhere(part_of(any_of(&seeds)));
}

static void replace_by_word(void)
{
    replace(any_of(&words));
}

static void replace_by_part_of_seed(void)
{
    replace(part_of(any_of(&seeds)));
}

static void erase_part(void)
{
    size_t at = below(length + 1), left = length - at;
    erase(at, below((left < 16 ? left : 16) + 1));
}

/* Words are what leads furthest. */
static void (*const changes[])(void) = {
    change_byte,         change_digit,    insert_bytes,
    insert_word,         insert_word,     insert_own_part,
    insert_part_of_seed, replace_by_word, replace_by_part_of_seed,
    erase_part,
};

static void make_input(void)
{
    slice seed = any_of(&seeds);
    length = seed.length < LONGEST ? seed.length : LONGEST;
    memcpy(input, seed.data, length);
    size_t most = 1 + below(8);
    for (size_t left = 1 + below(most); left > 0; left--)
        changes[below(sizeof changes / sizeof changes[0])]();
}

static void use_seed(slice seed)
{
    length = seed.length;
    memcpy(input, seed.data, length);
}

/* ---- trying them ---- */

static void keep_input(void)
{
    FILE *file = kept ? fopen(kept, "wb") : NULL;
    if (!file)
        return;
    fwrite(input, 1, length, file);
    fclose(file);
    fprintf(stderr, "The input is in %s\n", kept);
}

static void on_signal(int number)
{
    if (number == SIGALRM)
        fprintf(stderr, "an input takes more than %d s\n", HANGS_AFTER);
    __sanitizer_print_stack_trace();
    keep_input();
    _exit(1);
}

/* Tries it in memory of exactly its size. */
static void try_input(void)
{
    char *copy = exact_copy(input_of(input, length));
    alarm(HANGS_AFTER);
    LLVMFuzzerTestOneInput((const uint8_t *)copy, length);
    alarm(0);
    free(copy);
}

static int run(int count, int seconds)
{
    int done = 0;
    __sanitizer_set_death_callback(keep_input);
    signal(SIGABRT, on_signal);
    signal(SIGALRM, on_signal);
    for (size_t i = 0; i < seeds.count; i++) {
        use_seed(seeds.items[i]);
        try_input();
    }
    for (; done < count && clock() / CLOCKS_PER_SEC < seconds; done++) {
        make_input();
        try_input();
    }
    kept = NULL;
    printf("%d of %d inputs\n", done, count);
    return 0;
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    char **words_given = *argv;
    bool is_fixed = *argc > 6 && strcmp(words_given[1], "fixed") == 0;
    if (fuzzer_start)
        fuzzer_start(is_fixed);
    if (!is_fixed)
        return 0;
    kept = words_given[4];
    read_dictionary(words_given[5]);
    for (int i = 6; i < *argc; i++)
        read_seed(words_given[i]);
    exit(run(atoi(words_given[2]), atoi(words_given[3])));
}
