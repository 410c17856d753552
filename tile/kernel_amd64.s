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

// func wide4x16(pairs int, a *int16, ars int, b *int16, c *int32, crs int)
// dot4x16 with the dot products of AVX-512: a row of b is one register. Two sums a row,
// of the even and of the odd pairs, as one would wait for itself.
TEXT ·wide4x16(SB), NOSPLIT, $0-48
	MOVQ pairs+0(FP), CX
	MOVQ a+8(FP), SI
	MOVQ ars+16(FP), R8
	MOVQ b+24(FP), BX
	MOVQ c+32(FP), DI
	MOVQ crs+40(FP), R10
	LEAQ (SI)(R8*1), R11
	LEAQ (R11)(R8*1), R12
	LEAQ (R12)(R8*1), R13
	VPXORD Z0, Z0, Z0
	VPXORD Z1, Z1, Z1
	VPXORD Z2, Z2, Z2
	VPXORD Z3, Z3, Z3
	VPXORD Z4, Z4, Z4
	VPXORD Z5, Z5, Z5
	VPXORD Z6, Z6, Z6
	VPXORD Z7, Z7, Z7
	SUBQ $2, CX
	JLT  wlast

wloop:
	VMOVDQU32     (BX), Z8
	VMOVDQU32     64(BX), Z9
	VPDPWSSD.BCST (SI), Z8, Z0
	VPDPWSSD.BCST (R11), Z8, Z1
	VPDPWSSD.BCST (R12), Z8, Z2
	VPDPWSSD.BCST (R13), Z8, Z3
	VPDPWSSD.BCST 4(SI), Z9, Z4
	VPDPWSSD.BCST 4(R11), Z9, Z5
	VPDPWSSD.BCST 4(R12), Z9, Z6
	VPDPWSSD.BCST 4(R13), Z9, Z7
	ADDQ          $128, BX
	ADDQ          $8, SI
	ADDQ          $8, R11
	ADDQ          $8, R12
	ADDQ          $8, R13
	SUBQ          $2, CX
	JGE           wloop

wlast:
	ADDQ $2, CX
	JZ   wstore
	VMOVDQU32     (BX), Z8
	VPDPWSSD.BCST (SI), Z8, Z0
	VPDPWSSD.BCST (R11), Z8, Z1
	VPDPWSSD.BCST (R12), Z8, Z2
	VPDPWSSD.BCST (R13), Z8, Z3

wstore:
	VPADDD    Z4, Z0, Z0
	VPADDD    Z5, Z1, Z1
	VPADDD    Z6, Z2, Z2
	VPADDD    Z7, Z3, Z3
	VMOVDQU32 Z0, (DI)
	ADDQ      R10, DI
	VMOVDQU32 Z1, (DI)
	ADDQ      R10, DI
	VMOVDQU32 Z2, (DI)
	ADDQ      R10, DI
	VMOVDQU32 Z3, (DI)
	VZEROUPPER
	RET

// func madd4x16(k int, a *float32, ars, acs int, b, c *float32, crs int)
// c[4][16] += a[4][k] · b[k][16]; strides are in bytes.
TEXT ·madd4x16(SB), NOSPLIT, $0-56
	MOVQ k+0(FP), CX
	MOVQ a+8(FP), SI
	MOVQ ars+16(FP), R8
	MOVQ acs+24(FP), R9
	MOVQ b+32(FP), BX
	MOVQ c+40(FP), DI
	MOVQ crs+48(FP), R10
	LEAQ (SI)(R8*1), R11
	LEAQ (R11)(R8*1), R12
	LEAQ (R12)(R8*1), R13
	VXORPS Y0, Y0, Y0
	VXORPS Y1, Y1, Y1
	VXORPS Y2, Y2, Y2
	VXORPS Y3, Y3, Y3
	VXORPS Y4, Y4, Y4
	VXORPS Y5, Y5, Y5
	VXORPS Y6, Y6, Y6
	VXORPS Y7, Y7, Y7
	TESTQ CX, CX
	JZ   store

loop:
	VMOVUPS      (BX), Y8
	VMOVUPS      32(BX), Y9
	VBROADCASTSS (SI), Y10
	VBROADCASTSS (R11), Y11
	VBROADCASTSS (R12), Y12
	VBROADCASTSS (R13), Y13
	VFMADD231PS  Y8, Y10, Y0
	VFMADD231PS  Y9, Y10, Y1
	VFMADD231PS  Y8, Y11, Y2
	VFMADD231PS  Y9, Y11, Y3
	VFMADD231PS  Y8, Y12, Y4
	VFMADD231PS  Y9, Y12, Y5
	VFMADD231PS  Y8, Y13, Y6
	VFMADD231PS  Y9, Y13, Y7
	ADDQ         R9, SI
	ADDQ         R9, R11
	ADDQ         R9, R12
	ADDQ         R9, R13
	ADDQ         $64, BX
	DECQ         CX
	JNZ          loop

store:
	VADDPS  (DI), Y0, Y0
	VADDPS  32(DI), Y1, Y1
	VMOVUPS Y0, (DI)
	VMOVUPS Y1, 32(DI)
	ADDQ    R10, DI
	VADDPS  (DI), Y2, Y2
	VADDPS  32(DI), Y3, Y3
	VMOVUPS Y2, (DI)
	VMOVUPS Y3, 32(DI)
	ADDQ    R10, DI
	VADDPS  (DI), Y4, Y4
	VADDPS  32(DI), Y5, Y5
	VMOVUPS Y4, (DI)
	VMOVUPS Y5, 32(DI)
	ADDQ    R10, DI
	VADDPS  (DI), Y6, Y6
	VADDPS  32(DI), Y7, Y7
	VMOVUPS Y6, (DI)
	VMOVUPS Y7, 32(DI)
	VZEROUPPER
	RET
