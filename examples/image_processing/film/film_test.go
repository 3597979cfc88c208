package film

import (
	"image"
	"testing"
)

func TestPanGoesFromCornerToCorner(t *testing.T) {
	m := image.NewGray(image.Rect(0, 0, 10, 8))
	m.Pix[0], m.Pix[79] = 7, 9
	var corners []byte
	n := 0
	for frame, err := range Pan(m, 4, 4, 3) {
		if err != nil || frame.Number != n || frame.Width != 4 || frame.Height != 4 || len(frame.Brightness) != 16 {
			t.Fatalf("frame %d: %+v, %v", n, frame, err)
		}
		corners = append(corners, frame.Brightness[0], frame.Brightness[15])
		n++
	}
	if want := string([]byte{7, 0, 0, 0, 0, 9}); n != 3 || string(corners) != want {
		t.Errorf("%d frames with corners %v; want 3 with %v", n, corners, []byte(want))
	}
	for frame := range Pan(m, 100, 100, 1) {
		if got := Picture(frame).Bounds(); got != m.Rect {
			t.Errorf("a frame larger than the picture shows %v; want %v", got, m.Rect)
		}
	}
}
