package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// flagSet is a flag.FlagSet whose flags may stand before or after the file names.
type flagSet struct{ *flag.FlagSet }

func newFlags(command string) *flagSet {
	f := &flagSet{flag.NewFlagSet(command, flag.ContinueOnError)}
	f.SetOutput(io.Discard)
	f.Usage = func() {}
	return f
}

// parse returns the file names in args. Everything behind "--" is a file name.
func (f *flagSet) parse(args []string) ([]string, error) {
	var files []string
	for len(args) > 0 {
		if args[0] == "--" {
			return append(files, args[1:]...), nil
		}
		if !strings.HasPrefix(args[0], "-") || args[0] == "-" {
			files, args = append(files, args[0]), args[1:]
			continue
		}
		n := f.width(args)
		if err := f.FlagSet.Parse(args[:n]); err != nil {
			return nil, f.sentence(err, args[0])
		}
		args = args[n:]
	}
	return files, nil
}

// width is how many arguments the flag args[0] takes: itself, and its value where
// that stands apart.
func (f *flagSet) width(args []string) int {
	def := f.Lookup(flagName(args[0]))
	if def == nil || strings.Contains(args[0], "=") || len(args) == 1 {
		return 1
	}
	if b, ok := def.Value.(interface{ IsBoolFlag() bool }); ok && b.IsBoolFlag() {
		return 1
	}
	return 2
}

// flagName strips dashes and a value from an argument.
func flagName(arg string) string {
	name, _, _ := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(arg, "-"), "-"), "=")
	return name
}

// sentence turns the words of package flag into what the user can do.
func (f *flagSet) sentence(err error, arg string) error {
	name := flagName(arg)
	text := err.Error()
	switch {
	case errors.Is(err, flag.ErrHelp):
		return errHelp
	case strings.HasPrefix(text, "flag provided but not defined"):
		return usagef(f.Name(), "there is no flag -%s", name)
	case strings.HasPrefix(text, "flag needs an argument"):
		return usagef(f.Name(), "flag -%s needs a value behind it", name)
	}
	if strings.HasPrefix(text, "invalid boolean value") {
		return usagef(f.Name(), "flag -%s takes no value: leave everything from the = on out", name)
	}
	if _, why, ok := strings.Cut(text, ": "); ok && f.Lookup(name) != nil {
		text = fmt.Sprintf("flag -%s: %s", name, why)
	}
	return usagef(f.Name(), "%s", text)
}

// choice is a flag with a fixed set of values.
type choice struct {
	value   string
	allowed []string
}

func (c *choice) String() string { return c.value }

func (c *choice) Set(s string) error {
	for _, a := range c.allowed {
		if s == a {
			c.value = s
			return nil
		}
	}
	return fmt.Errorf("%q is not possible, give %s", s, strings.Join(c.allowed, " or "))
}

// words is a flag that may be repeated and takes comma lists of some words.
type words struct {
	values, allowed []string
}

func (w *words) String() string { return strings.Join(w.values, ",") }

func (w *words) Set(s string) error {
	for part := range strings.SplitSeq(s, ",") {
		c := choice{allowed: w.allowed}
		if err := c.Set(strings.TrimSpace(part)); err != nil {
			return err
		}
		w.values = append(w.values, c.value)
	}
	return nil
}

// dims is the flag -dim: name=N, repeated or as a comma list.
type dims map[string]int64

func (d dims) String() string { return fmt.Sprint(map[string]int64(d)) }

func (d dims) Set(s string) error {
	for part := range strings.SplitSeq(s, ",") {
		name, number, ok := strings.Cut(strings.TrimSpace(part), "=")
		n, err := strconv.ParseInt(number, 10, 64)
		if !ok || name == "" || err != nil || n < 1 {
			return fmt.Errorf("%q is not possible, give name=N with a whole number N of at least 1", part)
		}
		if old, ok := d[name]; ok && old != n {
			return fmt.Errorf("%s is given as %d and as %d, give it once", name, old, n)
		}
		d[name] = n
	}
	return nil
}

// count is a flag with a number that is at least 0.
type count int

func (c *count) String() string { return strconv.Itoa(int(*c)) }

func (c *count) Set(s string) error {
	n, err := strconv.ParseUint(s, 10, 31)
	if err != nil {
		return fmt.Errorf("%q is not possible, give a whole number of at least 0", s)
	}
	*c = count(n)
	return nil
}
