// AVX-512 kernels: comparisons give mask bits as they are stored.
#if defined(__x86_64__)
#include <immintrin.h>

#include "kernels.h"

#define TARGET __attribute__((target("avx512f,avx512bw")))
#define INLINE static inline __attribute__((always_inline)) TARGET

static int usable(void) {
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw");
}

// One vector of each width: L elements, of which a mask word holds 32 / L. Comparisons are
// unsigned. bits##W is the predicate, relu##W the Relu, times0_##W the product with 0.
#define VECTOR(W, L, M)                                                                        \
  typedef struct {                                                                             \
    __m512i one, sign, inf, lowest, span, nan;                                                 \
  } constants##W;                                                                              \
  INLINE constants##W load##W(const struct unswag_format* f, int keep) {                       \
    uint64_t lowest = f->sign + (uint64_t)keep;                                                \
    constants##W c = {_mm512_set1_epi##W(1), _mm512_set1_epi##W((int##W##_t)f->sign),          \
                      _mm512_set1_epi##W((int##W##_t)f->inf), _mm512_set1_epi##W((int##W##_t)lowest), \
                      _mm512_set1_epi##W((int##W##_t)((f->sign | f->inf) - lowest)),           \
                      _mm512_set1_epi##W((int##W##_t)f->nan)};                                 \
    return c;                                                                                  \
  }                                                                                            \
  INLINE M bits##W(constants##W c, __m512i p, int nan_passes) {                                \
    M m = _mm512_cmplt_epu##W##_mask(_mm512_sub_epi##W(p, c.one), c.inf);                      \
    if (nan_passes) m |= _mm512_cmpgt_epu##W##_mask(_mm512_andnot_si512(c.sign, p), c.inf);    \
    return m;                                                                                  \
  }                                                                                            \
  INLINE __m512i relu##W(constants##W c, __m512i p) {                                          \
    return _mm512_maskz_mov_epi##W(_mm512_cmpgt_epu##W##_mask(_mm512_sub_epi##W(p, c.lowest), c.span), p); \
  }                                                                                            \
  INLINE __m512i times0_##W(constants##W c, __m512i p) {                                       \
    M large = _mm512_cmpge_epu##W##_mask(_mm512_andnot_si512(c.sign, p), c.inf);               \
    return _mm512_mask_mov_epi##W(_mm512_and_si512(p, c.sign), large, c.nan);                  \
  }                                                                                            \
  INLINE void packs##W(const struct unswag_pack_job* j, int nan_passes, int with_y) {          \
    constants##W c = load##W(j->format, j->zeros == UNSWAG_KEEP);                              \
    const int##W##_t* v = j->v;                                                                \
    int##W##_t* y = j->y;                                                                      \
    size_t words = j->n / 32;                                                                  \
    for (size_t w = 0; w < words; w++) {                                                       \
      uint32_t word = 0;                                                                       \
      _Pragma("GCC unroll 4") for (size_t k = 0; k < 32; k += L) {                             \
        __m512i p = _mm512_loadu_si512(v + w * 32 + k);                                        \
        word |= (uint32_t)bits##W(c, p, nan_passes) << k;                                      \
        if (with_y) _mm512_storeu_si512(y + w * 32 + k, relu##W(c, p));                        \
      }                                                                                        \
      j->mask[w] = word;                                                                       \
    }                                                                                          \
    unswag_rest_pack(j, words);                                                                \
  }                                                                                            \
  TARGET static void pack##W(const struct unswag_pack_job* j) {                                \
    if (j->predicate == UNSWAG_NOT_LE0) {                                                      \
      if (j->y) packs##W(j, 1, 1);                                                             \
      else packs##W(j, 1, 0);                                                                  \
    } else if (j->y) packs##W(j, 0, 1);                                                        \
    else packs##W(j, 0, 0);                                                                    \
  }                                                                                            \
  INLINE void grads##W(const struct unswag_grad_job* j, int mul) {                             \
    constants##W c = load##W(j->format, 1);                                                    \
    const int##W##_t* dy = j->dy;                                                              \
    int##W##_t* dx = j->dx;                                                                    \
    size_t words = j->n / 32;                                                                  \
    for (size_t w = 0; w < words; w++) {                                                       \
      uint32_t word = j->mask[w];                                                              \
      _Pragma("GCC unroll 4") for (size_t k = 0; k < 32; k += L) {                             \
        __m512i p = _mm512_loadu_si512(dy + w * 32 + k);                                       \
        __m512i zero = mul ? times0_##W(c, p) : _mm512_setzero_si512();                        \
        _mm512_storeu_si512(dx + w * 32 + k, _mm512_mask_mov_epi##W(zero, (M)(word >> k), p)); \
      }                                                                                        \
    }                                                                                          \
    unswag_rest_grad(j, words);                                                                \
  }                                                                                            \
  TARGET static void grad##W(const struct unswag_grad_job* j) {                                \
    if (j->combine == UNSWAG_MUL) grads##W(j, 1);                                              \
    else grads##W(j, 0);                                                                       \
  }

VECTOR(16, 32, __mmask32)
VECTOR(32, 16, __mmask16)
VECTOR(64, 8, __mmask8)

const struct unswag_kernels unswag_avx512 = {
    "avx512", usable, {pack16, pack32, pack64}, {grad16, grad32, grad64}};
#else
typedef int unswag_no_avx512;
#endif
