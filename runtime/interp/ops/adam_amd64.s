#include "go_asm.h"
#include "textflag.h"

// func adamAVX2(w, dw, first, second *float32, n int, k *adamNumbers)
// The operations and their order are those of adamPlain, so that the bits are too: no
// multiplication is fused with an addition.
TEXT ·adamAVX2(SB), NOSPLIT, $0-48
	MOVQ w+0(FP), DI
	MOVQ dw+8(FP), SI
	MOVQ first+16(FP), R8
	MOVQ second+24(FP), R9
	MOVQ n+32(FP), CX
	MOVQ k+40(FP), DX
	VBROADCASTSS adamNumbers_alpha(DX), Y8
	VBROADCASTSS adamNumbers_newM(DX), Y9
	VBROADCASTSS adamNumbers_beta(DX), Y10
	VBROADCASTSS adamNumbers_newV(DX), Y11
	VBROADCASTSS adamNumbers_size(DX), Y12
	VBROADCASTSS adamNumbers_epsilon(DX), Y13
	VBROADCASTSS adamNumbers_before(DX), Y14
	VBROADCASTSS adamNumbers_behind(DX), Y15
	XORQ AX, AX

loop:
	CMPQ AX, CX
	JGE  done
	VMOVUPS (SI)(AX*4), Y0
	VMULPS  (R8)(AX*4), Y8, Y1
	VMULPS  Y0, Y9, Y2
	VADDPS  Y2, Y1, Y1           // m
	VMULPS  (R9)(AX*4), Y10, Y3
	VMULPS  Y0, Y11, Y2
	VMULPS  Y0, Y2, Y2
	VADDPS  Y2, Y3, Y3           // v
	VMOVUPS Y1, (R8)(AX*4)
	VMOVUPS Y3, (R9)(AX*4)
	VSQRTPS Y3, Y3
	VADDPS  Y13, Y3, Y3
	VMULPS  Y12, Y1, Y1
	VDIVPS  Y3, Y1, Y1
	VMOVUPS (DI)(AX*4), Y4
	VMULPS  Y4, Y14, Y5
	VSUBPS  Y5, Y4, Y4
	VSUBPS  Y1, Y4, Y4
	VMULPS  Y4, Y15, Y5
	VSUBPS  Y5, Y4, Y4
	VMOVUPS Y4, (DI)(AX*4)
	ADDQ    $8, AX
	JMP     loop

done:
	VZEROUPPER
	RET
