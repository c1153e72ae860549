package main

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// usageError is the error of a command line that a command cannot take, in wrangler's words. The
// command's help comes before it, on standard output, as there.
type usageError string

func (e usageError) Error() string { return string(e) }

// unknownArguments is the error for flags and arguments that a command has not.
func unknownArguments(names ...string) error {
	if len(names) == 1 {
		return usageError("Unknown argument: " + names[0])
	}
	return usageError("Unknown arguments: " + strings.Join(names, ", "))
}

// missingArguments is the error for flags that a command must have; quoted lists them.
func missingArguments(quoted string) error {
	text := "Missing required argument"
	if strings.Contains(quoted, ",") {
		text += "s"
	}
	return usageError(text + ": " + strings.ReplaceAll(quoted, `"`, ""))
}

// positionals are the arguments of a command of wrangler's: at least so many, and no more than that.
func positionals(least, most int) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		switch {
		case len(args) < least:
			return usageError(fmt.Sprintf("Not enough non-option arguments: got %d, need at least %d", len(args), least))
		case len(args) > most:
			return unknownArguments(args[most:]...)
		}
		return nil
	}
}

// commandLine is what is made of a command line so that pflag reads it as wrangler's parser would.
type commandLine struct {
	cmd     *cobra.Command
	args    []string
	unknown []string            // flags that the command has not
	extra   []string            // what is neither a flag nor the value of one
	given   map[string][]string // the values of flags
}

// readCommandLine finds the command and writes its flags as pflag knows them: a flag that is true or
// false may have its value behind a blank and "no-" in front, names may be written as in JavaScript, and
// a flag without a value has none. A flag that the command has not is an error, which wants to be told
// after what is missing.
func readCommandLine(root *cobra.Command, args []string) ([]string, *cobra.Command, error) {
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	cmd, _, err := root.Find(args)
	if err != nil || cmd.DisableFlagParsing || len(args) > 0 && strings.HasPrefix(args[0], cobra.ShellCompRequestCmd) {
		return args, cmd, nil // cobra's own command for completion is not there yet
	}
	cmd.InitDefaultHelpFlag()
	cmd.InitDefaultVersionFlag()
	line := &commandLine{cmd: cmd, given: map[string][]string{}}
	for len(args) > 0 && args[0] != "--" {
		args = line.take(args)
	}
	line.args = append(line.args, args...)
	err = line.complaint()
	if err == nil {
		return line.args, cmd, nil
	}
	given := slices.Concat(line.extra, args)
	given = given[min(len(given), depth(cmd)):] // behind the command's own name
	if missing := cmd.ValidateArgs(given); missing != nil && !strings.HasPrefix(missing.Error(), "Unknown argument") {
		return nil, cmd, missing
	}
	return nil, cmd, err
}

// complaint is what is wrong with the flags.
func (l *commandLine) complaint() error {
	switch missing := l.missingValue(); {
	case missing != nil:
		return missing
	case len(l.unknown) > 0:
		return unknownArguments(l.unknown...)
	}
	return l.severalValues()
}

// severalValues is the error for flags that are given more than once and take one value.
func (l *commandLine) severalValues() error {
	for _, name := range slices.Sorted(maps.Keys(l.given)) {
		values := l.given[name]
		if len(values) < 2 || !l.isSingle(l.flag(name)) {
			continue
		}
		list := jsonOf(values)
		if kind := l.flag(name).Value.Type(); kind == "number" || kind == "int" {
			list = "[" + strings.Join(values, ",") + "]"
		}
		return usageError(fmt.Sprintf("The argument \"--%s\" expects a single value, but received multiple: %s.", name, list))
	}
	return nil
}

// isSingle tells whether a flag takes one value. The last one of several counts where that is true or false.
func (l *commandLine) isSingle(flag *pflag.Flag) bool {
	switch flag.Value.Type() {
	case "string", "number", "int":
		return true
	}
	_, single := l.cmd.Annotations[singleConfig]
	return single && flag.Name == "config"
}

// singleConfig marks commands, by their annotations, that take one configuration.
const singleConfig = "paddock_single_config"

// takeOneConfig marks a command and those below it.
func takeOneConfig(cmd *cobra.Command) *cobra.Command {
	if cmd.Annotations == nil {
		cmd.Annotations = map[string]string{}
	}
	cmd.Annotations[singleConfig] = ""
	for _, sub := range cmd.Commands() {
		takeOneConfig(sub)
	}
	return cmd
}

// depth counts the words by which a command is called behind the program's name.
func depth(cmd *cobra.Command) (n int) {
	for ; cmd.HasParent(); cmd = cmd.Parent() {
		n++
	}
	return n
}

// take reads one argument, with its value if it is a flag that has one, and gives the rest.
func (l *commandLine) take(args []string) []string {
	arg, rest := args[0], args[1:]
	if !strings.HasPrefix(arg, "-") || arg == "-" {
		l.args, l.extra = append(l.args, arg), append(l.extra, arg)
		return rest
	}
	if !strings.HasPrefix(arg, "--") {
		return l.takeShort(arg, rest)
	}
	name, value, assigned := strings.Cut(arg[2:], "=")
	flag := l.flag(name)
	if flag == nil {
		if off := l.flag(strings.TrimPrefix(name, "no-")); off != nil && isBoolean(off) && !assigned {
			l.args = append(l.args, "--"+off.Name+"=false")
			return rest
		}
		l.unknown = append(l.unknown, name)
		if !assigned && hasValue(rest) {
			return rest[1:]
		}
		return rest
	}
	if !assigned {
		value, rest = valueOf(flag, rest)
	}
	l.set(flag, value)
	return rest
}

