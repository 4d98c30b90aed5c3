/*
 * A scripted TCP server on 127.0.0.1, for what nginx cannot be made to do:
 *   tcp_server LOG PROGRAM...   the n-th connection runs the n-th program, further ones the last
 *   tcp_server LOG --full [ADDRESS PORT]   accepts nothing and has a full backlog: connecting hangs
 * Prints its port and ends when its standard output is closed. A program is a list of steps separated by ";":
 *   read [MS]   one whole request, pausing after each megabyte of its body; its head goes to LOG
 *   log         some bytes, which go to LOG
 *   send TEXT   (a byte may be written \xHH)
 *   repeat N TEXT
 *               the same N times
 *   sleep MS
 *   relay [N]   connects to where the request wants to go (CONNECT or absolute URL) and passes on what comes;
 *               ends rudely after N bytes from the client
 *   reset       ends the connection with a RST
 *   tls CERTIFICATE KEY    a handshake; the steps behind it go through TLS, a record for each send. A second one is inside
 *               the first: there a record holds 512 bytes, and a record of the outer TLS all records of a send
 *   notify      says that TLS ends here (close_notify)
 *   raw TEXT    sends below TLS
 *   note TEXT   writes to LOG
 *   wait FILE   until it is there
 * The connection is closed at the end of its program.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { LARGEST_REQUEST = 1 << 20 };

static const char *log_path;
static char request[LARGEST_REQUEST + 1];
static size_t request_length;
static SSL *tls; /* NULL: none */

static void fail(const char *what)
{
    perror(what);
    exit(1);
}

static int listen_at(in_addr_t host, in_port_t port, int backlog)
{
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_addr = {host}, .sin_port = htons(port)};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof address) || listen(fd, backlog))
        fail("listen");
    return fd;
}

static struct sockaddr_in address_of(int listener)
{
    struct sockaddr_in address;
    socklen_t length = sizeof address;
    if (getsockname(listener, (struct sockaddr *)&address, &length))
        fail("getsockname");
    return address;
}

static void print_port(int listener)
{
    printf("%d\n", ntohs(address_of(listener).sin_port));
    fflush(stdout);
}

/* The kernel drops what comes when the queue of a listening socket is full. */
static void fill_backlog(int listener)
{
    struct sockaddr_in address = address_of(listener);
    for (int i = 0; i < 8; i++) {
        int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
        if (connect(fd, (struct sockaddr *)&address, sizeof address) && errno != EINPROGRESS)
            fail("connect");
    }
}

static void write_all(int fd, const char *data, size_t length)
{
    if (tls) {
        if (SSL_write(tls, data, (int)length) <= 0 || BIO_flush(SSL_get_wbio(tls)) <= 0)
            _exit(0);
        return;
    }
    while (length > 0) {
        ssize_t sent = send(fd, data, length, MSG_NOSIGNAL);
        if (sent <= 0)
            _exit(0);
        data += sent;
        length -= (size_t)sent;
    }
}

static size_t content_length(const char *head)
{
    const char *found = strcasestr(head, "\r\ncontent-length:");
    return found ? strtoul(found + strlen("\r\ncontent-length:"), NULL, 10) : 0;
}

static void log_bytes(const char *data, size_t length)
{
    int fd = open(log_path, O_WRONLY | O_APPEND | O_CREAT, 0600);
    if (fd < 0 || write(fd, data, length) != (ssize_t)length)
        fail(log_path);
    close(fd);
}

static size_t receive(int fd, char *data, size_t length, int flags)
{
    ssize_t got = tls ? SSL_read(tls, data, (int)length) : recv(fd, data, length, flags);
    if (got <= 0)
        _exit(0);
    return (size_t)got;
}

static void step_sleep(long ms)
{
    struct timespec t = {ms / 1000, ms % 1000 * 1000000};
    nanosleep(&t, NULL);
}

static void step_wait(const char *file)
{
    for (int i = 0; i < 12000 && access(file, F_OK) != 0; i++)
        step_sleep(5);
}

