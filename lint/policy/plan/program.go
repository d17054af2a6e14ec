package plan

// Program is a policy that OPA planned, as data.
type Program struct {
	// Strings are the texts that operands refer to.
	Strings []string
	// Files are the names that the places of statements refer to.
	Files []string
	// Builtins are the names of the built-in functions that it calls.
	Builtins []string
	Funcs    []Func
	// Entries are the numbers of the functions that are its entry points, in the order in which they were named.
	Entries []int
}

// Func is a rule or a function of the policy. Its result is in the local Return when a statement returns.
type Func struct {
	// Path is what CallDynamic finds it by, such as g0, data's first key, and so on.
	Path []string
	// Params are the locals of the arguments; the first two are input and data.
	Params []int32
	Return int32
	Locals int
	// Constant says that the result depends on neither input nor data.
	Constant bool
	// Needs is a key of the input without which the result is an empty set; empty if there is no such key.
	Needs  string
	Blocks []Block
}

// Block is run from its first statement to its last, to one that is undefined, or to a Break out of it.
type Block []Stmt

// Operand is a local if it is not negative; -1 is false, -2 is true, and below that are strings: -3 is the first one.
type Operand int32

// The operands that are no locals.
const (
	False       Operand = -1
	True        Operand = -2
	FirstString Operand = -3
)

// Stmt is a statement of OPA's plans (v1/ir); which fields it uses depends on Op.
type Stmt struct {
	Op Op
	// A and B are operands in the order of v1/ir: source, or a and b, or key and value.
	A, B Operand
	// To is the local that is written; for collections that are added to, their local.
	To int32
	// N is a whole number: a constant, the blocks to leave, the index of a function, a built-in or a string, or for how many entries
	// or items there is to be room.
	N int64
	// List are the arguments of a call, or the strings of a path.
	List []Operand
	// Key and Value are the locals of Scan; they are negative where they are not wanted.
	Key, Value int32
	Blocks     []Block
	// File and Row are where it comes from, for statements that can fail.
	File, Row int32
}

// Op is the kind of a statement.
type Op uint8

// The kinds of statements, those of OPA's plans; Call is of a Func, CallBuiltin of a built-in function.
const (
	Nop Op = iota
	Return
	Call
	CallBuiltin
	CallDynamic
	Blocks
	Break
	Dot
	Len
	Scan
	Not
	AssignInt
	Assign
	AssignOnce
	Reset
	MakeNull
	MakeInt
	MakeNumber
	MakeArray
	MakeObject
	MakeSet
	Equal
	NotEqual
	IsArray
	IsObject
	IsSet
	IsDefined
	IsUndefined
	Append
	Insert
	InsertOnce
	Merge
	Add
	With
)
