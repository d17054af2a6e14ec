package plan

// String is the name of the constant.
func (o Op) String() string {
	names := [...]string{
		"Nop", "Return", "Call", "CallBuiltin", "CallDynamic", "Blocks", "Break", "Dot", "Len", "Scan", "Not", "AssignInt", "Assign", "AssignOnce",
		"Reset", "MakeNull", "MakeInt", "MakeNumber", "MakeArray", "MakeObject", "MakeSet", "Equal", "NotEqual", "IsArray", "IsObject", "IsSet",
		"IsDefined", "IsUndefined", "Append", "Insert", "InsertOnce", "Merge", "Add", "With",
	}
	return names[o]
}
