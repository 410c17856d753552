#include "textflag.h"

// func weigh24(of, like, manner *float64, rows int, scale float64)
// of = of·like·scale, and manner the sums of its rows of 24, four columns at a time.
TEXT ·weigh24(SB), NOSPLIT, $0-40
	MOVQ         of+0(FP), DI
	MOVQ         like+8(FP), SI
	MOVQ         manner+16(FP), DX
	MOVQ         rows+24(FP), CX
	VBROADCASTSD scale+32(FP), Y15
	VXORPD       Y0, Y0, Y0
	VXORPD       Y1, Y1, Y1
	VXORPD       Y2, Y2, Y2
	VXORPD       Y3, Y3, Y3
	VXORPD       Y4, Y4, Y4
	VXORPD       Y5, Y5, Y5
	TESTQ        CX, CX
	JLE          done

row:
	VMOVUPD (DI), Y6
	VMOVUPD 32(DI), Y7
	VMOVUPD 64(DI), Y8
	VMOVUPD 96(DI), Y9
	VMOVUPD 128(DI), Y10
	VMOVUPD 160(DI), Y11
	VMULPD  (SI), Y6, Y6
	VMULPD  32(SI), Y7, Y7
	VMULPD  64(SI), Y8, Y8
	VMULPD  96(SI), Y9, Y9
	VMULPD  128(SI), Y10, Y10
	VMULPD  160(SI), Y11, Y11
	VMULPD  Y15, Y6, Y6
	VMULPD  Y15, Y7, Y7
	VMULPD  Y15, Y8, Y8
	VMULPD  Y15, Y9, Y9
	VMULPD  Y15, Y10, Y10
	VMULPD  Y15, Y11, Y11
	VADDPD  Y6, Y0, Y0
	VADDPD  Y7, Y1, Y1
	VADDPD  Y8, Y2, Y2
	VADDPD  Y9, Y3, Y3
	VADDPD  Y10, Y4, Y4
	VADDPD  Y11, Y5, Y5
	VMOVUPD Y6, (DI)
	VMOVUPD Y7, 32(DI)
	VMOVUPD Y8, 64(DI)
	VMOVUPD Y9, 96(DI)
	VMOVUPD Y10, 128(DI)
	VMOVUPD Y11, 160(DI)
	ADDQ    $192, DI
	ADDQ    $192, SI
	DECQ    CX
	JNZ     row

done:
	VMOVUPD Y0, (DX)
	VMOVUPD Y1, 32(DX)
	VMOVUPD Y2, 64(DX)
	VMOVUPD Y3, 96(DX)
	VMOVUPD Y4, 128(DX)
	VMOVUPD Y5, 160(DX)
	VZEROUPPER
	RET
