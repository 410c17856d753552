#include "textflag.h"

// func dot4x16(pairs int, a *int16, ars int, b *int16, c *int32, crs int)
// c[4][16] = a[4][2·pairs] · b[pairs][16][2]; strides are in bytes.
TEXT ·dot4x16(SB), NOSPLIT, $0-48
	MOVQ pairs+0(FP), CX
	MOVQ a+8(FP), SI
	MOVQ ars+16(FP), R8
	MOVQ b+24(FP), BX
	MOVQ c+32(FP), DI
	MOVQ crs+40(FP), R10
	LEAQ (SI)(R8*1), R11
	LEAQ (R11)(R8*1), R12
	LEAQ (R12)(R8*1), R13
	VPXOR Y0, Y0, Y0
	VPXOR Y1, Y1, Y1
	VPXOR Y2, Y2, Y2
	VPXOR Y3, Y3, Y3
	VPXOR Y4, Y4, Y4
	VPXOR Y5, Y5, Y5
	VPXOR Y6, Y6, Y6
	VPXOR Y7, Y7, Y7
	XORQ R9, R9
	TESTQ CX, CX
	JZ   istore

iloop:
	VMOVDQU      (BX), Y8
	VMOVDQU      32(BX), Y9
	VPBROADCASTD (SI)(R9*4), Y10
	VPBROADCASTD (R11)(R9*4), Y11
	VPBROADCASTD (R12)(R9*4), Y12
	VPBROADCASTD (R13)(R9*4), Y13
	VPMADDWD     Y8, Y10, Y14
	VPADDD       Y14, Y0, Y0
	VPMADDWD     Y9, Y10, Y15
	VPADDD       Y15, Y1, Y1
	VPMADDWD     Y8, Y11, Y14
	VPADDD       Y14, Y2, Y2
	VPMADDWD     Y9, Y11, Y15
	VPADDD       Y15, Y3, Y3
	VPMADDWD     Y8, Y12, Y14
	VPADDD       Y14, Y4, Y4
	VPMADDWD     Y9, Y12, Y15
	VPADDD       Y15, Y5, Y5
	VPMADDWD     Y8, Y13, Y14
	VPADDD       Y14, Y6, Y6
	VPMADDWD     Y9, Y13, Y15
	VPADDD       Y15, Y7, Y7
	ADDQ         $64, BX
	INCQ         R9
	CMPQ         R9, CX
	JLT          iloop

istore:
	VMOVDQU Y0, (DI)
	VMOVDQU Y1, 32(DI)
	ADDQ    R10, DI
	VMOVDQU Y2, (DI)
	VMOVDQU Y3, 32(DI)
	ADDQ    R10, DI
	VMOVDQU Y4, (DI)
	VMOVDQU Y5, 32(DI)
	ADDQ    R10, DI
	VMOVDQU Y6, (DI)
	VMOVDQU Y7, 32(DI)
	VZEROUPPER
	RET
