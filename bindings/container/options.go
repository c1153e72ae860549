package container

import (
	"encoding/json"
	"maps"
	"math"
	"strconv"
	"strings"
	"time"

	"paddock/jsruntime"
	"paddock/polyfills/compat"
)

// dictionary reads an object of options, in the platform's words where one is wrong.
type dictionary struct {
	vm   *jsruntime.VM
	o    *jsruntime.Object
	name string
}

// readDictionary takes parameter number n of a method, which may be left out.
func readDictionary(vm *jsruntime.VM, v jsruntime.Value, method string, n int, name string) (dictionary, error) {
	d := dictionary{vm, jsruntime.AsObject(v), name}
	if d.o == nil && !jsruntime.IsNullish(v) {
		return d, jsruntime.Errorf(jsruntime.TypeError, "Failed to execute '%s' on 'Container': parameter %d is not of type '%s'.", method, n, name)
	}
	return d, nil
}

// get gives a field that is there.
func (d dictionary) get(field string) (jsruntime.Value, bool) {
	if d.o == nil {
		return nil, false
	}
	v := d.o.Get(field)
	return v, !jsruntime.IsUndefined(v)
}

// text gives a field as a string, "" when it is not there.
func (d dictionary) text(field string) string {
	v, ok := d.get(field)
	if !ok {
		return ""
	}
	return d.vm.Text(v)
}

// texts gives a field as a list of strings.
func (d dictionary) texts(field string) ([]string, error) {
	v, ok := d.get(field)
	if !ok {
		return nil, nil
	}
	list, ok := texts(d.vm, v)
	if !ok {
		return nil, d.wrong(field, "Array")
	}
	return list, nil
}

// texts converts an array, and nothing else that can be iterated over.
func texts(vm *jsruntime.VM, v jsruntime.Value) ([]string, bool) {
	if !isArray(v) {
		return nil, false
	}
	list := []string{}
	vm.Iterate(v, func(v jsruntime.Value) bool {
		list = append(list, vm.Text(v))
		return true
	})
	return list, true
}

func isArray(v jsruntime.Value) bool {
	o := jsruntime.AsObject(v)
	return o != nil && o.ClassName() == "Array"
}

// field gives a member of an object, undefined when it is not there.
func field(o *jsruntime.Object, name string) jsruntime.Value {
	if v := o.Get(name); v != nil {
		return v
	}
	return jsruntime.Undefined()
}

// long converts a number or a BigInt as the platform does with numbers of 64 bits.
func long(v jsruntime.Value) (int64, error) {
	if jsruntime.IsBigInt(v) {
		n, err := strconv.ParseInt(v.String(), 10, 64)
		if err != nil {
			return 0, jsruntime.Errorf(jsruntime.TypeError, "Value out of range. Must be between -9223372036854775808 and 9223372036854775807 (inclusive).")
		}
		return n, nil
	}
	if f := v.ToFloat(); math.IsNaN(f) || math.IsInf(f, 0) {
		return 0, jsruntime.Errorf(jsruntime.TypeError, "The value cannot be converted because it is not an integer.")
	}
	return jsruntime.Integer(v), nil
}

// object gives a field that is an object, nil when it is not there.
func (d dictionary) object(field string) (*jsruntime.Object, error) {
	v, ok := d.get(field)
	if !ok {
		return nil, nil
	}
	o := jsruntime.AsObject(v)
	if o == nil {
		return nil, d.wrong(field, "object")
	}
	return o, nil
}

func (d dictionary) wrong(field, want string) error {
	return jsruntime.Errorf(jsruntime.TypeError, "Incorrect type for the '%s' field on '%s': the provided value is not of type '%s'.", field, d.name, want)
}