static size_t read_head(int fd)
{
    const char *end = NULL;
    for (request_length = 0; !end; end = strstr(request, "\r\n\r\n")) {
        size_t room = LARGEST_REQUEST - request_length;
        request_length += receive(fd, request + request_length, room, 0);
        request[request_length] = '\0';
    }
    return (size_t)(end - request) + 4;
}

/* What of the body does not fit into `request` is dropped. */
static void step_read(int fd, long pause)
{
    static char dropped[LARGEST_REQUEST];
    size_t head = read_head(fd), whole = head + content_length(request);
    for (size_t left = whole - request_length; left > 0; step_sleep(pause)) {
        size_t room = LARGEST_REQUEST - request_length, most = room ? room : sizeof dropped;
        char *into = room ? request + request_length : dropped;
        size_t got = receive(fd, into, left < most ? left : most, MSG_WAITALL);
        request_length += room ? got : 0;
        left -= got;
    }
    log_bytes(request, head);
}

/* Logs the first bytes, whatever they are. */
static void step_log(int fd)
{
    log_bytes(request, receive(fd, request, LARGEST_REQUEST, 0));
}

static void step_send(int fd, char *text)
{
    char *out = text;
    for (char *in = text; *in; out++) {
        unsigned byte;
        if (in[0] == '\\' && sscanf(in, "\\x%2x", &byte) == 1) {
            *out = (char)byte;
            in += 4;
        } else {
            *out = *in++;
        }
    }
    write_all(fd, text, (size_t)(out - text));
}

static void step_repeat(int fd, char *words)
{
    char *text = strchr(words, ' ');
    if (!text)
        _exit(1);
    for (long left = atol(words); left > 0; left--) {
        char *copy = strdup(text + 1); /* sending decodes it in place */
        if (!copy)
            _exit(1);
        step_send(fd, copy);
        free(copy);
    }
}

static void go_through(SSL *inner, SSL *outer)
{
    BIO *below = BIO_new(BIO_f_ssl());
    BIO_set_ssl(below, outer, BIO_NOCLOSE);
    BIO *gathered = BIO_push(BIO_new(BIO_f_buffer()), below);
    SSL_set_bio(inner, gathered, gathered);
    SSL_set_max_send_fragment(inner, 512);
}

static void step_tls(int fd, const char *files)
{
    char certificate[512], key[512];
    SSL_CTX *context = SSL_CTX_new(TLS_server_method());
    if (sscanf(files, "%511s %511s", certificate, key) != 2 ||
        SSL_CTX_use_certificate_file(context, certificate, SSL_FILETYPE_PEM) != 1 ||
        SSL_CTX_use_PrivateKey_file(context, key, SSL_FILETYPE_PEM) != 1) {
        fprintf(stderr, "tcp_server: cannot read '%s'\n", files);
        _exit(1);
    }
    SSL *made = SSL_new(context);
    if (tls)
        go_through(made, tls);
    else
        SSL_set_fd(made, fd);
    if (SSL_accept(made) != 1)
        _exit(0);
    tls = made;
}

/* Sends below TLS, where there is any. */
static void step_raw(int fd, char *text)
{
    SSL *above = tls;
    tls = NULL;
    step_send(fd, text);
    tls = above;
}

static int connect_to_target(void)
{
    static char target[512], host[256], port[8];
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *found;
    if (sscanf(request, "%*s %511s", target) != 1)
        _exit(1);
    const char *authority = strstr(target, "://") ? strstr(target, "://") + 3 : target;
    if (sscanf(authority, "%255[^:/]:%7[0-9]", host, port) != 2)
        _exit(1);
    /* A machine may have no /etc/hosts. */
    if (getaddrinfo(strcmp(host, "localhost") == 0 ? "127.0.0.1" : host, port, &hints, &found))
        _exit(1);
    for (; found; found = found->ai_next) {
        int fd = socket(found->ai_family, SOCK_STREAM, 0);
        if (fd >= 0 && connect(fd, found->ai_addr, found->ai_addrlen) == 0)
            return fd;
        close(fd);
    }
    _exit(1);
}

