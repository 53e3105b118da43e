package iframe

import (
	"fmt"
	"math"
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"
)

// colourPath is where the style sheets of colours live: a policy without
// inline styles leaves no other way to choose one.
const colourPath = "/embed/couleur"

var sixDigits = regexp.MustCompile(`^[0-9a-f]{6}$`)

// leastContrast is that of text with its background (WCAG 1.4.3).
const leastContrast = 4.5

// faultOfColour says what is wrong with what is no colour, or cannot be read on
// white; "" when nothing is.
func faultOfColour(text string) string {
	if !sixDigits.MatchString(text) {
		return "Il faut une couleur en six chiffres hexadécimaux, sans dièse, comme 0b4f8a."
	}
	if contrast := contrastWithWhite(text); contrast < leastContrast {
		// Cut, not rounded: 4.49 must not be written as 4.5.
		written := strings.Replace(fmt.Sprintf("%.2f", math.Floor(contrast*100)/100), ".", ",", 1)
		return "Cette couleur est trop claire pour être lue sur du blanc : son contraste est de " + written + ", il faut 4,5. Choisissez-la plus foncée."
	}
	return ""
}

// contrastWithWhite is the contrast ratio of WCAG 2.
func contrastWithWhite(digits string) float64 {
	luminance := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		value, _ := strconv.ParseUint(digits[2*i:2*i+2], 16, 8) // checked to be digits
		c := float64(value) / 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		luminance += weight * c
	}
	return 1.05 / (luminance + 0.05)
}

// colourURL is the address of the style sheet of a colour, "" for none.
func colourURL(digits string) string {
	if digits == "" {
		return ""
	}
	return colourPath + "/" + digits + ".css"
}

// colour answers GET /embed/couleur/0b4f8a.css: links and buttons in that
// colour. On a dark background they keep ours.
func (f *Iframe) colour(c echo.Context) error {
	digits, isSheet := strings.CutSuffix(c.Param("name"), ".css")
	if !isSheet || faultOfColour(digits) != "" {
		return echo.ErrNotFound
	}
	c.Response().Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	sheet := "@media (prefers-color-scheme: light) { :root { --action: #" + digits + "; --link: #" + digits + "; } }\n"
	return c.Blob(http.StatusOK, "text/css; charset=utf-8", []byte(sheet))
}