// environment reads the field env over what is there already.
func (d dictionary) environment(over map[string]string) (map[string]string, error) {
	env := maps.Clone(over)
	if env == nil {
		env = map[string]string{}
	}
	o, err := d.object("env")
	if o == nil {
		return env, err
	}
	d.vm.Entries(o, func(name string, v jsruntime.Value) {
		value := d.vm.Text(v)
		switch {
		case err != nil:
		case strings.Contains(name, "="):
			err = jsruntime.Errorf(jsruntime.PlainError, "Environment variable names cannot contain '=': %s", name)
		case strings.Contains(name, "\x00"):
			err = jsruntime.Errorf(jsruntime.PlainError, "Environment variable names cannot contain '\\0': %s", name)
		case strings.Contains(value, "\x00"):
			err = jsruntime.Errorf(jsruntime.PlainError, "Environment variable values cannot contain '\\0': %s", name)
		}
		env[name] = value
	})
	return env, err
}

// platformEnv is what the platform adds to the environment of every local container.
var platformEnv = map[string]string{
	"CLOUDFLARE_COUNTRY_A2":    "XX",
	"CLOUDFLARE_DEPLOYMENT_ID": "local",
	"CLOUDFLARE_LOCATION":      "loc01",
	"CLOUDFLARE_REGION":        "REGN",
}

// startup is what start() was asked for.
type startup struct {
	Spec
	image       string        // a reference; "": the class's own
	frozen      string        // the id of a container's snapshot; "": it starts from an image
	hardTimeout time.Duration // 0: none
	restores    []restore     // folders to begin with
}

// startOptions reads the argument of start(). Its checks come in the platform's order.
func startOptions(vm *jsruntime.VM, d dictionary) (s startup, err error) {
	if s.Entrypoint, err = d.texts("entrypoint"); err != nil {
		return s, err
	}
	s.HostProcesses = !compat.Of(vm).Has("containers_pid_namespace")
	if v, ok := d.get("enableInternet"); ok {
		s.EnableInternet = v.ToBoolean()
	}
	if s.Env, err = d.environment(platformEnv); err != nil {
		return s, err
	}
	_, hasImage := d.get("image")
	_, hasSnapshot := d.get("containerSnapshot")
	if hasImage && hasSnapshot {
		return s, jsruntime.Errorf(jsruntime.TypeError, "`image` and `containerSnapshot` are mutually exclusive.")
	}
	if v, ok := d.get("hardTimeout"); ok {
		ms, err := long(v)
		if err != nil {
			return s, err
		}
		// Longer than a duration can be is for ever.
		s.hardTimeout = time.Duration(min(ms, math.MaxInt64/int64(time.Millisecond))) * time.Millisecond
		if ms <= 0 {
			return s, jsruntime.Errorf(jsruntime.RangeError, "Hard timeout must be greater than 0")
		}
	}
	if hasImage {
		if s.image, err = imageReference(d.text("image")); err != nil {
			return s, err
		}
	}
	if s.Limits, err = readInstance(d); err != nil {
		return s, err
	}
	labels, err := d.object("labels")
	if err != nil {
		return s, err
	}
	if labels != nil {
		if s.Labels, err = readLabels(vm, labels); err != nil {
			return s, err
		}
	}
	if s.restores, err = readRestores(d); err != nil {
		return s, err
	}
	s.frozen, err = readFrozen(d)
	return s, err
}

const maxImageReference = 4096 // bytes

func imageReference(image string) (string, error) {
	switch {
	case image == "":
		return "", jsruntime.Errorf(jsruntime.TypeError, "Container image reference cannot be empty.")
	case len(image) > maxImageReference:
		return "", jsruntime.Errorf(jsruntime.TypeError, "Container image reference cannot exceed %d bytes.", maxImageReference)
	}
	for _, c := range []byte(image) {
		if c <= 0x20 || c >= 0x7f {
			return "", jsruntime.Errorf(jsruntime.TypeError, "Container image reference must contain only non-space printable ASCII characters.")
		}
	}
	return image, nil
}

// instanceTypes are the sizes of containers by name, those that the platform has renamed too.
var instanceTypes = map[string]Limits{
	"lite":       size(1./16, 256, 2_000),
	"dev":        size(1./16, 256, 2_000),
	"basic":      size(1./4, 1024, 4_000),
	"standard-1": size(1./2, 4*1024, 8_000),
	"standard":   size(1./2, 4*1024, 4_000),
	"standard-2": size(1, 6*1024, 12_000),
	"standard-3": size(2, 8*1024, 16_000),
	"standard-4": size(4, 12*1024, 20_000),
}

