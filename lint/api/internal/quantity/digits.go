package quantity

// The digits of whole numbers. The longer number comes first.

// add adds two numbers.
func add(a, b string) string {
	if len(a) < len(b) {
		a, b = b, a
	}
	sum := make([]byte, len(a)+1)
	carry := byte(0)
	for i := range len(a) {
		d := a[len(a)-1-i] - '0' + carry
		if i < len(b) {
			d += b[len(b)-1-i] - '0'
		}
		sum[len(a)-i], carry = '0'+d%10, d/10
	}
	sum[0] = '0' + carry
	return string(sum)
}

// subtract takes a number from one that is at least as large.
func subtract(a, b string) string {
	rest := []byte(a)
	borrow := byte(0)
	for i := range len(a) {
		take := borrow
		if i < len(b) {
			take += b[len(b)-1-i] - '0'
		}
		d := &rest[len(a)-1-i]
		borrow = 0
		if *d-'0' < take {
			*d += 10
			borrow = 1
		}
		*d -= take
	}
	return string(rest)
}

// times1024 multiplies a number.
func times1024(digits string) string {
	const more = 4 // digits of 1024
	product := make([]byte, len(digits)+more)
	carry := 0
	for i := len(product) - 1; i >= 0; i-- {
		if i >= more {
			carry += int(digits[i-more]-'0') << 10
		}
		product[i] = byte('0' + carry%10)
		carry /= 10
	}
	return string(product)
}
