package web

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
	"golang.org/x/time/rate"
)

// perClientKept is how long an address is remembered, in memory only.
const perClientKept = time.Hour

// PerClient limits how often one client may send a form: as many at once as a
// whole council behind one address may, then one now and then.
func PerClient(atOnce int, then time.Duration) echo.MiddlewareFunc {
	return middleware.RateLimiterWithConfig(middleware.RateLimiterConfig{
		Store: middleware.NewRateLimiterMemoryStoreWithConfig(middleware.RateLimiterMemoryStoreConfig{
			Rate: rate.Every(then), Burst: atOnce, ExpiresIn: perClientKept,
		}),
		IdentifierExtractor: func(c echo.Context) (string, error) { return Client(c), nil },
		DenyHandler: func(echo.Context, string, error) error {
			return echo.NewHTTPError(http.StatusTooManyRequests)
		},
	})
}