// size gives limits in the platform's units: processors, MiB of memory, MB of disk.
func size(vcpu, memoryMiB, diskMB float64) Limits {
	return Limits{CPUs: vcpu, Memory: int64(memoryMiB) << 20, Disk: int64(diskMB) * 1_000_000}
}

// renamed are the types that start() does not know any more.
var renamed = map[string]bool{"dev": true, "standard": true}

// readInstance reads the field instance, a name or amounts of resources; the zero value where it is
// not there.
func readInstance(d dictionary) (Limits, error) {
	v, ok := d.get("instance")
	if !ok {
		return Limits{}, nil
	}
	o := jsruntime.AsObject(v)
	if o == nil {
		name := d.vm.Text(v)
		limits, ok := instanceTypes[name]
		if !ok || renamed[name] {
			return Limits{}, jsruntime.Errorf(jsruntime.TypeError, "Invalid container instance type.")
		}
		return limits, nil
	}
	var amounts [3]float64
	for i, name := range []string{"vcpu", "memoryMib", "diskMb"} {
		n := field(o, name).ToFloat()
		switch {
		case math.IsNaN(n), math.IsInf(n, 0), n <= 0:
			return Limits{}, jsruntime.Errorf(jsruntime.RangeError, "Container resource %s must be a finite number greater than 0.", name)
		case name == "vcpu":
		case n != math.Floor(n):
			return Limits{}, jsruntime.Errorf(jsruntime.RangeError, "Container resource %s must be an integer.", name)
		case n > 1<<53-1:
			return Limits{}, jsruntime.Errorf(jsruntime.RangeError, "Container resource %s exceeds Number.MAX_SAFE_INTEGER.", name)
		}
		amounts[i] = n
	}
	return size(amounts[0], amounts[1], amounts[2]), nil
}

// configuredLimits reads instance_type of the configuration. What it does not know has no limits:
// wrangler would not deploy it, and says so itself.
func configuredLimits(raw json.RawMessage) Limits {
	var name string
	if json.Unmarshal(raw, &name) == nil {
		return instanceTypes[name]
	}
	var amounts struct {
		VCPU   float64 `json:"vcpu"`
		Memory float64 `json:"memory_mib"`
		Disk   float64 `json:"disk_mb"`
	}
	if len(raw) == 0 || json.Unmarshal(raw, &amounts) != nil {
		return Limits{}
	}
	return size(amounts.VCPU, amounts.Memory, amounts.Disk)
}

// The platform's limits of labels; sizes are in bytes.
const (
	maxLabels     = 10
	maxLabelName  = 16
	maxLabelValue = 64
)

// readLabels checks labels by the platform's limits.
func readLabels(vm *jsruntime.VM, o *jsruntime.Object) (map[string]string, error) {
	if n := len(o.Keys()); n > maxLabels {
		return nil, jsruntime.Errorf(jsruntime.PlainError, "Cannot specify more than %d container labels", maxLabels)
	}
	labels, i := map[string]string{}, 0
	var err error
	vm.Entries(o, func(name string, v jsruntime.Value) {
		value := vm.Text(v)
		if err == nil {
			err = checkLabel(name, value, i)
		}
		labels[name] = value
		i++
	})
	return labels, err
}

func checkLabel(name, value string, i int) error {
	control := func(c rune) bool { return c < 0x20 }
	switch {
	case name == "":
		return jsruntime.Errorf(jsruntime.PlainError, "Label names cannot be empty")
	case len(name) > maxLabelName:
		return jsruntime.Errorf(jsruntime.PlainError, "Label names cannot exceed %d bytes (index %d)", maxLabelName, i)
	case len(value) > maxLabelValue:
		return jsruntime.Errorf(jsruntime.PlainError, "Label values cannot exceed %d bytes (index %d)", maxLabelValue, i)
	case strings.ContainsFunc(name, control):
		return jsruntime.Errorf(jsruntime.PlainError, "Label names cannot contain control characters (index %d)", i)
	case strings.ContainsFunc(value, control):
		return jsruntime.Errorf(jsruntime.PlainError, "Label values cannot contain control characters (index %d)", i)
	}
	return nil
}
