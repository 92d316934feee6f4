// Calls the handlers of the library for XLA as XLA does, on tensors of its own:
//
//	call LIBRARY cpu|cuda|none
//
// cuda calls those for GPUs by the driver that UNSWAG_CUDA names, or else the system's, and
// ends with 77 where there is no GPU; none expects that there is no driver. What is wrong
// is told on stderr, and the exit code is 1.
#include <dlfcn.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ffi.h"

typedef struct ffi_error* (*handler)(struct ffi_frame*);
typedef unsigned long long device_pointer;

static int bad;

__attribute__((format(printf, 1, 2))) static void wrong(const char* format, ...) {
  va_list values;
  va_start(values, format);
  vfprintf(stderr, format, values);
  va_end(values);
  fputc('\n', stderr);
  bad = 1;
}

static void* find(void* library, const char* name) {
  void* at = dlsym(library, name);
  if (!at) {
    fprintf(stderr, "there is no function %s\n", name);
    exit(1);
  }
  return at;
}

// The driver, or the host's memory in its place.
static struct {
  int (*init)(unsigned), (*count)(int*), (*get)(int*, int), (*retain)(void**, int), (*set)(void*), (*stream)(void**, unsigned);
  int (*alloc)(device_pointer*, size_t), (*release)(device_pointer), (*sync)(void*);
  int (*to)(device_pointer, const void*, size_t), (*from)(void*, device_pointer, size_t);
  int (*begin)(void*, int), (*end)(void*, void**), (*instantiate)(void**, void*, unsigned long long), (*graph)(void*, void*);
} cuda;
static void *context, *stream;
static int on_gpu;

static void check(int code, const char* what) {
  if (!code) return;
  fprintf(stderr, "%s: the driver returned %d\n", what, code);
  exit(1);
}

static void open_driver(void) {
  const char* file = getenv("UNSWAG_CUDA");
  void* d = dlopen(file && *file ? file : "libcuda.so.1", RTLD_NOW);
  int n = 0;
  if (!d) {
    fprintf(stderr, "there is no driver: %s\n", dlerror());
    exit(77);
  }
  *(void**)&cuda.init = find(d, "cuInit"), *(void**)&cuda.count = find(d, "cuDeviceGetCount");
  *(void**)&cuda.get = find(d, "cuDeviceGet"), *(void**)&cuda.retain = find(d, "cuDevicePrimaryCtxRetain");
  *(void**)&cuda.set = find(d, "cuCtxSetCurrent"), *(void**)&cuda.stream = find(d, "cuStreamCreate");
  *(void**)&cuda.alloc = find(d, "cuMemAlloc_v2"), *(void**)&cuda.release = find(d, "cuMemFree_v2");
  *(void**)&cuda.sync = find(d, "cuStreamSynchronize"), *(void**)&cuda.to = find(d, "cuMemcpyHtoD_v2");
  *(void**)&cuda.from = find(d, "cuMemcpyDtoH_v2");
  // A driver for tests has no graphs.
  *(void**)&cuda.begin = dlsym(d, "cuStreamBeginCapture_v2"), *(void**)&cuda.end = dlsym(d, "cuStreamEndCapture");
  *(void**)&cuda.instantiate = dlsym(d, "cuGraphInstantiateWithFlags"), *(void**)&cuda.graph = dlsym(d, "cuGraphLaunch");
  int device, code = cuda.init(0);
  if (code || cuda.count(&n) || n == 0) {
    fprintf(stderr, "there is no GPU: the driver returned %d\n", code);
    exit(77);
  }
  check(cuda.get(&device, 0), "cuDeviceGet"), check(cuda.retain(&context, device), "cuDevicePrimaryCtxRetain");
  check(cuda.set(context), "cuCtxSetCurrent"), check(cuda.stream(&stream, 1), "cuStreamCreate");
}

// upload copies data to the device; download copies it back and frees it.
static void* upload(const void* data, size_t n) {
  device_pointer p;
  void* host = NULL;
  if (on_gpu) {
    check(cuda.alloc(&p, n + 1), "cuMemAlloc"), check(cuda.to(p, data, n), "cuMemcpyHtoD");
    return (void*)p;
  }
  if (posix_memalign(&host, 64, n + 1)) exit(1);
  return memcpy(host, data, n);
}

static void download(void* data, void* from, size_t n) {
  if (on_gpu) {
    if (data) check(cuda.from(data, (device_pointer)from, n), "cuMemcpyDtoH");
    check(cuda.release((device_pointer)from), "cuMemFree");
    return;
  }
  if (data) memcpy(data, from, n);
  free(from);
}

// XLA's side. Every task of the pool is a thread.
static struct ffi_error* error_create(struct ffi_error_create* a) { return (struct ffi_error*)strdup(a->message); }
static void error_destroy(struct ffi_error_destroy* a) { free(a->error); }
static struct ffi_error* stream_get(struct ffi_stream_get* a) {
  a->stream = stream;
  return NULL;
}

