#include "textflag.h"

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

DATA consts<>+0(SB)/4, $27.0
DATA consts<>+4(SB)/4, $9.0
DATA consts<>+8(SB)/4, $3.0
DATA consts<>+12(SB)/4, $-3.0
DATA consts<>+16(SB)/4, $0.5
DATA consts<>+20(SB)/4, $1.0
DATA consts<>+24(SB)/4, $2047.0
GLOBL consts<>(SB), RODATA|NOPTR, $28

// The constants of SQUASH: 27, 9, 3 and -3.
#define LOADSQUASH \
	VBROADCASTSS consts<>+0(SB), Y15  \
	VBROADCASTSS consts<>+4(SB), Y14  \
	VBROADCASTSS consts<>+8(SB), Y13  \
	VBROADCASTSS consts<>+12(SB), Y12

// x = x(27+x²)/(27+9x²) between -3 and 3; t and u are lost.
#define SQUASH(x, t, u) \
	VMINPS Y13, x, x \
	VMAXPS Y12, x, x \
	VMULPS x, x, t   \
	VADDPS Y15, t, u \
	VMULPS u, x, u   \
	VMULPS Y14, t, t \
	VADDPS Y15, t, t \
	VDIVPS t, u, x

// func affine8(n int, sums *int32, unit float32, scale, bias, out *float32)
// out[i] = sums[i]·unit·scale[i] + bias[i], eight at a time.
TEXT ·affine8(SB), NOSPLIT, $0-48
	MOVQ         n+0(FP), CX
	MOVQ         sums+8(FP), SI
	VBROADCASTSS unit+16(FP), Y1
	MOVQ         scale+24(FP), R8
	MOVQ         bias+32(FP), R9
	MOVQ         out+40(FP), DI
	XORQ         AX, AX

affine:
	VCVTDQ2PS (SI)(AX*4), Y0
	VMULPS    Y1, Y0, Y0
	VMULPS    (R8)(AX*4), Y0, Y0
	VADDPS    (R9)(AX*4), Y0, Y0
	VMOVUPS   Y0, (DI)(AX*4)
	ADDQ      $8, AX
	CMPQ      AX, CX
	JLT       affine
	VZEROUPPER
	RET

// func squash8(n int, x *float32, ints *int16)
// x[i] = squash(x[i]) and ints[i] = to12(x[i]), eight at a time.
TEXT ·squash8(SB), NOSPLIT, $0-24
	MOVQ n+0(FP), CX
	MOVQ x+8(FP), SI
	MOVQ ints+16(FP), DI
	LOADSQUASH
	VBROADCASTSS consts<>+24(SB), Y11
	XORQ AX, AX

squash:
	VMOVUPS      (SI)(AX*4), Y0
	SQUASH(Y0, Y1, Y2)
	VMOVUPS      Y0, (SI)(AX*4)
	VMULPS       Y11, Y0, Y0
	VCVTPS2DQ    Y0, Y0
	VEXTRACTI128 $1, Y0, X1
	VPACKSSDW    X1, X0, X0
	VMOVDQU      X0, (DI)(AX*2)
	ADDQ         $8, AX
	CMPQ         AX, CX
	JLT          squash
	VZEROUPPER
	RET

// func recur8(z, state, x *float32, y *int16)
// One step of a direction: z holds candidate, forget and output gate, 160 each.
TEXT ·recur8(SB), NOSPLIT, $0-32
	MOVQ z+0(FP), SI
	MOVQ state+8(FP), R8
	MOVQ x+16(FP), R9
	MOVQ y+24(FP), DI
	LOADSQUASH
	VBROADCASTSS consts<>+16(SB), Y11
	VBROADCASTSS consts<>+20(SB), Y10
	VBROADCASTSS consts<>+24(SB), Y9
	XORQ AX, AX

recur:
	VMOVUPS (SI)(AX*4), Y0
	SQUASH(Y0, Y3, Y4)
	VMULPS  640(SI)(AX*4), Y11, Y1
	SQUASH(Y1, Y3, Y4)
	VMULPS  Y11, Y1, Y1
	VADDPS  Y11, Y1, Y1
	VMULPS  1280(SI)(AX*4), Y11, Y2
	SQUASH(Y2, Y3, Y4)
	VMULPS  Y11, Y2, Y2
	VADDPS  Y11, Y2, Y2
	VMULPS  (R8)(AX*4), Y1, Y3
	VSUBPS  Y1, Y10, Y4
	VMULPS  Y0, Y4, Y4
	VADDPS  Y4, Y3, Y3
	VMOVUPS Y3, (R8)(AX*4)
	VMULPS  Y2, Y3, Y3
	VSUBPS  Y2, Y10, Y4
	VMULPS  (R9)(AX*4), Y4, Y4
	VADDPS  Y4, Y3, Y3
	VMOVUPS Y3, (R9)(AX*4)
	VMULPS  Y9, Y3, Y3
	VCVTPS2DQ    Y3, Y3
	VEXTRACTI128 $1, Y3, X4
	VPACKSSDW    X4, X3, X3
	VMOVDQU X3, (DI)(AX*2)
	ADDQ    $8, AX
	CMPQ    AX, $160
	JLT     recur
	VZEROUPPER
	RET

// func addRow(out *int16, row *int8)
// out[i] += row[i] for 128 numbers.
TEXT ·addRow(SB), NOSPLIT, $0-16
	MOVQ out+0(FP), DI
	MOVQ row+8(FP), SI
	XORQ AX, AX

addrow:
	VPMOVSXBW (SI)(AX*1), Y0
	VPADDW    (DI)(AX*2), Y0, Y0
	VMOVDQU   Y0, (DI)(AX*2)
	ADDQ      $16, AX
	CMPQ      AX, $128
	JLT       addrow
	VZEROUPPER
	RET
