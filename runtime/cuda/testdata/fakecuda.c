// fakecuda is a library with the functions of the CUDA driver that runtime/cuda and the
// library for XLA call, on the host's memory, for tests without a GPU. Tests tell it by fake_* what to answer. A
// function that needs a context fails where none is current on its thread.
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef unsigned long long ptr;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char calls[1 << 16];
static struct { char name[64]; long value; } settings[64];
static int context; // its address is the handle
static __thread void *current;
static int lost;

static long setting(const char *name, long otherwise) {
	for (int i = 0; i < 64; i++)
		if (!strcmp(settings[i].name, name)) return settings[i].value;
	return otherwise;
}

// fake_set makes the function of that name return the value, or sets a property.
void fake_set(const char *name, long value) {
	int i = 0;
	while (settings[i].name[0] && strcmp(settings[i].name, name)) i++;
	snprintf(settings[i].name, sizeof settings[i].name, "%s", name);
	settings[i].value = value;
}

// fake_calls returns the names of the functions called so far, a space behind each, and
// forgets them.
const char *fake_calls(void) {
	static char out[sizeof calls];
	pthread_mutex_lock(&lock);
	strcpy(out, calls);
	calls[0] = 0;
	pthread_mutex_unlock(&lock);
	return out;
}

// begin records a call and returns what it has to answer, 0 being success.
static int begin(const char *name, int needs_context) {
	pthread_mutex_lock(&lock);
	if (strlen(calls) + strlen(name) + 2 < sizeof calls) strcat(strcat(calls, name), " ");
	int answer = setting(name, 0);
	if (!answer && lost) answer = lost;
	pthread_mutex_unlock(&lock);
	if (answer) return answer;
	return needs_context && current != &context ? 201 : 0;
}

#define BEGIN(needs) do { int r = begin(__func__, needs); if (r) return r; } while (0)

int cuDriverGetVersion(int *v) { BEGIN(0); *v = setting("version", 12040); return 0; }
int cuInit(unsigned flags) { BEGIN(0); return 0; }

static const struct { int code; const char *name, *text; } errors[] = {
	{1, "CUDA_ERROR_INVALID_VALUE", "invalid argument"}, {2, "CUDA_ERROR_OUT_OF_MEMORY", "out of memory"},
	{34, "CUDA_ERROR_STUB_LIBRARY", "stub"}, {100, "CUDA_ERROR_NO_DEVICE", "no device"},
	{101, "CUDA_ERROR_INVALID_DEVICE", "invalid device"}, {201, "CUDA_ERROR_INVALID_CONTEXT", "invalid context"},
	{209, "CUDA_ERROR_NO_BINARY_FOR_GPU", "no kernel image"}, {218, "CUDA_ERROR_INVALID_PTX", "PTX compilation failed"},
	{221, "CUDA_ERROR_JIT_COMPILER_NOT_FOUND", "no compiler"}, {222, "CUDA_ERROR_UNSUPPORTED_PTX_VERSION", "PTX too new"},
	{500, "CUDA_ERROR_NOT_FOUND", "not found"}, {700, "CUDA_ERROR_ILLEGAL_ADDRESS", "illegal address"},
	{803, "CUDA_ERROR_SYSTEM_DRIVER_MISMATCH", "mismatch"},
};

static int word(int code, const char **out, int want_name) {
	for (unsigned i = 0; i < sizeof errors / sizeof *errors; i++)
		if (errors[i].code == code) {
			*out = want_name ? errors[i].name : errors[i].text;
			return 0;
		}
	return 1;
}
int cuGetErrorName(int code, const char **out) { return word(code, out, 1); }
int cuGetErrorString(int code, const char **out) { return word(code, out, 0); }

