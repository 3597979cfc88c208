package diag

// Nearest returns the candidate that word is most likely a misspelling of, or "" if none is close.
func Nearest(word string, candidates []string) string {
	best, bound := "", len(word)/3+1
	for _, c := range candidates {
		if d := distance(word, c); d < bound {
			best, bound = c, d
		}
	}
	return best
}

// DidYouMean returns "; did you mean X?" if a candidate is close to word, else "".
func DidYouMean(word string, candidates []string) string {
	if near := Nearest(word, candidates); near != "" {
		return "; did you mean " + near + "?"
	}
	return ""
}

// distance is the number of letters to insert, drop, replace or swap with a neighbour that makes b
// of a (optimal string alignment).
func distance(a, b string) int {
	s, t := []rune(a), []rune(b)
	var before []int // the row before prev
	prev := make([]int, len(t)+1)
	for j := range prev {
		prev[j] = j
	}
	for i := range s {
		row := make([]int, len(t)+1)
		row[0] = i + 1
		for j := range t {
			row[j+1] = min(prev[j+1], row[j]) + 1
			if s[i] == t[j] {
				row[j+1] = min(row[j+1], prev[j])
			} else {
				row[j+1] = min(row[j+1], prev[j]+1)
			}
			if i > 0 && j > 0 && s[i] == t[j-1] && s[i-1] == t[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, prev = prev, row
	}
	return prev[len(t)]
}