static void step_relay(int client, long limit)
{
    static char data[65536];
    int server = connect_to_target();
    struct pollfd ends[] = {{client, POLLIN, 0}, {server, POLLIN, 0}};
    if (strncmp(request, "CONNECT ", 8) == 0)
        write_all(client, "HTTP/1.1 200 OK\r\nX-Proxy: yes\r\n\r\n", 33);
    else
        write_all(server, request, request_length);
    while (poll(ends, 2, -1) > 0) {
        for (int i = 0; i < 2; i++) {
            if (!ends[i].revents)
                continue;
            ssize_t got = read(ends[i].fd, data, sizeof data);
            if (got <= 0)
                return;
            write_all(ends[1 - i].fd, data, (size_t)got);
            if (i == 0 && limit > 0 && (limit -= got) <= 0)
                return;
        }
    }
}

static void step_reset(int fd)
{
    struct linger linger = {1, 0};
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
    close(fd);
    _exit(0);
}

static void run_step(int fd, char *step)
{
    if (strncmp(step, "read", 4) == 0)
        step_read(fd, atol(step + 4));
    else if (strcmp(step, "log") == 0)
        step_log(fd);
    else if (strncmp(step, "send ", 5) == 0)
        step_send(fd, step + 5);
    else if (strncmp(step, "repeat ", 7) == 0)
        step_repeat(fd, step + 7);
    else if (strncmp(step, "sleep ", 6) == 0)
        step_sleep(atol(step + 6));
    else if (strncmp(step, "relay", 5) == 0)
        step_relay(fd, atol(step + 5));
    else if (strcmp(step, "reset") == 0)
        step_reset(fd);
    else if (strncmp(step, "tls ", 4) == 0)
        step_tls(fd, step + 4);
    else if (strcmp(step, "notify") == 0)
        SSL_shutdown(tls);
    else if (strncmp(step, "raw ", 4) == 0)
        step_raw(fd, step + 4);
    else if (strncmp(step, "wait ", 5) == 0)
        step_wait(step + 5);
    else if (strncmp(step, "note ", 5) == 0)
        log_bytes(step + 5, strlen(step + 5));
    else
        fprintf(stderr, "tcp_server: unknown step '%s'\n", step);
}

static void serve(int listener, char **programs, int count)
{
    for (int i = 0;; i = i + 1 < count ? i + 1 : i) {
        struct pollfd waited[] = {{listener, POLLIN, 0}, {STDOUT_FILENO, 0, 0}};
        if (poll(waited, 2, -1) > 0 && waited[1].revents)
            return;
        int fd = accept(listener, NULL, NULL);
        if (fd < 0)
            fail("accept");
        if (fork() == 0) {
            prctl(PR_SET_PDEATHSIG, SIGKILL);
            close(listener);
            /* What is sent is there at once, whether or not what came before was acknowledged. */
            setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &(int){1}, sizeof(int));
            for (char *step = strtok(programs[i], ";"); step; step = strtok(NULL, ";"))
                run_step(fd, step);
            _exit(0);
        }
        close(fd);
    }
}

int main(int argc, char **argv)
{
    if (argc < 3)
        return 2;
    log_path = argv[1];
    signal(SIGCHLD, SIG_IGN);
    signal(SIGPIPE, SIG_IGN);
    bool is_full = strcmp(argv[2], "--full") == 0;
    bool has_place = is_full && argc > 4;
    int listener = listen_at(has_place ? inet_addr(argv[3]) : htonl(INADDR_LOOPBACK),
                             has_place ? (in_port_t)atoi(argv[4]) : 0, is_full ? 0 : 64);
    if (is_full)
        fill_backlog(listener);
    print_port(listener);
    if (is_full)
        poll(&(struct pollfd){STDOUT_FILENO, 0, 0}, 1, -1);
    else
        serve(listener, argv + 2, argc - 2);
    return 0;
}
