// Package arch keeps the picture of the house true: its test lists which package imports which.
package arch