int cuDeviceGetCount(int *n) { BEGIN(0); *n = setting("devices", 1); return 0; }
int cuDeviceGet(int *d, int i) { BEGIN(0); *d = i + 7; return i < setting("devices", 1) ? 0 : 101; }
int cuDeviceGetName(char *s, int n, int d) { BEGIN(0); snprintf(s, n, "Fake %d", d - 7); return 0; }
int cuDeviceGetAttribute(int *v, int a, int d) {
	BEGIN(0);
	*v = a == 75 ? setting("major", 9) : a == 76 ? setting("minor", 0) : -1;
	return 0;
}
int cuDeviceTotalMem_v2(size_t *n, int d) { BEGIN(0); *n = 80ull << 30; return 0; }
int cuDevicePrimaryCtxRetain(void **c, int d) { BEGIN(0); *c = &context; return 0; }
int cuDevicePrimaryCtxRelease_v2(int d) { BEGIN(0); return 0; }
int cuCtxCreate_v2(void **c, unsigned flags, int d) { BEGIN(0); *c = current = &context; return 0; }
int cuCtxDestroy_v2(void *c) { BEGIN(0); current = 0; return 0; }
int cuCtxGetCurrent(void **c) { BEGIN(0); *c = current; return 0; }
int cuCtxSetCurrent(void *c) { BEGIN(0); current = c; return 0; }

// finish answers for the end of launched work: the setting "fault" is a kernel's.
static int finish(void) {
	lost = setting("fault", 0);
	return lost;
}
int cuCtxPushCurrent_v2(void *c) { BEGIN(0); if (current) return 1; current = c; return 0; }
int cuCtxPopCurrent_v2(void **c) { BEGIN(1); *c = current; current = 0; return 0; }
int cuCtxGetId(void *c, unsigned long long *id) { BEGIN(0); *id = 1; return 0; }
int cuThreadExchangeStreamCaptureMode(int *mode) { BEGIN(0); *mode = 0; return 0; }
int cuStreamGetCtx(void *s, void **c) { BEGIN(0); *c = &context; return 0; }

int cuCtxSynchronize(void) { BEGIN(1); return finish(); }
int cuStreamSynchronize(void *s) { BEGIN(1); return finish(); }

static struct { ptr start; size_t size; } blocks[256]; // those in use

int cuMemGetInfo_v2(size_t *f, size_t *t) { BEGIN(1); *f = 3ull << 30; *t = 80ull << 30; return 0; }
int cuMemAlloc_v2(ptr *p, size_t n) {
	BEGIN(1);
	if (n > 1ull << 40) return 2;
	*p = (ptr)aligned_alloc(256, (n + 255) / 256 * 256);
	pthread_mutex_lock(&lock);
	for (int i = 0; i < 256; i++)
		if (!blocks[i].size) {
			blocks[i].start = *p, blocks[i].size = n;
			break;
		}
	pthread_mutex_unlock(&lock);
	return 0;
}
int cuMemFree_v2(ptr p) {
	BEGIN(1);
	pthread_mutex_lock(&lock);
	for (int i = 0; i < 256; i++)
		if (blocks[i].start == p) blocks[i].size = 0;
	pthread_mutex_unlock(&lock);
	free((void *)p);
	return 0;
}
int cuMemGetAddressRange_v2(ptr *start, size_t *size, ptr p) {
	BEGIN(1);
	for (int i = 0; i < 256; i++)
		if (p >= blocks[i].start && p < blocks[i].start + blocks[i].size) {
			*start = blocks[i].start, *size = blocks[i].size;
			return 0;
		}
	return 500;
}
int cuMemcpyHtoDAsync_v2(ptr d, const void *s, size_t n, void *st) { BEGIN(1); memcpy((void *)d, s, n); return 0; }
int cuMemcpyDtoHAsync_v2(void *d, ptr s, size_t n, void *st) { BEGIN(1); memcpy(d, (void *)s, n); return 0; }
int cuMemcpyHtoD_v2(ptr d, const void *s, size_t n) { return cuMemcpyHtoDAsync_v2(d, s, n, 0); }
int cuMemcpyDtoH_v2(void *d, ptr s, size_t n) { return cuMemcpyDtoHAsync_v2(d, s, n, 0); }
int cuMemcpyDtoDAsync_v2(ptr d, ptr s, size_t n, void *st) { BEGIN(1); memcpy((void *)d, (void *)s, n); return 0; }
int cuMemsetD8Async(ptr d, unsigned char b, size_t n, void *st) { BEGIN(1); memset((void *)d, b, n); return 0; }

