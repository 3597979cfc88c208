package directive

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode"
)

// MaxName is the most bytes a name on the wire may have.
const MaxName = 128

// CheckName says what is wrong with a name for the wire: it must consist of letters, digits and
// underscores of ASCII, with single dots between them.
func CheckName(name string) error {
	if name == "" {
		return errors.New("the name is empty")
	}
	if len(name) > MaxName {
		return fmt.Errorf("the name has %d bytes, more than %d", len(name), MaxName)
	}
	for _, r := range name {
		if !nameRune(r) {
			return fmt.Errorf("%q cannot stand in a name; letters, digits, '_' and '.' can", r)
		}
	}
	if strings.HasPrefix(name, ".") || strings.HasSuffix(name, ".") || strings.Contains(name, "..") {
		return errors.New("a dot must stand between two parts of a name")
	}
	return nil
}

func nameRune(r rune) bool {
	return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || r == '_' || r == '.'
}

// units are what may stand behind the digits of a size.
var units = map[string]int64{"": 1, "B": 1, "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30}

// parseSize reads "64MiB" or "1048576".
func parseSize(s string) (int64, error) {
	digits := strings.TrimRightFunc(s, unicode.IsLetter)
	unit, known := units[s[len(digits):]]
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || !known {
		return 0, errors.New("write a size as 1048576, 1024KiB, 1MiB or 1GiB")
	}
	if n <= 0 {
		return 0, errors.New("a size must be positive")
	}
	if n > math.MaxInt64/unit {
		return 0, errors.New("the size is too large")
	}
	return n * unit, nil
}
