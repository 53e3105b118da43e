package web_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/labstack/echo/v4"

	"escale/internal/web"
)

// A relay may make our weak tag strong, or send several (RFC 9110, section
// 13.1.2 compares them weakly).
func TestAClientThatHasTheAnswerGets304(t *testing.T) {
	for tag, want := range map[string]int{
		`W/"a-1"`: http.StatusNotModified, `"a-1"`: http.StatusNotModified, `"b", W/"a-1"`: http.StatusNotModified, "*": http.StatusNotModified,
		"": http.StatusOK, `"a-2"`: http.StatusOK, "a-1": http.StatusOK, `W/"a"`: http.StatusOK,
	} {
		request := httptest.NewRequest(http.MethodGet, "/", nil)
		request.Header.Set("If-None-Match", tag)
		recorder := httptest.NewRecorder()
		c := echo.New().NewContext(request, recorder)
		done, err := web.Fresh(c, web.NewStamp(0, "a", "1"))
		if err != nil || done != (want == http.StatusNotModified) || done && recorder.Code != want {
			t.Errorf("If-None-Match %s: %t, %d, %v", tag, done, recorder.Code, err)
		}
		if tag := recorder.Header().Get("ETag"); tag != `W/"a-1"` {
			t.Errorf("the tag is %s", tag)
		}
	}
}

func TestTheLatestAnswerIsWrittenOnce(t *testing.T) {
	var latest web.Latest
	written := 0
	for _, tag := range []string{"a", "a", "b", "b", "a"} {
		if _, err := latest.Get(tag, func() ([]byte, error) { written++; return []byte(tag), nil }); err != nil {
			t.Fatal(err)
		}
	}
	if written != 3 {
		t.Errorf("written %d times", written)
	}
}