static int refusals, tasks;

static void* run_task(void* arg) {
  struct ffi_schedule* a = arg;
  a->task(a->data);
  free(a);
  return NULL;
}

static struct ffi_error* schedule(struct ffi_schedule* a) {
  pthread_t t;
  pthread_attr_t detached;
  if (refusals) return (struct ffi_error*)strdup("there is no pool");
  struct ffi_schedule* copy = malloc(sizeof *copy);
  *copy = *a;
  pthread_attr_init(&detached), pthread_attr_setdetachstate(&detached, PTHREAD_CREATE_DETACHED);
  if (pthread_create(&t, &detached, run_task, copy)) exit(1);
  pthread_attr_destroy(&detached);
  tasks++;
  return NULL;
}

static struct ffi_api api = {.size = sizeof api,
                             .version = {.major = 0, .minor = 3},
                             .error_create = error_create,
                             .error_destroy = error_destroy,
                             .stream_get = stream_get,
                             .schedule = schedule};

static const int types[] = {FFI_F16, FFI_BF16, FFI_F32, FFI_F64}, sizes[] = {2, 2, 4, 8};
static const char* const names[2][2] = {{"gt0", "not_le0"}, {"select", "mul"}};

// call calls a handler with one attribute; capture records the call and runs the record.
static struct ffi_error* call(handler h, struct ffi_buffer** in, int inputs, struct ffi_buffer* out, const char* name,
                              const char* value, int capture) {
  int kinds[2] = {FFI_BUFFER, FFI_BUFFER}, string = FFI_STRING;
  struct ffi_text n = {name, strlen(name)}, v = {value, strlen(value)}, *attribute_names[] = {&n};
  void *arguments[2] = {in[0], inputs > 1 ? in[1] : NULL}, *results[] = {out}, *attributes[] = {&v};
  struct ffi_frame f = {.size = sizeof f, .api = &api, .stage = 3};
  f.arguments = (struct ffi_values){.size = sizeof f.arguments, .count = inputs, .kinds = kinds, .items = arguments};
  f.results = (struct ffi_values){.size = sizeof f.results, .count = 1, .kinds = kinds, .items = results};
  f.attributes = (struct ffi_attributes){
      .size = sizeof f.attributes, .count = 1, .kinds = &string, .names = attribute_names, .items = attributes};
  void *graph, *ready;
  // The handler may not count on a current context.
  if (on_gpu) check(cuda.set(NULL), "cuCtxSetCurrent");
  if (capture) check(cuda.begin(stream, 0), "cuStreamBeginCapture");
  struct ffi_error* e = h(&f);
  if (on_gpu) check(cuda.set(context), "cuCtxSetCurrent");
  if (capture) {
    check(cuda.end(stream, &graph), "cuStreamEndCapture"), check(cuda.instantiate(&ready, graph, 0), "cuGraphInstantiate");
    check(cuda.graph(ready, stream), "cuGraphLaunch");
  }
  if (on_gpu) check(cuda.sync(stream), "cuStreamSynchronize");
  return e;
}

// fill makes patterns: all kinds of exponents, signs and zeros.
static void fill(unsigned char* p, size_t bytes, int size, unsigned seed) {
  for (size_t i = 0; i < bytes; i++) p[i] = (unsigned char)((seed = seed * 1664525u + 1013904223u) >> 24);
  for (size_t i = 0; i + (size_t)size <= bytes; i += 7 * (size_t)size) memset(p + i, i % 2 ? 0xff : 0, (size_t)size);
}

static int nan_of(const unsigned char* p, int type) {
  static const uint64_t inf[] = {0x7c00, 0x7f80, 0x7f800000, 0x7ffull << 52};
  uint64_t v = 0;
  memcpy(&v, p, (size_t)sizes[type]);
  return (v & ~(1ull << (8 * sizes[type] - 1))) > inf[type];
}

