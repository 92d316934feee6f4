// The mask kernels in C: what package kernels of this repository defines, bit for bit.
// Patterns are compared as integers, so that denormals, NaN payloads and both zeros are
// right whatever the floating point unit's modes are.
#ifndef UNSWAG_KERNELS_H
#define UNSWAG_KERNELS_H

#include <stddef.h>
#include <stdint.h>

// Element types, in the order of the tables in format.c.
enum unswag_type { UNSWAG_FLOAT16, UNSWAG_BFLOAT16, UNSWAG_FLOAT, UNSWAG_DOUBLE, UNSWAG_TYPES };
enum unswag_predicate { UNSWAG_GT0, UNSWAG_NOT_LE0 };
enum unswag_combine { UNSWAG_SELECT, UNSWAG_MUL };
enum unswag_zeros { UNSWAG_KEEP, UNSWAG_PLUS };

// unswag_format tells where the parts of an element stand.
struct unswag_format {
  int width;      // index into the tables of kernels: 0 is 16 bits, 1 is 32, 2 is 64
  uint64_t sign;  // the sign bit
  uint64_t inf;   // +infinity; larger magnitudes are NaN
  uint64_t nan;   // a quiet NaN
};

extern const struct unswag_format unswag_formats[UNSWAG_TYPES];

// unswag_pack_job writes the mask of v, and y = Relu(v) unless y is NULL. y may be v.
struct unswag_pack_job {
  const void* v;
  void* y;
  uint32_t* mask;  // (n + 31) / 32 words
  size_t n;        // elements
  const struct unswag_format* format;
  enum unswag_predicate predicate;
  enum unswag_zeros zeros;
};

// unswag_grad_job writes dx from dy and the mask. dx may be dy.
struct unswag_grad_job {
  const void* dy;
  const uint32_t* mask;
  void* dx;
  size_t n;
  const struct unswag_format* format;
  enum unswag_combine combine;
};

typedef void (*unswag_pack_fn)(const struct unswag_pack_job*);
typedef void (*unswag_grad_fn)(const struct unswag_grad_job*);

// unswag_kernels is one implementation, by width.
struct unswag_kernels {
  const char* name;
  int (*usable)(void);
  unswag_pack_fn pack[3];
  unswag_grad_fn grad[3];
};

extern const struct unswag_kernels unswag_plain;
#if defined(__x86_64__)
extern const struct unswag_kernels unswag_avx2, unswag_avx512;
#elif defined(__aarch64__)
extern const struct unswag_kernels unswag_neon;
#endif

// unswag_find returns the implementation of that name, or the best one for NULL. It
// returns NULL where there is none or the processor lacks what it needs.
const struct unswag_kernels* unswag_find(const char* name);

// unswag_choose returns the implementation that UNSWAG_KERNELS in the environment names,
// and the best one where it names none that the processor can run.
const struct unswag_kernels* unswag_choose(void);

// unswag_rest_pack and unswag_rest_grad give what is left of a job after some words to
// the plain kernels.
void unswag_rest_pack(const struct unswag_pack_job* j, size_t words);
void unswag_rest_grad(const struct unswag_grad_job* j, size_t words);

#endif
