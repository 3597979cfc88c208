package diag

// Code is a kind of message.
type Code struct {
	Code  string // "BB012": it stays, whatever becomes of the wording
	Title string
	Text  string
}

// Codes are all kinds of message.
var Codes []Code
