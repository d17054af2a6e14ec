// Package quantity reads the amounts of Kubernetes, such as 500m and 1Gi, computes with them and writes them as the API
// server does (k8s.io/apimachinery/pkg/api/resource). Its numbers are decimal and of any length, without math/big: time and
// memory grow with the text, never with an exponent.
package quantity

import (
	"cmp"
	"strings"
)

// Quantity is an amount. The zero value is 0.
type Quantity struct {
	negative bool
	// digits are the decimal digits of the number, without zeros at either end; none for 0.
	digits string
	// exponent is the power of ten of the last digit.
	exponent int64

	format format
	// text is what the server remembers of the way in which the amount was written; it may be none.
	text string
	// short says that the server keeps the amount as a 64-bit number and a power of ten, scale. It has its own way to
	// overflow.
	short bool
	scale int64
}

// format is the sort of suffix.
type format uint8

const (
	decimalSI format = iota // 12M
	binarySI
	decimalExponent // 12e6
)

const (
	nano  = -9
	milli = -3
)

// Sign is -1, 0 or 1.
func (q Quantity) Sign() int {
	switch {
	case q.digits == "":
		return 0
	case q.negative:
		return -1
	default:
		return 1
	}
}

// Cmp is -1 if q is less than other, 0 if they are equal, 1 if q is greater.
func (q Quantity) Cmp(other Quantity) int {
	switch {
	case q.Sign() != other.Sign():
		return cmp.Compare(q.Sign(), other.Sign())
	case q.Sign() == 0:
		return 0
	}
	n := cmp.Or(cmp.Compare(q.end(), other.end()), strings.Compare(q.digits, other.digits))
	if q.negative {
		return -n
	}
	return n
}

// end is the power of ten before the first digit.
func (q Quantity) end() int64 { return q.exponent + int64(len(q.digits)) }

func (q Quantity) abs() Quantity {
	q.negative = false
	return q
}

// RoundMilli rounds away from zero to a thousandth, as the API server does with all amounts of limits, requests and
// overhead (SetDefaults_ResourceList).
func (q Quantity) RoundMilli() Quantity {
	if q.short && q.scale >= milli {
		return q
	}
	rounded := q.round(milli)
	rounded.text, rounded.scale = "", milli
	return rounded
}

// round rounds away from zero to a power of ten.
func (q Quantity) round(to int64) Quantity {
	if q.exponent >= to || q.digits == "" {
		return q
	}
	keep := len(q.digits) - int(min(to-q.exponent, int64(len(q.digits))))
	q.digits, q.exponent = increment(q.digits[:keep]), to
	return q.trim()
}

// trim takes away the zeros at both ends of the digits.
func (q Quantity) trim() Quantity {
	short := strings.TrimRight(q.digits, "0")
	q.exponent += int64(len(q.digits) - len(short))
	q.digits = strings.TrimLeft(short, "0")
	if q.digits == "" {
		q.negative, q.exponent = false, 0
	}
	return q
}

// increment adds 1.
func increment(digits string) string {
	head := strings.TrimRight(digits, "9")
	zeros := strings.Repeat("0", len(digits)-len(head))
	if head == "" {
		return "1" + zeros
	}
	last := len(head) - 1
	return head[:last] + string(head[last]+1) + zeros
}

// IsWhole says whether the API server takes the amount, rounded by RoundMilli and not negative, for a whole number. Where
// its thousandths overflow 64 bits, it says no of most whole numbers: 10000000000000000 is one.
func (q Quantity) IsWhole() bool { return q.in(milli)%1000 == 0 }

// IsMultiple says whether the API server takes the amount, which is not negative, for a multiple of another: one that is
// whole and positive.
func (q Quantity) IsMultiple(of Quantity) bool {
	if of.Sign() <= 0 || !of.IsWhole() {
		return false
	}
	size := of.in(0)
	return size != 0 && q.in(0)%size == 0
}

// in is the amount in a power of ten, rounded away from zero, as the server computes it (ScaledValue): in 64 bits, whether
// they are enough or not.
func (q Quantity) in(power int64) int64 {
	q = q.round(power)
	if q.short && q.overflows(power) {
		return 0
	}
	n := int64(0)
	for i := range len(q.digits) {
		n = n*10 + int64(q.digits[i]-'0')
	}
	const bits = 64 // as many factors of ten leave nothing
	for range min(q.exponent-power, bits) {
		n *= 10
	}
	return n
}

// overflows says whether the server notices that a short amount in a power of ten is too big for 64 bits, and computes with
// 0 in its place. For some powers it does not notice.
func (q Quantity) overflows(power int64) bool {
	switch q.scale - power {
	case 0, 1, 2, 3, 6, 9:
		return false
	}
	size := q.end() - power
	return size > int64(len(maxInt64)) || size == int64(len(maxInt64)) && q.digits > maxInt64
}

// Add is the sum. Beside an amount that is 10^4096 times as large, the smaller one does not count.
func (q Quantity) Add(other Quantity) Quantity {
	const most = 4096
	switch {
	case other.digits == "" || q.digits != "" && q.end()-other.end() > most:
		return q
	case q.digits == "" || other.end()-q.end() > most:
		return other
	}
	sum := Quantity{format: q.format, exponent: min(q.exponent, other.exponent)}
	a, b := q.from(sum.exponent), other.from(sum.exponent)
	switch {
	case q.negative == other.negative:
		sum.negative, sum.digits = q.negative, add(a, b)
	case q.abs().Cmp(other.abs()) >= 0:
		sum.negative, sum.digits = q.negative, subtract(a, b)
	default:
		sum.negative, sum.digits = other.negative, subtract(b, a)
	}
	return sum.trim()
}

// from gives the digits down to a power of ten.
func (q Quantity) from(exponent int64) string {
	return q.digits + strings.Repeat("0", int(q.exponent-exponent))
}
