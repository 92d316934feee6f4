// Package ptx writes the mask operations of package kernels as PTX, for NVIDIA GPUs of
// compute capability 7.5 and later: package kernels says what they compute, with masks
// in the flat layout. It may import kernels and the standard library only.
//
// # Instructions
//
// The text uses this subset of PTX 7.0, a guard @%p being possible before each:
//
//	ld.param.u64
//	ld.global.{u16,u32,u64,v4.b32,v2.b64}  st.global, likewise   [%rd], [%rd+offset]
//	cvta.to.global.u64  cvt.u32.u64  cvt.u64.u32
//	mov.u32 from %tid.x, %ctaid.x  mov.{b32,b64}
//	and.{b32,b64}  or.{b32,b64}  shl.{b32,b64}  shr.{u32,u64}
//	add.{s32,s64}  sub.s64  min.u64
//	mul.wide.u32  mad.wide.u32  mul.lo.u32  mad.lo.u32
//	setp.{eq,ne,gt,le}.{s32,s64}  setp.{lt,ge,gt}.{u32,u64}  setp.C.{and,or}.T
//	selp.{b32,b64}  lop3.b32  prmt.b32  shf.l.wrap.b32  dp4a.u32.u32
//	shfl.sync.bfly.b32  vote.sync.ballot.b32
//	bra  ret
//
// and the directives .reqntid and .maxnreg of an entry.
//
// All threads of a warp take each branch alike. Registers are %rN (b32), %rdN (b64)
// and %pN; a load of fewer bytes than its register has sets the others to 0, a store
// writes the low ones. Constants are decimal or hexadecimal without a sign.
package ptx