// compare runs both handlers on n elements that start shift elements into their memory,
// and holds the results against the plain kernels.
static void compare(void* library, handler pack, handler grad, int type, int variant, size_t n, size_t shift, int capture) {
  int (*want_pack)(const char*, int, int, int, const void*, void*, uint32_t*, uint64_t);
  int (*want_grad)(const char*, int, int, const void*, const uint32_t*, void*, uint64_t);
  *(void**)&want_pack = find(library, "unswag_pack"), *(void**)&want_grad = find(library, "unswag_grad_mask");
  size_t size = (size_t)sizes[type], bytes = n * size, words = (n + 31) / 32;
  unsigned char *v = malloc(bytes + 1), *dx = malloc(bytes + 1), *want = malloc(bytes + 1);
  uint32_t *mask = calloc(words + 1, 4), *expected = calloc(words + 1, 4);
  fill(v, bytes, sizes[type], (unsigned)(n + type + 1));
  unsigned char* shifted = calloc(1, bytes + shift * size + 1);
  memcpy(shifted + shift * size, v, bytes);
  char *v_at = upload(shifted, bytes + shift * size), *mask_at = upload(mask, words * 4), *dx_at = upload(dx, bytes);
  int64_t dims[2] = {1, (int64_t)n}, count = (int64_t)words;
  struct ffi_buffer V = {.size = sizeof V, .type = types[type], .data = v_at + shift * size, .rank = 2, .dims = dims};
  struct ffi_buffer M = {.size = sizeof M, .type = FFI_U32, .data = mask_at, .rank = 1, .dims = &count};
  struct ffi_buffer X = {.size = sizeof X, .type = types[type], .data = dx_at, .rank = 2, .dims = dims};
  struct ffi_error* e = call(pack, (struct ffi_buffer*[]){&V}, 1, &M, "predicate", names[0][variant], capture);
  if (!e) e = call(grad, (struct ffi_buffer*[]){&V, &M}, 2, &X, "combine", names[1][variant], capture);
  if (e) wrong("type %d, %zu elements: %s", type, n, (char*)e);
  free(e);
  download(mask, mask_at, words * 4), download(dx, dx_at, bytes), download(NULL, v_at, 0);
  want_pack("plain", type, variant, 0, v, NULL, expected, n), want_grad("plain", type, variant, v, expected, want, n);
  if (memcmp(mask, expected, words * 4)) wrong("type %d, %s, %zu elements: the mask is another one", type, names[0][variant], n);
  for (size_t i = 0; i < n; i++)
    if (memcmp(dx + i * size, want + i * size, size) &&
        !(variant && nan_of(dx + i * size, type) && nan_of(want + i * size, type))) {
      wrong("type %d, %s, %zu elements: element %zu of dX is another one", type, names[1][variant], n, i);
      break;
    }
  free(v), free(dx), free(want), free(mask), free(expected), free(shifted);
}

// describe asks a handler for its version, as XLA of the minor version does; -1 is an XLA
// that does not tell its own.
static void describe(handler h, int minor, int want, uint32_t traits) {
  struct ffi_api of = api;
  of.version.minor = minor;
  struct ffi_metadata m = {.size = sizeof m, .version = {.size = sizeof m.version}};
  struct ffi_metadata_extension x = {.base = {.size = sizeof x, .kind = FFI_METADATA}, .metadata = &m};
  struct ffi_extension other = {.size = sizeof other, .kind = 77, .next = &x.base};
  struct ffi_frame f = {.size = sizeof f, .extension = &other, .api = minor < 0 ? NULL : &of};
  if (h(&f) || m.version.major != 0 || m.version.minor != want || m.traits != traits)
    wrong("for version %d it is of %d.%d with the traits %u", minor, m.version.major, m.version.minor, m.traits);
}

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  on_gpu = strcmp(argv[2], "cuda") == 0;
  void* library = dlopen(argv[1], RTLD_NOW);
  if (!library) {
    fprintf(stderr, "%s\n", dlerror());
    return 1;
  }
  int cpu = strcmp(argv[2], "cpu") == 0;
  handler pack = (handler)find(library, cpu ? "UnSwagPackCpu" : "UnSwagPackCuda");
  handler grad = (handler)find(library, cpu ? "UnSwagGradMaskCpu" : "UnSwagGradMaskCuda");
  for (int i = 0; i < 2; i++) {
    handler h = i ? grad : pack;
    describe(h, -1, 1, !cpu), describe(h, 1, 1, !cpu), describe(h, 3, 3, !cpu), describe(h, 99, 5, !cpu);
  }
  if (strcmp(argv[2], "none") == 0) {
    int64_t n = 1;
    float v = 1;
    uint32_t m;
    struct ffi_buffer V = {.type = FFI_F32, .data = &v, .rank = 1, .dims = &n}, M = {.type = FFI_U32, .data = &m, .rank = 1, .dims = &n};
    char* e = (char*)call(pack, (struct ffi_buffer*[]){&V}, 1, &M, "predicate", "gt0", 0);
    if (!e || !strstr(e, "there is no NVIDIA driver: UNSWAG_CUDA is none")) wrong("without a driver: %s", e ? e : "no error");
    free(e);
    return bad;
  }
  if (on_gpu) open_driver();
  // First in a capture, since the module is loaded then.
  if (on_gpu && cuda.begin) compare(library, pack, grad, 2, 0, 1000, 0, 1);
  static const size_t lengths[] = {0, 1, 31, 33, 4096, 65536, 300001};
  for (int type = 0; type < 4; type++)
    for (int variant = 0; variant < 2; variant++)
      for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++)
        compare(library, pack, grad, type, variant, lengths[i], i % 2, 0);
  if (cpu && !tasks) wrong("no task was given to the pool");
  refusals = 1;
  if (cpu) compare(library, pack, grad, 3, 1, 300001, 0, 0);
  return bad;
}
