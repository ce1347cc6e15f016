/* Preloaded into the server: writes down every change to the files of one folder and when each was synced, so that the
   test can afterwards build the folder as it would stand after a power cut; and makes the disk fail when told to.

   POWERCUT_FOLDER   the folder that is watched
   POWERCUT_JOURNAL  where the changes are written down, in the order in which they happened
   POWERCUT_SWITCH   a file of one byte, read before each call: 0 all is well, 1 no space is left, 2 syncing fails,
                     3 syncing claims to have worked and did nothing

   A record is: kind (1 byte), length of the name (2), offset (8), length of the data (4), name, data; little endian.
   W write   T truncate to offset   S sync begins (offset is its number)   E sync has ended   C create   U unlink
   R rename (the data is the new name)   D a folder was synced. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#define FILES 65536

static char *names[FILES];
static char folder[PATH_MAX];
static size_t folder_length;
static int journal = -1;
static volatile const unsigned char *fault;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static uint64_t syncs;

static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_writev)(int, const struct iovec *, int);
static ssize_t (*real_pwrite)(int, const void *, size_t, off64_t);
static int (*real_open)(const char *, int, ...);
static int (*real_openat)(int, const char *, int, ...);
static int (*real_close)(int);
static int (*real_ftruncate)(int, off64_t);
static int (*real_fallocate)(int, int, off64_t, off64_t);
static int (*real_rename)(const char *, const char *);
static int (*real_unlink)(const char *);
static int (*real_fsync)(int);

/* Others may open files before this library is initialised, so every door calls it. */
__attribute__((constructor)) static void begin(void) {
    if (real_fsync) return;
    real_write = dlsym(RTLD_NEXT, "write");
    real_writev = dlsym(RTLD_NEXT, "writev");
    real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
    real_open = dlsym(RTLD_NEXT, "open64");
    real_openat = dlsym(RTLD_NEXT, "openat64");
    real_close = dlsym(RTLD_NEXT, "close");
    real_ftruncate = dlsym(RTLD_NEXT, "ftruncate64");
    real_fallocate = dlsym(RTLD_NEXT, "fallocate64");
    real_rename = dlsym(RTLD_NEXT, "rename");
    real_unlink = dlsym(RTLD_NEXT, "unlink");
    real_fsync = dlsym(RTLD_NEXT, "fsync");
    const char *watched = getenv("POWERCUT_FOLDER"), *where = getenv("POWERCUT_JOURNAL"), *what = getenv("POWERCUT_SWITCH");
    if (!watched || !realpath(watched, folder)) return;
    folder_length = strlen(folder);
    if (where) journal = real_open(where, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    int file = what ? real_open(what, O_RDONLY | O_CLOEXEC) : -1;
    if (file >= 0) {
        void *byte = mmap(NULL, 1, PROT_READ, MAP_SHARED, file, 0);
        if (byte != MAP_FAILED) fault = byte;
        real_close(file);
    }
}

static int failing(void) { return fault ? *fault : 0; }

/* The name inside of the folder, or null where the path leads elsewhere. The folder itself is ".". */
static const char *inside(const char *path, char *room) {
    if (!folder_length || !path) return NULL;
    char full[PATH_MAX], *slash;
    snprintf(full, sizeof full, "%s", path);
    if (!realpath(path, room)) {
        const char *last = path;
        if ((slash = strrchr(full, '/'))) { *slash = 0; last = path + (slash - full) + 1; }
        else snprintf(full, sizeof full, ".");
        if (!realpath(full[0] ? full : "/", room)) return NULL;
        size_t length = strlen(room);
        snprintf(room + length, PATH_MAX - length, "/%s", last);
    }
    if (strncmp(room, folder, folder_length) != 0) return NULL;
    if (room[folder_length] == 0) return ".";
    return room[folder_length] == '/' ? room + folder_length + 1 : NULL;
}

static void record(char kind, const char *name, uint64_t offset, const void *data, size_t length) {
    if (journal < 0) return;
    unsigned char head[15];
    uint16_t name_length = (uint16_t)strlen(name);
    uint32_t size = (uint32_t)length;
    head[0] = (unsigned char)kind;
    memcpy(head + 1, &name_length, 2);
    memcpy(head + 3, &offset, 8);
    memcpy(head + 11, &size, 4);
    struct iovec parts[3] = {{head, 15}, {(void *)name, name_length}, {(void *)data, length}};
    real_writev(journal, parts, data ? 3 : 2);
}

static const char *watched(int file) { return file >= 0 && file < FILES ? names[file] : NULL; }

static int opened(int file, const char *path, int flags, int existed) {
    char room[PATH_MAX];
    if (file < 0 || file >= FILES) return file;
    const char *name = inside(path, room);
    if (!name) return file;
    pthread_mutex_lock(&lock);
    free(names[file]);
    names[file] = strdup(name);
    if ((flags & O_CREAT) && !existed) record('C', name, 0, NULL, 0);
    if ((flags & O_TRUNC) && (flags & O_ACCMODE) != O_RDONLY) record('T', name, 0, NULL, 0);
    pthread_mutex_unlock(&lock);
    return file;
}

static int open_it(int from, const char *path, int flags, mode_t mode) {
    begin();
    char full[PATH_MAX * 3], room[PATH_MAX];
    if (from != AT_FDCWD && path && path[0] != '/') {
        const char *base = watched(from);
        if (base) { snprintf(full, sizeof full, "%s/%s/%s", folder, base, path); path = full; from = AT_FDCWD; }
    }
    int existed = path && access(path, F_OK) == 0;
    if ((flags & O_CREAT) && !existed && failing() == 1 && inside(path, room)) { errno = ENOSPC; return -1; }
    int file = from == AT_FDCWD ? real_open(path, flags, mode) : real_openat(from, path, flags, mode);
    return from == AT_FDCWD ? opened(file, path, flags, existed) : file;
}

#define MODE(flags) mode_t mode = 0; \
    if ((flags) & (O_CREAT | O_TMPFILE)) { va_list more; va_start(more, flags); mode = va_arg(more, mode_t); va_end(more); }

int open(const char *path, int flags, ...) { MODE(flags) return open_it(AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE(flags) return open_it(AT_FDCWD, path, flags, mode); }
int openat(int from, const char *path, int flags, ...) { MODE(flags) return open_it(from, path, flags, mode); }
int openat64(int from, const char *path, int flags, ...) { MODE(flags) return open_it(from, path, flags, mode); }

int close(int file) {
    begin();
    if (watched(file)) {
        pthread_mutex_lock(&lock);
        free(names[file]);
        names[file] = NULL;
        pthread_mutex_unlock(&lock);
    }
    return real_close(file);
}

static ssize_t pwrite_it(int file, const void *data, size_t size, off64_t offset) {
    begin();
    const char *name = watched(file);
    if (!name) return real_pwrite(file, data, size, offset);
    if (failing() == 1) { errno = ENOSPC; return -1; }
    pthread_mutex_lock(&lock);
    record('W', name, (uint64_t)offset, data, size);
    ssize_t done = real_pwrite(file, data, size, offset);
    pthread_mutex_unlock(&lock);
    return done;
}

ssize_t pwrite(int file, const void *data, size_t size, off_t offset) { return pwrite_it(file, data, size, offset); }
ssize_t pwrite64(int file, const void *data, size_t size, off64_t offset) { return pwrite_it(file, data, size, offset); }

ssize_t write(int file, const void *data, size_t size) {
    begin();
    const char *name = watched(file);
    if (!name) return real_write(file, data, size);
    if (failing() == 1) { errno = ENOSPC; return -1; }
    pthread_mutex_lock(&lock);
    off64_t at = fcntl(file, F_GETFL) & O_APPEND ? lseek64(file, 0, SEEK_END) : lseek64(file, 0, SEEK_CUR);
    record('W', name, (uint64_t)at, data, size);
    ssize_t done = real_write(file, data, size);
    pthread_mutex_unlock(&lock);
    return done;
}

ssize_t writev(int file, const struct iovec *parts, int count) {
    begin();
    if (!watched(file)) return real_writev(file, parts, count);
    ssize_t done = 0;
    for (int at = 0; at < count; at++) {
        ssize_t one = write(file, parts[at].iov_base, parts[at].iov_len);
        if (one < 0) return done ? done : -1;
        done += one;
        if ((size_t)one < parts[at].iov_len) break;
    }
    return done;
}

static int truncate_it(int file, off64_t size) {
    begin();
    const char *name = watched(file);
    if (!name) return real_ftruncate(file, size);
    pthread_mutex_lock(&lock);
    record('T', name, (uint64_t)size, NULL, 0);
    int done = real_ftruncate(file, size);
    pthread_mutex_unlock(&lock);
    return done;
}

int ftruncate(int file, off_t size) { return truncate_it(file, size); }
int ftruncate64(int file, off64_t size) { return truncate_it(file, size); }

static int fallocate_it(int file, int mode, off64_t offset, off64_t size) {
    begin();
    if (watched(file) && failing() == 1) { errno = ENOSPC; return -1; }
    return real_fallocate(file, mode, offset, size);
}

int fallocate(int file, int mode, off_t offset, off_t size) { return fallocate_it(file, mode, offset, size); }
int fallocate64(int file, int mode, off64_t offset, off64_t size) { return fallocate_it(file, mode, offset, size); }
int posix_fallocate(int file, off_t offset, off_t size) { return fallocate_it(file, 0, offset, size) ? errno : 0; }
int posix_fallocate64(int file, off64_t offset, off64_t size) { return fallocate_it(file, 0, offset, size) ? errno : 0; }

/* With a journal nothing has to reach the real disk: the journal is the disk. */
static int sync_it(int file) {
    begin();
    const char *name = watched(file);
    if (!name) return real_fsync(file);
    if (failing() == 2) { errno = EIO; return -1; }
    if (failing() == 3) return 0;
    struct stat about;
    if (fstat(file, &about) == 0 && S_ISDIR(about.st_mode)) {
        pthread_mutex_lock(&lock);
        record('D', name, 0, NULL, 0);
        pthread_mutex_unlock(&lock);
        return 0;
    }
    pthread_mutex_lock(&lock);
    uint64_t number = ++syncs;
    record('S', name, number, NULL, 0);
    pthread_mutex_unlock(&lock);
    int done = journal < 0 ? real_fsync(file) : 0;
    pthread_mutex_lock(&lock);
    if (done == 0) record('E', name, number, NULL, 0);
    pthread_mutex_unlock(&lock);
    return done;
}

int fsync(int file) { return sync_it(file); }
int fdatasync(int file) { return sync_it(file); }

int unlink(const char *path) {
    begin();
    char room[PATH_MAX];
    const char *name = inside(path, room);
    pthread_mutex_lock(&lock);
    int done = real_unlink(path);
    if (name && done == 0) record('U', name, 0, NULL, 0);
    pthread_mutex_unlock(&lock);
    return done;
}

int rename(const char *from, const char *to) {
    begin();
    char room[PATH_MAX], other[PATH_MAX];
    const char *name = inside(from, room), *new_name = inside(to, other);
    pthread_mutex_lock(&lock);
    int done = real_rename(from, to);
    if (name && new_name && done == 0) record('R', name, 0, new_name, strlen(new_name));
    pthread_mutex_unlock(&lock);
    return done;
}
