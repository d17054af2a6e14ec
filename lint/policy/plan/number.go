package plan

import (
	"cmp"
	"math/big"
	"strconv"
	"strings"
)

func isNumber(v Value) bool {
	switch v.(type) {
	case Int, Number:
		return true
	default:
		return false
	}
}

// numberText is the text of an Int or a Number.
func numberText(v Value) string {
	if i, ok := v.(Int); ok {
		return strconv.FormatInt(int64(i), 10)
	}
	return string(v.(Number))
}

func compareNumbers(a, b Value) int {
	i, whole := a.(Int)
	j, wholeToo := b.(Int)
	if whole && wholeToo {
		return cmp.Compare(i, j)
	}
	return readDecimal(numberText(a)).compare(readDecimal(numberText(b)))
}

// decimal is 0.DIGITS × 10^exponent, without zeros on either side of the digits; zero has none.
type decimal struct {
	negative bool
	digits   string
	exponent *big.Int
}

// readDecimal takes a number in JSON's form apart, however large its exponent is.
func readDecimal(text string) decimal {
	d := decimal{exponent: new(big.Int)}
	text, d.negative = strings.CutPrefix(text, "-")
	if i := strings.IndexAny(text, "eE"); i >= 0 {
		d.exponent.SetString(strings.TrimPrefix(text[i+1:], "+"), 10)
		text = text[:i]
	}
	whole, fraction, _ := strings.Cut(text, ".")
	d.digits = whole + fraction
	trimmed := strings.TrimLeft(d.digits, "0")
	d.exponent.Add(d.exponent, big.NewInt(int64(len(whole)-(len(d.digits)-len(trimmed)))))
	d.digits = strings.TrimRight(trimmed, "0")
	if d.digits == "" {
		return decimal{exponent: new(big.Int)}
	}
	return d
}

func (d decimal) sign() int {
	switch {
	case d.digits == "":
		return 0
	case d.negative:
		return -1
	default:
		return 1
	}
}

func (d decimal) compare(other decimal) int {
	if c := cmp.Compare(d.sign(), other.sign()); c != 0 || d.digits == "" {
		return c
	}
	c := d.exponent.Cmp(other.exponent)
	if c == 0 {
		c = strings.Compare(d.digits, other.digits)
	}
	return c * d.sign()
}

// The largest numbers whose product fits.
const smallest, largest = -1 << 31, 1<<31 - 1

func small(v Value) (int64, bool) {
	i, ok := v.(Int)
	return int64(i), ok && i >= smallest && i <= largest
}

// arithmetic is an operation on two numbers, done as exactly as OPA does: on small whole numbers, on whole numbers of any size,
// and on floating-point ones. Its functions return false where the operation has no result in that form; exact and float may be
// nil.
type arithmetic struct {
	small func(x, y int64) (int64, bool)
	exact func(z, x, y *big.Int) bool
	float func(z, x, y *big.Float) bool
}

// apply is undefined (nil) where the operation is.
func (op arithmetic) apply(a, b Value) Value {
	if !isNumber(a) || !isNumber(b) {
		return nil
	}
	if x, ok := small(a); ok {
		if y, ok := small(b); ok {
			if z, ok := op.small(x, y); ok {
				return Int(z)
			}
		}
	}
	if op.exact != nil {
		if x, y := wholeNumber(a), wholeNumber(b); x != nil && y != nil {
			z := new(big.Int)
			if !op.exact(z, x, y) {
				return nil
			}
			return NewNumber(z.String())
		}
	}
	if op.float == nil {
		return nil
	}
	x, y, z := floating(a), floating(b), new(big.Float)
	if x == nil || y == nil || !op.float(z, x, y) {
		return nil
	}
	return fromFloat(z)
}

// wholeNumber is nil where a number is not whole.
func wholeNumber(v Value) *big.Int {
	if i, ok := v.(Int); ok {
		return big.NewInt(int64(i))
	}
	if i, ok := new(big.Int).SetString(numberText(v), 10); ok {
		return i
	}
	r, ok := new(big.Rat).SetString(numberText(v))
	if !ok || !r.IsInt() {
		return nil
	}
	return new(big.Int).Set(r.Num())
}

func floating(v Value) *big.Float {
	f, ok := new(big.Float).SetString(numberText(v))
	if !ok {
		return nil
	}
	return f
}

func fromFloat(f *big.Float) Value {
	format := byte('g')
	if f.IsInt() {
		format = 'f'
	}
	return NewNumber(f.Text(format, -1))
}

var (
	plus = arithmetic{
		small: func(x, y int64) (int64, bool) { return x + y, true },
		exact: func(z, x, y *big.Int) bool { z.Add(x, y); return true },
		float: func(z, x, y *big.Float) bool { z.Add(x, y); return true },
	}
	minus = arithmetic{
		small: func(x, y int64) (int64, bool) { return x - y, true },
		exact: func(z, x, y *big.Int) bool { z.Sub(x, y); return true },
		float: func(z, x, y *big.Float) bool { z.Sub(x, y); return true },
	}
	times = arithmetic{
		small: func(x, y int64) (int64, bool) { return x * y, true },
		exact: func(z, x, y *big.Int) bool { z.Mul(x, y); return true },
		float: func(z, x, y *big.Float) bool { z.Mul(x, y); return true },
	}
	divided = arithmetic{
		small: func(x, y int64) (int64, bool) {
			if x == 0 || y == 0 || x%y != 0 {
				return 0, false
			}
			return x / y, true
		},
		float: func(z, x, y *big.Float) bool {
			if y.Sign() == 0 {
				return false
			}
			z.Quo(x, y)
			return true
		},
	}
	remainder = arithmetic{
		small: func(x, y int64) (int64, bool) {
			if y == 0 {
				return 0, false
			}
			return x % y, true
		},
		exact: func(z, x, y *big.Int) bool {
			if y.Sign() == 0 {
				return false
			}
			z.Rem(x, y)
			return true
		},
	}
)

// rounded applies an operation on one number; it is undefined for anything else.
func rounded(v Value, whole func(int64) int64, float func(*big.Float) *big.Float) Value {
	if i, ok := small(v); ok {
		return Int(whole(i))
	}
	if !isNumber(v) {
		return nil
	}
	f := floating(v)
	if f == nil {
		return nil
	}
	return fromFloat(float(f))
}

func round(f *big.Float) *big.Float {
	half := big.NewFloat(0.5)
	if f.Signbit() {
		half.Neg(half)
	}
	return truncated(new(big.Float).Add(f, half))
}

func ceil(f *big.Float) *big.Float {
	whole := truncated(f)
	if whole.Signbit() || f.Cmp(whole) == 0 {
		return whole
	}
	return new(big.Float).Add(whole, big.NewFloat(1))
}

func floor(f *big.Float) *big.Float {
	whole := truncated(f)
	if !whole.Signbit() || f.Cmp(whole) == 0 {
		return whole
	}
	return new(big.Float).Sub(whole, big.NewFloat(1))
}

func truncated(f *big.Float) *big.Float {
	i, _ := f.Int(nil)
	return new(big.Float).SetInt(i)
}
