package manifest

import "bytes"

// templateLines is how many lines before a problem may hold the template that caused it.
const templateLines = 3

// explain finds the likely cause of a problem where the parser stumbled over a consequence.
func (p *parser) explain(f failure, src []byte, start int) failure {
	if f.kind != Syntax {
		return f
	}
	at := max(min(f.start, len(src)), start)
	from := lineStart(src, at)
	for i := 0; i < templateLines && from > start; i++ {
		from = lineStart(src, from-1)
	}
	from = max(from, start)
	end := at
	for end < len(src) && breakLen(src[end:]) == 0 {
		end++
	}
	if i := bytes.LastIndex(src[from:end], []byte("{{")); i >= 0 {
		length := 2
		if j := bytes.Index(src[from+i:end], []byte("}}")); j >= 0 {
			length = j + 2
		}
		f.kind, f.start, f.end, f.related = Template, from+i, from+i+length, -1
		f.message = "found the template expression " + excerpt(src[f.start:f.end]) + ", expected YAML"
		f.hint = "render the template first (helm template), or put the value in quotes if it is meant as text"
	}
	return f
}
