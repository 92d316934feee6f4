// NEON kernels, for 64-bit ARM.
#if defined(__aarch64__)
#include <arm_neon.h>

#include "kernels.h"

static int usable(void) { return 1; }

#define INLINE static inline __attribute__((always_inline))

// each##W numbers the elements of a vector: element i has bit i.
INLINE uint16x8_t each16(void) {
  static const uint16_t b[8] = {1, 2, 4, 8, 16, 32, 64, 128};
  return vld1q_u16(b);
}
INLINE uint32x4_t each32(void) {
  static const uint32_t b[4] = {1, 2, 4, 8};
  return vld1q_u32(b);
}
INLINE uint64x2_t each64(void) {
  static const uint64_t b[2] = {1, 2};
  return vld1q_u64(b);
}

#define VECTOR(W, L, V)                                                                   \
  INLINE V bits##W(V p, V sign, V inf, int nan_passes) {                                  \
    V bit = vcltq_u##W(vsubq_u##W(p, vdupq_n_u##W(1)), inf);                              \
    return nan_passes ? vorrq_u##W(bit, vcgtq_u##W(vbicq_u##W(p, sign), inf)) : bit;      \
  }                                                                                       \
  INLINE void packs##W(const struct unswag_pack_job* j, int nan_passes, int with_y) {     \
    const uint64_t first = j->format->sign + (j->zeros == UNSWAG_KEEP);                   \
    const V sign = vdupq_n_u##W((uint##W##_t)j->format->sign), lowest = vdupq_n_u##W((uint##W##_t)first); \
    const V inf = vdupq_n_u##W((uint##W##_t)j->format->inf), each = each##W();            \
    const V span = vdupq_n_u##W((uint##W##_t)((j->format->sign | j->format->inf) - first)); \
    const uint##W##_t* v = j->v;                                                          \
    uint##W##_t* y = j->y;                                                                \
    size_t words = j->n / 32;                                                             \
    for (size_t w = 0; w < words; w++) {                                                  \
      uint32_t word = 0;                                                                  \
      for (size_t k = 0; k < 32; k += L) {                                                \
        V p = vld1q_u##W(v + w * 32 + k);                                                 \
        word |= (uint32_t)vaddvq_u##W(vandq_u##W(bits##W(p, sign, inf, nan_passes), each)) << k; \
        if (with_y)                                                                       \
          vst1q_u##W(y + w * 32 + k, vandq_u##W(p, vcgtq_u##W(vsubq_u##W(p, lowest), span))); \
      }                                                                                   \
      j->mask[w] = word;                                                                  \
    }                                                                                     \
    unswag_rest_pack(j, words);                                                           \
  }                                                                                       \
  static void pack##W(const struct unswag_pack_job* j) {                                  \
    if (j->predicate == UNSWAG_NOT_LE0) {                                                 \
      if (j->y) packs##W(j, 1, 1);                                                        \
      else packs##W(j, 1, 0);                                                             \
    } else if (j->y) packs##W(j, 0, 1);                                                   \
    else packs##W(j, 0, 0);                                                               \
  }                                                                                       \
  static void grad##W(const struct unswag_grad_job* j) {                                  \
    const V sign = vdupq_n_u##W((uint##W##_t)j->format->sign), each = each##W();          \
    const V inf = vdupq_n_u##W((uint##W##_t)j->format->inf), nan = vdupq_n_u##W((uint##W##_t)j->format->nan); \
    const V product = vdupq_n_u##W(j->combine == UNSWAG_MUL ? (uint##W##_t)~0ull : 0);    \
    const uint##W##_t* dy = j->dy;                                                        \
    uint##W##_t* dx = j->dx;                                                              \
    size_t words = j->n / 32;                                                             \
    for (size_t w = 0; w < words; w++)                                                    \
      for (size_t k = 0; k < 32; k += L) {                                                \
        V p = vld1q_u##W(dy + w * 32 + k);                                                \
        V bit = vtstq_u##W(vdupq_n_u##W((uint##W##_t)(j->mask[w] >> k)), each);           \
        V large = vcgeq_u##W(vbicq_u##W(p, sign), inf);                                   \
        V zero = vandq_u##W(product, vbslq_u##W(large, nan, vandq_u##W(p, sign)));        \
        vst1q_u##W(dx + w * 32 + k, vbslq_u##W(bit, p, zero));                            \
      }                                                                                   \
    unswag_rest_grad(j, words);                                                           \
  }

VECTOR(16, 8, uint16x8_t)
VECTOR(32, 4, uint32x4_t)
VECTOR(64, 2, uint64x2_t)

const struct unswag_kernels unswag_neon = {"neon", usable, {pack16, pack32, pack64}, {grad16, grad32, grad64}};
#else
typedef int unswag_no_neon;
#endif
