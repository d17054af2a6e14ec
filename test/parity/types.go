package main

import (
	"reflect"
	"slices"
	"strings"

	batchv1 "k8s.io/api/batch/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// property is a field of a type of the API, by its JSON name.
type property struct {
	name string
	typ  reflect.Type
}

// root is the type of an object.
func root(kind string) reflect.Type {
	if kind == "CronJob" {
		return reflect.TypeFor[batchv1.CronJob]()
	}
	return reflect.TypeFor[batchv1.Job]()
}

// properties are the fields of a struct, those of inlined structs among them. Status is not for those who create.
func properties(t reflect.Type) []property {
	var all []property
	for field := range t.Fields() {
		name, options, _ := strings.Cut(field.Tag.Get("json"), ",")
		switch {
		case name == "-" || name == "status" || name == "managedFields":
		case name == "" && (field.Anonymous || options == "inline"):
			all = append(all, properties(field.Type)...)
		case name != "":
			all = append(all, property{name, field.Type})
		}
	}
	slices.SortFunc(all, func(a, b property) int { return strings.Compare(a.name, b.name) })
	return all
}

// plain takes away pointers.
func plain(t reflect.Type) reflect.Type {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t
}

// isScalar says whether a type is written as one value, whatever it is made of.
func isScalar(t reflect.Type) bool {
	switch t {
	case reflect.TypeFor[resource.Quantity](), reflect.TypeFor[metav1.Time](), reflect.TypeFor[metav1.MicroTime](),
		reflect.TypeFor[intstr.IntOrString](), reflect.TypeFor[runtime.RawExtension](), reflect.TypeFor[metav1.FieldsV1]():
		return true
	}
	return t.Kind() != reflect.Struct && t.Kind() != reflect.Slice && t.Kind() != reflect.Map
}