// A module is the text that it was loaded from, a function the name of an entry.
int cuModuleLoadDataEx(void **m, const void *image, unsigned n, int *options, void **values) {
	int r = begin(__func__, 1);
	for (unsigned i = 0; r && i < n; i++)
		if (options[i] == 5) strcpy(values[i], "ptxas fatal: not today\n");
	if (r) return r;
	*m = strdup(image);
	return 0;
}
int cuModuleLoadData(void **m, const void *image) { BEGIN(1); *m = strdup(image); return 0; }
int cuModuleUnload(void *m) { BEGIN(1); free(m); return 0; }
int cuModuleGetFunction(void **f, void *m, const char *name) {
	BEGIN(1);
	if (!strstr(m, name)) return 500;
	*f = strdup(name); // as long as the process
	return 0;
}

int cuStreamCreate(void **s, unsigned flags) { BEGIN(1); *s = malloc(1); return 0; }
int cuStreamDestroy_v2(void *s) { BEGIN(1); free(s); return 0; }
int cuEventCreate(void **e, unsigned flags) { BEGIN(1); *e = malloc(1); return 0; }
int cuEventRecord(void *e, void *s) { BEGIN(1); return 0; }
int cuEventSynchronize(void *e) { BEGIN(1); return 0; }
#ifndef WITHOUT_EVENT_TIME
int cuEventElapsedTime(float *ms, void *a, void *b) { BEGIN(1); *ms = 1.5f; return 0; }
#endif
int cuEventDestroy_v2(void *e) { BEGIN(1); free(e); return 0; }

// Elements are taken apart by the number of bits of their exponent.
static uint64_t load(ptr base, uint64_t i, int size) {
	uint64_t v = 0;
	memcpy(&v, (char *)base + i * size, size);
	return v;
}
static void store(ptr base, uint64_t i, int size, uint64_t v) { memcpy((char *)base + i * size, &v, size); }

static void pack(const char *name, int size, uint64_t inf, uint64_t sign, void **params) {
	int has_y = strstr(name, "_y_") != 0, plus = strstr(name, "_plus") != 0, nan_passes = strstr(name, "not_le0") != 0;
	ptr v = *(ptr *)params[0], y = *(ptr *)params[1], mask = *(ptr *)params[1 + has_y];
	uint64_t n = *(uint64_t *)params[2 + has_y], word = 0;
	for (uint64_t i = 0; i < n; i++) {
		uint64_t x = load(v, i, size), magnitude = x & ~sign;
		int nan = magnitude > inf, positive = !(x & sign) && magnitude && !nan;
		int keep = nan || positive || (!magnitude && !plus);
		if (has_y) store(y, i, size, keep ? x : 0);
		word |= (uint64_t)(positive || (nan && nan_passes)) << i % 32;
		if (i % 32 == 31 || i + 1 == n) {
			store(mask, i / 32, 4, word);
			word = 0;
		}
	}
}

static void gradmask(const char *name, int size, uint64_t inf, uint64_t sign, void **params) {
	int mul = strstr(name, "_mul") != 0;
	ptr dy = *(ptr *)params[0], mask = *(ptr *)params[1], dx = *(ptr *)params[2];
	uint64_t n = *(uint64_t *)params[3];
	for (uint64_t i = 0; i < n; i++) {
		uint64_t x = load(dy, i, size), bit = load(mask, i / 32, 4) >> i % 32 & 1;
		uint64_t product = (x & ~sign) >= inf ? inf | 1 : x & sign;
		store(dx, i, size, bit ? x : mul ? product : 0);
	}
}

int cuLaunchKernel(void *f, unsigned gx, unsigned gy, unsigned gz, unsigned bx, unsigned by, unsigned bz, unsigned shared,
                   void *stream, void **params, void **extra) {
	BEGIN(1);
	const char *name = f;
	int size = strstr(name, "f64") ? 8 : strstr(name, "f32") ? 4 : 2;
	uint64_t inf = size == 8 ? 0x7ffull << 52 : size == 4 ? 0x7f800000 : strstr(name, "bf16") ? 0x7f80 : 0x7c00;
	uint64_t sign = 1ull << (8 * size - 1);
	if (!gx || gy != 1 || gz != 1 || !bx || by != 1 || bz != 1 || shared || extra) return 1;
	if (setting("wild", 0)) ((char *)*(ptr *)params[0])[-1] ^= 1;
	if (setting("fault", 0) || !strstr(name, "unswag_")) return 0;
	(strstr(name, "gradmask") ? gradmask : pack)(name, size, inf, sign, params);
	return 0;
}
