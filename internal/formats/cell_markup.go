package formats

import (
	"html"
	"regexp"
	"strings"
)

var (
	// markupBreak are the tags that begin a new line, markupTag all the tags of text
	// that people wrote in an editor of web pages. Other words in angle brackets are
	// their own.
	markupBreak = regexp.MustCompile(`(?i)</?(?:br|p|div|li|ul|ol|tr|h[1-6])(?:\s[^<>]*)?/?>`)
	markupTag   = regexp.MustCompile(`(?i)</?(?:b|i|u|em|strong|span|font|a|small|sup|table|tbody|td|th|center)(?:\s[^<>]*)?/?>`)
	markupNext  = regexp.MustCompile(`(?i)</(?:td|th)>`)
	blankLines  = regexp.MustCompile(`[ \t]*\n\s*`)
	entity      = regexp.MustCompile(`&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]+);`)
)

// plainText is a text without the markup of web pages: its lines stay lines.
func plainText(text string) string {
	if !strings.ContainsAny(text, "<&") {
		return text
	}
	text = markupNext.ReplaceAllString(text, " ")
	text = markupTag.ReplaceAllString(markupBreak.ReplaceAllString(text, "\n"), "")
	text = entity.ReplaceAllStringFunc(text, html.UnescapeString)
	return cleanText(blankLines.ReplaceAllString(text, "\n"))
}
