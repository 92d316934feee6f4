package ptxsim

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"sync"
)

// Module is parsed PTX text.
type Module struct {
	entries map[string]*entry
}

// entry is one kernel, ready to run.
type entry struct {
	name      string
	params    []param
	threads   int  // the most in a block, 0 if the text does not say
	exactly   bool // a block has that many
	code      []instruction
	registers int
	names     []string       // of the registers
	constants map[int]uint64 // by the register that stands for them
	barriers  bool           // some instruction is one
	warps     sync.Pool      // of warps that no launch uses

	mutex    sync.Mutex
	executed []bool // by instruction, in any launch
}

type param struct {
	name  string
	bits  int
	align uint64 // of the memory that it points to, 0 if the text does not say
}

// Parse reads PTX text. What lies outside of the subset is an error that names the line
// and the statement.
func Parse(text string) (*Module, error) {
	s := newScanner(text)
	m := &Module{entries: map[string]*entry{}}
	version, err := header(s)
	if err != nil {
		return nil, err
	}
	for s.skip() {
		line := s.line
		e, err := parseEntry(s, version)
		if err != nil {
			return nil, err
		}
		if m.entries[e.name] != nil {
			return nil, fmt.Errorf("line %d: entry %s stands twice in the text", line, e.name)
		}
		m.entries[e.name] = e
	}
	return m, nil
}

// Entries returns the number of entries.
func (m *Module) Entries() int { return len(m.entries) }

// header reads the three lines that every module begins with, and returns the version
// as major*10 + minor.
func header(s *scanner) (version int, err error) {
	var major, minor, sm int
	for _, d := range []struct {
		format string
		into   []any
	}{{".version %d.%d", []any{&major, &minor}}, {".target sm_%d", []any{&sm}}} {
		s.skip()
		line := s.line
		text, err := s.until("\n")
		if err != nil {
			return 0, err
		}
		if _, err := fmt.Sscanf(text, d.format, d.into...); err != nil {
			return 0, fmt.Errorf("line %d: %q is not %q", line, text, d.format)
		}
	}
	s.skip()
	if line := s.line; !s.take(".address_size 64") {
		return 0, fmt.Errorf("line %d: .address_size 64 is missing", line)
	}
	if sm < 70 {
		return 0, fmt.Errorf("sm_%d has no independent threads; this interpreter is for sm_70 and up", sm)
	}
	return 10*major + minor, nil
}

var entryHead = regexp.MustCompile(`^(?:\.visible )?\.entry ([A-Za-z_$][\w$]*)$`)

func parseEntry(s *scanner, version int) (*entry, error) {
	line := s.line
	head, err := s.until("(")
	if err != nil {
		return nil, err
	}
	name := entryHead.FindStringSubmatch(head)
	if name == nil {
		return nil, fmt.Errorf("line %d: %q is not the head of an entry", line, head)
	}
	e := &entry{name: name[1], constants: map[int]uint64{}}
	if err := parseParams(s, e); err != nil {
		return nil, err
	}
	line = s.line
	directives, err := s.until("{")
	if err != nil {
		return nil, err
	}
	if err := e.directives(directives); err != nil {
		return nil, fmt.Errorf("line %d: entry %s: %w", line, e.name, err)
	}
	if err := parseBody(s, newCompiler(e, version)); err != nil {
		return nil, err
	}
	e.warps.New = func() any { return newWarp(e) }
	e.executed = make([]bool, len(e.code))
	return e, nil
}

var paramPattern = regexp.MustCompile(`^\.param \.[bus](32|64)(?: \.ptr \.global \.align (\d+))? ([A-Za-z_$][\w$]*)$`)

func parseParams(s *scanner, e *entry) error {
	line := s.line
	text, err := s.until(")")
	if err != nil {
		return err
	}
	for _, p := range split(text) {
		m := paramPattern.FindStringSubmatch(p)
		if m == nil {
			return fmt.Errorf("line %d: entry %s: %q is no parameter of this subset", line, e.name, p)
		}
		size, _ := strconv.Atoi(m[1])
		align, _ := strconv.ParseUint("0"+m[2], 10, 32)
		e.params = append(e.params, param{m[3], size, align})
	}
	return nil
}

var threadsPattern = regexp.MustCompile(`^\.(maxntid|reqntid) (\d+)(?:, ?1)?(?:, ?1)?$`)

func (e *entry) directives(text string) error {
	for _, d := range strings.SplitAfter(text, " .") {
		d = "." + strings.Trim(d, " .")
		m := threadsPattern.FindStringSubmatch(d)
		switch {
		case d == ".", strings.HasPrefix(d, ".maxnreg "): // a limit of the assembler's
		case m != nil:
			e.threads, _ = strconv.Atoi(m[2])
			e.exactly = m[1] == "reqntid"
		default:
			return fmt.Errorf("the directive %q is outside of the subset", d)
		}
	}
	return nil
}

// parseBody compiles the statements up to the brace that ends the entry.
func parseBody(s *scanner, c *compiler) error {
	for {
		if !s.skip() {
			return fmt.Errorf("line %d: the text ends inside of entry %s", s.line, c.entry.name)
		}
		if s.take("}") {
			return c.finish()
		}
		line := s.line
		if l := s.label(); l != "" {
			if _, twice := c.labels[l]; twice {
				return fmt.Errorf("line %d: label %s stands twice in entry %s", line, l, c.entry.name)
			}
			c.labels[l] = len(c.entry.code)
			continue
		}
		text, err := s.until(";")
		if err != nil {
			return err
		}
		if err := c.statement(line, text); err != nil {
			return fmt.Errorf("line %d: %q: %w", line, text, err)
		}
	}
}