// set notes the value of a flag.
func (l *commandLine) set(flag *pflag.Flag, value string) {
	l.args = append(l.args, "--"+flag.Name+"="+value)
	l.given[flag.Name] = append(l.given[flag.Name], value)
}

// requireValue marks flags that wrangler takes with a value only; the others are then as if not given.
func requireValue(flags *pflag.FlagSet, names ...string) {
	for _, name := range names {
		_ = flags.SetAnnotation(name, wantsValue, nil) // they are there
	}
}

const wantsValue = "paddock_wants_value"

// missingValue is the error for flags without the value that they must have.
func (l *commandLine) missingValue() error {
	for _, name := range slices.Sorted(maps.Keys(l.given)) {
		_, wants := l.flag(name).Annotations[wantsValue]
		if wants && slices.Contains(l.given[name], "") {
			return usageError("Not enough arguments following: " + name)
		}
	}
	return nil
}

// takeShort reads flags of one letter.
func (l *commandLine) takeShort(arg string, rest []string) []string {
	flag := l.cmd.Flags().ShorthandLookup(arg[1:2])
	if flag == nil {
		flag = l.cmd.InheritedFlags().ShorthandLookup(arg[1:2])
	}
	switch {
	case flag == nil:
		l.unknown = append(l.unknown, arg[1:])
		if hasValue(rest) {
			return rest[1:]
		}
		return rest
	case len(arg) > 2:
		l.args = append(l.args, arg)
		return rest
	}
	value, rest := valueOf(flag, rest)
	l.set(flag, value)
	return rest
}

// hasValue tells whether what follows a flag may be its value.
func hasValue(rest []string) bool {
	if len(rest) == 0 {
		return false
	}
	_, err := strconv.ParseFloat(rest[0], 64)
	return rest[0] == "-" || !strings.HasPrefix(rest[0], "-") || err == nil
}

// valueOf takes the value of a flag off the arguments that follow it. One without a value is on, or empty.
func valueOf(flag *pflag.Flag, rest []string) (string, []string) {
	switch {
	case isBoolean(flag) && (len(rest) == 0 || rest[0] != "true" && rest[0] != "false"):
		return "true", rest
	case !hasValue(rest):
		return "", rest
	}
	return rest[0], rest[1:]
}

// flag finds a flag of the command by its name, also if that is written as in JavaScript.
func (l *commandLine) flag(name string) *pflag.Flag {
	for _, set := range []*pflag.FlagSet{l.cmd.Flags(), l.cmd.InheritedFlags()} {
		for _, name := range []string{name, kebab(name)} {
			if flag := set.Lookup(name); flag != nil {
				return flag
			}
		}
	}
	return nil
}

// kebab writes a name as flags are: persistTo is persist-to.
func kebab(name string) string {
	var b strings.Builder
	for _, r := range name {
		if unicode.IsUpper(r) {
			b.WriteByte('-')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

// isBoolean tells of a flag whether it is either true or false.
func isBoolean(flag *pflag.Flag) bool { return flag.Value.Type() == "bool" }

// number is a flag that JavaScript reads as a number: what is none is NaN.
type number struct {
	value *float64 // nil: it was not given
}

// Set implements pflag.Value.
func (n *number) Set(text string) error {
	n.value = nil
	if text == "" {
		return nil
	}
	value, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if err != nil {
		value = math.NaN()
	}
	n.value = &value
	return nil
}

// String implements pflag.Value.
func (n *number) String() string {
	if n.value == nil {
		return ""
	}
	return strconv.FormatFloat(*n.value, 'f', -1, 64)
}

// Type implements pflag.Value.
func (*number) Type() string { return "number" }

// int32 gives the number as the platform's dictionaries take it; nil if it was not given.
func (n *number) int32() (*int64, error) {
	if n.value == nil {
		return nil, nil
	}
	whole := int64(0)
	if f := math.Trunc(*n.value); f < math.MinInt32 || f > math.MaxInt32 {
		return nil, errors.New("Value out of range. Must be between -2147483648 and 2147483647 (inclusive).") //nolint:staticcheck // the platform's words
	} else if !math.IsNaN(f) {
		whole = int64(f)
	}
	return &whole, nil
}

// choice is a flag whose value is one of several.
type choice struct {
	value string
	of    []string
}

// Set implements pflag.Value.
func (c *choice) Set(text string) error {
	if text != "" && !slices.Contains(c.of, text) {
		return errors.New("not a choice") // flagError tells which there are
	}
	c.value = text
	return nil
}

// String implements pflag.Value.
func (c *choice) String() string { return c.value }

// Type implements pflag.Value.
func (*choice) Type() string { return "string" }

// choices are the names of the values, as messages have them.
func (c *choice) choices() string { return `"` + strings.Join(c.of, `", "`) + `"` }

// flagError tells of a value that a flag cannot have: in wrangler's words, where that has some.
func flagError(cmd *cobra.Command, err error) error {
	var invalid *pflag.InvalidValueError
	if !errors.As(err, &invalid) {
		return err
	}
	flag := invalid.GetFlag()
	if flag.Value.Type() == "int" {
		return fmt.Errorf("--%s takes a whole number, not %q", flag.Name, invalid.GetValue())
	}
	c, ok := flag.Value.(*choice)
	if !ok {
		return err
	}
	return usageError(fmt.Sprintf("Invalid values:\n  Argument: %s, Given: %q, Choices: %s", flag.Name, invalid.GetValue(), c.choices()))
}
